"""Train the two nets that find joints, whose weights ship with the package, and say what they do on figures never seen.

    python tools/train_pose_nets.py ["heat maps" | "numbers"] [SEED] [FOLDER]

Writes `heatmap_net.npz` or `joint_net.npz` in half precision, both if no net is named.  Scores are those of the file that
was written, on `data.load("pose", "test")`; the ground of no test figure is seen in training.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from train_nets import told

from cnnkit import data
from cnnkit.models import pose_nets
from cnnkit.pose import pck
from cnnkit.training import load_weights, save_weights


def train(kind: str, seed: int, folder: Path) -> None:
    """Train, write, read back, and score."""
    net, file = pose_nets.NETS[kind](np.random.default_rng(seed)), folder / pose_nets.weights_file(kind).name
    figures, (images, joints) = data.load("pose"), data.load("pose", "test")
    start, before = time.perf_counter(), time.process_time()
    pose_nets.trainer(net, figures, seed, on_epoch=told).run()
    spent, cpu = time.perf_counter() - start, time.process_time() - before
    folder.mkdir(parents=True, exist_ok=True)
    save_weights(file, net)
    load_weights(file, net)
    found = pose_nets.answers(net, images)
    scores = ", ".join(f"PCK@{t} {pck(found, joints, images.shape[2], t):.3f}" for t in (0.05, 0.1, 0.2))
    print(f"{kind}, seed {seed}: {spent:.0f} s ({cpu:.0f} s of processors), {file.stat().st_size // 1000} kB; {scores}")


if __name__ == "__main__":
    wanted = sys.argv[1:2] or list(pose_nets.NETS)
    for each in wanted:
        train(each, int(sys.argv[2]) if len(sys.argv) > 2 else 0, Path(sys.argv[3]) if len(sys.argv) > 3 else pose_nets.WEIGHTS)
