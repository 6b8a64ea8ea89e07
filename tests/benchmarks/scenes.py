"""The net with two heads of lesson 09 beside PyTorch: `python -m tests.benchmarks.scenes [--seeds 0,1,2] [--library ours]`.

The same first weights, scenes in the same order, composed anew and mirrored alike, the same Adam, all epochs of the net that
ships; class accuracy and mean IoU on the test scenes and on a fresh draw of others.  What is finished is kept in scenes.json, of
which scenes.md is the table; a run that was ended goes on after its last epoch.  A seed takes about twelve minutes.
"""

import numpy as np

from . import beside
from .training import pytorch

__all__ = ["main", "steps", "table", "task"]

FRESH, COUNT = 2027, 4000  # seed and number of scenes that no choice was made by
SCORES = ("accuracy", "IoU")
KIND = "box net"


def main():
    """Train both for every seed, and write the table."""
    beside.finished("scenes", beside.options("scenes", [KIND]), trained, table)


def trained(threads, library, _kind, seed, state):
    """Scores of a net and the seconds of its epochs."""
    torch = pytorch(threads)  # the same start for both
    from cnnkit.models import detector

    if library == "shipped":
        return scored(lambda images: detector.answers(detector.trained(), images))
    if library == "turns":
        return beside.in_turns(steps(torch))
    todo = task(seed)
    side = beside.SIDES[library](torch, todo)

    def said(images):
        z = side.predict(images)
        return z[:, :-4].argmax(axis=1), z[:, -4:] * detector.SIDE

    return beside.learn(side, todo, state) | scored(said)


def task(seed, scenes=None, epochs=0):
    """What `detector.trainer` does with this seed, for both libraries; all scenes and epochs if not told otherwise."""
    from cnnkit import data
    from cnnkit.models import detector
    from cnnkit.training import cosine

    images, (labels, boxes) = scenes or data.load("boxes")
    epochs = epochs or detector.EPOCHS
    return beside.Task(
        detector.box_net(np.random.default_rng(seed)), (images, labels, boxes), detector.detection(), criterion,
        lambda train, done, rng: detector.renew(*train, done, rng), epochs, detector.BATCH,
        cosine(detector.RATE, epochs), np.random.default_rng(seed),
    )  # fmt: skip


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

    return beside.steps(torch, task(0, data.compose("boxes", detector.BATCH, np.random.default_rng(1))))


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
        f"choice was made by; median seconds of an epoch, of the processor and of the clock. Wanted: scores within {beside.NEAR} of PyTorch's, "
        f"at most {beside.SHARE} of its time for an epoch.", "",
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
    return "\n".join([*lines, "", *beside.means(runs, scores), ""])


if __name__ == "__main__":
    main()
