"""ResNet-20 on all clothes: `python -m tests.benchmarks.resnet20 [--seeds 0] [--library ours]`.

A seed takes about half an hour on one thread.  After every epoch its accuracy is printed and its state is kept in a
checkpoint, from which a run that was ended goes on; finished curves are kept in resnet20.json, resnet20.md is their table.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np

from .training import apart, pytorch

__all__ = ["main", "table"]

FOLDER = Path(__file__).parent
CHECKPOINTS = Path(tempfile.gettempdir()) / "cnnkit-resnet20"
DEPTH, WIDTH, EPOCHS, BATCH = 20, 16, 8, 128
RATE, WARMUP, MOMENTUM, DECAY = 0.1, 1.0, 0.9, 5e-4  # set before any run, none is chosen by the test images
MUST, NEAR = 0.925, 0.5  # of the test images; points between the means of both libraries


def main():
    """Train every seed in a process of its own with one thread."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.resnet20")
    options.add_argument("--seeds", default="0,1,2")
    options.add_argument("--library", default="ours,torch")
    options.add_argument("--folder", type=Path, default=CHECKPOINTS, help="where the checkpoints are kept")
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    kept_in = FOLDER / "resnet20.json"
    for seed in chosen.seeds.split(","):
        for library in chosen.library.split(","):
            curve = apart(1, {"ours": ours, "torch": theirs}[library], int(seed), chosen.folder)
            kept = json.loads(kept_in.read_text()) if kept_in.exists() else {}
            kept.setdefault(library, {})[seed] = curve
            kept_in.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
            (FOLDER / "resnet20.md").write_text(table(kept))
            print(table(kept), flush=True)


def flipped(images, rng):
    """A copy in which every second image on average is mirrored left–right."""
    images = images.copy()
    mirrored = rng.random(len(images)) < 0.5
    images[mirrored] = images[mirrored][..., ::-1]
    return images


def ours(threads, seed, folder):
    """Accuracy on the test images after each epoch; goes on from a checkpoint."""
    pytorch(threads)  # the same start as the other library's
    from cnnkit import data, models
    from cnnkit.training import SGD, Trainer, accuracy, cosine, load_checkpoint, save_checkpoint

    (images, labels), test = data.load("fashion28"), data.load("fashion28", "test")
    net, rng = models.resnet(np.random.default_rng(seed), DEPTH, width=WIDTH), np.random.default_rng(100 + seed)
    optimiser, schedule = SGD(net, momentum=MOMENTUM, weight_decay=DECAY), cosine(RATE, EPOCHS, warmup=WARMUP)
    state, told = folder / f"{seed}.npz", folder / f"{seed}.json"
    curve = json.loads(told.read_text()) if told.exists() else []
    if curve:
        load_checkpoint(state, net, optimiser=optimiser, rng=rng)
    for epoch in range(len(curve), EPOCHS):
        trainer = Trainer(
            net, flipped(images, rng), labels, epochs=1, batch_size=BATCH, rng=rng, optimiser=optimiser,
            learning_rate=lambda done, epoch=epoch: schedule(epoch + done),
        )  # fmt: skip
        history = trainer.run()
        curve.append(accuracy(net, *test))
        # state first: a run that ends between the two repeats an epoch instead of skipping one
        save_checkpoint(state, net, optimiser=optimiser, rng=rng)
        told.write_text(json.dumps(curve))
        print(
            f"seed {seed}, epoch {epoch + 1}: loss {history.losses[-1]:.4f}, training images {history.accuracies[-1]:.2%}, "
            f"test images {curve[-1]:.2%}, {history.seconds[-1]:.0f} s", flush=True,
        )  # fmt: skip
    return curve


def theirs(threads, seed, folder):
    """The same in PyTorch, from the same weights, on the same images in the same order; goes on from a checkpoint, too."""
    torch = pytorch(threads)
    from cnnkit import data, models
    from cnnkit.training import cosine

    from .torch_net import Twin

    (images, labels), test = data.load("fashion28"), data.load("fashion28", "test")
    net, rng = models.resnet(np.random.default_rng(seed), DEPTH, width=WIDTH), np.random.default_rng(100 + seed)
    twin, schedule, curve = Twin(torch, net, RATE, MOMENTUM), cosine(RATE, EPOCHS, warmup=WARMUP), []
    twin.optimiser.param_groups[0]["weight_decay"] = DECAY
    test, steps = [torch.from_numpy(each) for each in test], -(-len(images) // BATCH)
    state = folder / f"torch {seed}.pt"
    if state.exists():
        curve, weights, velocities, rng.bit_generator.state = torch.load(state, weights_only=False)
        twin.module.load_state_dict(weights)
        twin.optimiser.load_state_dict(velocities)
    for epoch in range(len(curve), EPOCHS):
        batch = torch.from_numpy(flipped(images, rng)), torch.from_numpy(labels)
        twin.epoch(*batch, BATCH, rng, lambda step, epoch=epoch: schedule(epoch + step / steps))
        curve.append(twin.accuracy(*test))
        new = state.with_suffix(".new")  # one file, put in place whole: a run that ends meanwhile goes on from the old one
        torch.save([curve, twin.module.state_dict(), twin.optimiser.state_dict(), rng.bit_generator.state], new)
        new.replace(state)
        print(f"PyTorch, seed {seed}, epoch {epoch + 1}: test images {curve[-1]:.2%}", flush=True)
    return curve


def table(kept):
    """Accuracies of all finished seeds as Markdown, and whether they are what they must be."""
    lines = [
        "# ResNet-20 on all clothes",
        "",
        f"60,000 images of Fashion-MNIST, half of them mirrored left–right in every epoch; {WIDTH}, {2 * WIDTH} and {4 * WIDTH} maps; "
        f"batches of {BATCH}, momentum {MOMENTUM}, weight decay {DECAY:g}, learning rate up to {RATE} in the first epoch and along a "
        f"cosine to 0; share of the 10,000 test images that is named right after each of {EPOCHS} epochs.",
        "",
        "| library | seed | " + " | ".join(f"{epoch}" for epoch in range(1, EPOCHS + 1)) + " |",
        "| --- | ---: |" + " ---: |" * EPOCHS,
    ]
    ends = {}
    for library, curves in sorted(kept.items()):
        for seed, curve in sorted(curves.items()):
            lines.append(f"| {library} | {seed} | " + " | ".join(f"{share:.2%}" for share in curve) + " |")
            ends.setdefault(library, []).append(curve[-1])
    lines.append("")
    if reached := ends.get("ours"):
        lines.append(f"Must: {MUST:.1%} in each seed (lowest of {len(reached)}: {min(reached):.2%}, {'reached' if min(reached) >= MUST else 'missed'}).")
    if len(ends) == 2:
        by = 100 * abs(float(np.mean(ends["ours"]) - np.mean(ends["torch"])))
        lines.append(f"Must: means no more than {NEAR} points apart ({by:.2f}: {'reached' if by <= NEAR else 'missed'}).")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
