"""Train the nets whose weights ship with the package, and say what they do on images that they never saw.

    python tools/train_nets.py [FOLDER] [SEED]

Writes `box_net.npz` in half precision.  Scores are those of the file that was written, on `data.load("boxes", "test")`:
no test image, no piece of clothing in one and no ground of one is seen in training.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from cnnkit import data
from cnnkit.models import detector
from cnnkit.training import Trainer, load_weights, save_weights


def told(run: Trainer) -> None:
    """One line for each epoch."""
    history = run.history
    print(f"epoch {len(history.losses):2}  loss {history.losses[-1]:.4f}  {sum(history.seconds):5.0f} s", flush=True)


def main(folder: Path, seed: int) -> None:
    """Train, write, read back, and score."""
    net, start = detector.box_net(np.random.default_rng(seed)), time.perf_counter()
    detector.trainer(net, data.load("boxes"), seed, on_epoch=told).run()
    spent, cpu = time.perf_counter() - start, time.process_time()
    save_weights(folder / detector.WEIGHTS.name, net)
    load_weights(folder / detector.WEIGHTS.name, net)
    right, overlaps = detector.scores(net, data.load("boxes", "test"))
    print(f"{spent:.0f} s ({cpu:.0f} s of processors): class accuracy {right:.3f}, mean IoU {overlaps.mean():.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else detector.WEIGHTS.parent, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
