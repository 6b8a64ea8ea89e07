"""The two nets of lesson 10 beside PyTorch: `python -m tests.benchmarks.joints [--seeds 0,1,2] [--only "heat maps"]`.

The same first weights, figures in the same order and mirrored alike, the same Adam, all epochs of the nets that ship; PCK on the
test figures and on a fresh draw of others.  What is finished is kept in joints.json, of which joints.md is the table; a run that
was ended goes on after its last epoch.  A seed of both nets takes about eleven minutes.
"""

import numpy as np

from . import beside
from .training import pytorch

__all__ = ["KINDS", "main", "steps", "table", "task"]

FRESH, COUNT = 2027, 4000  # seed and number of figures that no choice was made by
KINDS = ("heat maps", "numbers")
THRESHOLDS = (0.05, 0.1)


def main():
    """Train every net with both libraries for every seed, and write the table."""
    beside.finished("joints", beside.options("joints", KINDS), trained, table)


def trained(threads, library, kind, seed, state):
    """PCK of one net and the seconds of its epochs."""
    torch = pytorch(threads)  # the same start for both
    from cnnkit.models import pose_nets

    if library == "shipped":
        return scored(lambda images: pose_nets.answers(pose_nets.trained(kind), images))
    if library == "turns":
        return beside.in_turns(steps(torch, kind))
    todo = task(kind, seed)
    side = beside.SIDES[library](torch, todo)
    return beside.learn(side, todo, state) | scored(lambda images: pose_nets.read(side.predict(images)))


def task(kind, seed, figures=None, epochs=0):
    """What `pose_nets.trainer` does with this seed, for both libraries; all figures and epochs if not told otherwise."""
    from cnnkit import data
    from cnnkit.models import pose_nets
    from cnnkit.training import cosine

    epochs = epochs or pose_nets.EPOCHS
    return beside.Task(
        pose_nets.NETS[kind](np.random.default_rng(seed)), figures or data.load("pose"), pose_nets.pose_divergence, criterion,
        lambda train, _done, rng: pose_nets.mirror(*train, rng.random(len(train[0])) < 0.5), epochs, pose_nets.BATCH,
        cosine(pose_nets.RATE, epochs), np.random.default_rng(seed),
    )  # fmt: skip


def criterion(torch):
    """`pose_nets.pose_divergence`, written with PyTorch."""
    from cnnkit.models.pose_nets import SIDE, SIGMA, STRIDE

    def loss(z, joints):
        if z.dim() == 4:
            centres = [torch.arange(n) + 0.5 for n in z.shape[2:]]
            down, along = (
                torch.exp(-(((c - joints[:, :, k, None] / STRIDE) / SIGMA) ** 2) / 2) for k, c in enumerate(centres)
            )
            target = down[..., :, None] * along[..., None, :]
        else:
            target = joints.flatten(1) / SIDE
        return ((z - target) ** 2).sum() / 2 / len(z)

    return loss


def steps(torch, kind):
    """A step on a batch of figures, ours and PyTorch's."""
    from cnnkit import data
    from cnnkit.models import pose_nets

    return beside.steps(torch, task(kind, 0, data.compose("pose", pose_nets.BATCH, np.random.default_rng(1))))


def scored(found):
    """PCK at the thresholds, on the test figures and on fresh ones."""
    from cnnkit import data
    from cnnkit.pose import pck

    told = {}
    fresh = data.compose("pose", COUNT, np.random.default_rng(FRESH), split="test")
    for name, (images, joints) in {"": data.load("pose", "test"), " (fresh)": fresh}.items():
        places = found(images)
        told |= {f"PCK@{t}{name}": round(float(pck(places, joints, images.shape[2], t)), 4) for t in THRESHOLDS}
    return told


def table(kept):
    """All finished runs as Markdown, and whether they are what they must be."""
    scores = [f"PCK@{t}{name}" for t in reversed(THRESHOLDS) for name in ("", " (fresh)")]
    lines = [
        "# Joints: heat maps and numbers, beside PyTorch", "",
        f"One thread. PCK on the 1,000 test figures, and on {COUNT:,} fresh ones before the same grounds, which no choice was made by; "
        f"median seconds of an epoch, of the processor and of the clock. Wanted: PCK@0.1 within {beside.NEAR} of PyTorch's, at most {beside.SHARE} of "
        "its time for an epoch.", "",
        "| net | library | seed | PCK@0.1 | fresh | PCK@0.05 | fresh | epochs | processor s an epoch | clock |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    told = []
    for kind, libraries in kept.items():
        for library, seeds in libraries.items():
            if library == "turns":
                continue
            for seed, run in sorted(seeds.items()):
                shares = " | ".join(f"{run[score]:.3f}" for score in scores)
                times = f"{run['epochs']} | {run['processor']:.2f} | {run['wall']:.2f}" if "epochs" in run else "| |"
                lines.append(f"| {kind} | {library} | {seed} | {shares} | {times} |")
        told += [f"- {kind}: {line}" for line in beside.means(libraries, scores[:2])]
    return "\n".join([*lines, "", *told, ""])


if __name__ == "__main__":
    main()
