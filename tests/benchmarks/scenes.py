"""The net with two heads of lesson 09 beside PyTorch: `python -m tests.benchmarks.scenes [--seeds 0,1,2] [--library ours]`.

The same first weights, scenes in the same order, composed anew and mirrored alike, the same Adam, all epochs of the net that
ships; class accuracy and mean IoU on the test scenes and on a fresh draw of others.  Finished runs are kept in scenes.json, of
which scenes.md is the table; a seed takes about twelve minutes.
"""

import numpy as np

from .beside import NEAR, SHARE, finished, in_turns, means, options, ours, predicted, theirs
from .beside import steps as steps_of
from .training import pytorch

__all__ = ["main", "steps", "table"]

FRESH, COUNT = 2027, 4000  # seed and number of scenes that no choice was made by
SCORES = ("accuracy", "IoU")
KIND = "box net"


def main():
    """Train both for every seed, and write the table."""
    finished("scenes", options("scenes", [KIND]), trained, table)


def trained(threads, library, kind, seed):
    """Scores of a net and the seconds of its epochs."""
    torch = pytorch(threads)  # the same start for both
    from cnnkit import data
    from cnnkit.models import detector

    if library == "shipped":
        return scored(lambda images: detector.answers(detector.trained(), images))
    if library == "turns":
        return in_turns(steps(torch))
    net, scenes = detector.box_net(np.random.default_rng(seed)), data.load("boxes")
    if library == "ours":
        return ours(detector.trainer(net, scenes, seed)) | scored(lambda images: detector.answers(net, images))
    return _in_torch(torch, net, scenes, seed)


def _in_torch(torch, net, scenes, seed):
    from cnnkit.models import detector
    from cnnkit.training import cosine

    from .torch_net import in_torch

    images, (labels, boxes) = scenes
    module, rng = in_torch(torch, net), np.random.default_rng(seed)

    def said(pictures):
        z = predicted(torch, module, pictures)
        return z[:, :-4].argmax(axis=1), z[:, -4:] * detector.SIDE

    seconds = theirs(
        torch, module, (images, labels, boxes), criterion(torch),
        lambda epoch: detector.renew(images, labels, boxes, epoch, rng), epochs=detector.EPOCHS,
        batch_size=detector.BATCH, schedule=cosine(detector.RATE, detector.EPOCHS), rng=rng,
    )  # fmt: skip
    return seconds | scored(said)


def criterion(torch):
    """The divergence of `detector.detection`, written with PyTorch."""
    from cnnkit.models import detector

    def loss(z, labels, boxes):
        far = (z[:, -4:] - boxes / detector.SIDE).square().sum(dim=1).mean()
        return torch.nn.functional.cross_entropy(z[:, :-4], labels) + detector.WEIGHT / 2 * far

    return loss


def steps(torch):
    """A step on a batch of scenes, ours and PyTorch's."""
    from cnnkit import data
    from cnnkit.models import detector

    images, wanted = data.compose("boxes", detector.BATCH, np.random.default_rng(1))
    return steps_of(torch, detector.box_net(np.random.default_rng(0)), images, wanted, detector.detection(), criterion(torch))


def scored(said):
    """Share of right classes and mean IoU, on the test scenes and on fresh ones."""
    from cnnkit import data
    from cnnkit.boxes import iou

    told = {}
    fresh = data.compose("boxes", COUNT, np.random.default_rng(FRESH), split="test")
    for name, (images, (labels, boxes)) in {"": data.load("boxes", "test"), " (fresh)": fresh}.items():
        named, where = said(images)
        told |= {f"accuracy{name}": round(float((named == labels).mean()), 4), f"IoU{name}": round(float(iou(where, boxes).mean()), 4)}
    return told


def table(kept):
    """All finished runs as Markdown, and whether they are what they must be."""
    lines = [
        "# Scenes: class and box, beside PyTorch", "",
        f"One thread. Accuracy and mean IoU on the 1,000 test scenes, and on {COUNT:,} fresh ones of the same clothes and grounds, which no "
        f"choice was made by; median seconds of an epoch, of the processor and of the clock. Wanted: scores within {NEAR} of PyTorch's, "
        f"at most {SHARE} of its time for an epoch.", "",
        "| library | seed | accuracy | fresh | mean IoU | fresh | epochs | processor s an epoch | clock |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    runs = kept.get(KIND, {})
    for library, seeds in runs.items():
        if library == "turns":
            continue
        for seed, run in sorted(seeds.items()):
            shares = " | ".join(f"{run[score + name]:.3f}" for score in SCORES for name in ("", " (fresh)"))
            times = f"{run['epochs']} | {run['processor']:.2f} | {run['wall']:.2f}" if "epochs" in run else "| |"
            lines.append(f"| {library} | {seed} | {shares} | {times} |")
    scores = [score + name for score in SCORES for name in ("", " (fresh)")]
    return "\n".join([*lines, "", *means(runs, scores), ""])


if __name__ == "__main__":
    main()
