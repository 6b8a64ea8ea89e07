"""What one cell lights up in the explorers of lessons 01, 02, 03 and 05, under `node --test`."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cnnkit.widgets import DescentExplorer, PoolExplorer, ScanExplorer, StackBuilder

SCRIPTS = Path(__file__).parent / "javascript"


@pytest.fixture
def node(tmp_path):
    """Run one script on the module of an explorer; a skip that says why where there is no node."""
    found = shutil.which("node")
    if not found:
        pytest.skip("no node on this machine (Debian: apt-get install nodejs)")

    def run(script: str, explorer_class, **environment):
        module = tmp_path / "explorer.mjs"
        module.write_text(explorer_class.module_source(), encoding="utf-8")
        done = subprocess.run(
            [found, "--test", str(SCRIPTS / script)],
            env=os.environ | {"MODULE": str(module)} | environment,
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
        assert "# fail 0" in done.stdout
        assert "# pass 0" not in done.stdout

    return run


def lights(tmp_path, node, scenes: dict) -> None:
    """Write scenes, {name: (explorer, expected lights)}, and walk all their cells."""
    folder = tmp_path / "scenes"
    folder.mkdir()
    for name, (explorer, expected) in scenes.items():
        told = {
            "scene": explorer._scene,
            "header": explorer._header,
            "payload": base64.b64encode(explorer._payload).decode(),
            "expected": [
                {"at": dict(zip(("grid", "row", "column"), at)), "grid": grid, "role": role,
                 "cells": [[int(r), int(c)] for r, c in cells], "says": says}
                for at, grid, role, cells, says in expected
            ],
        }  # fmt: skip
        (folder / name).write_text(json.dumps(told))
    node("lights.test.mjs", type(explorer), SCENES=str(folder))


def block(row, column, tall, wide) -> list:
    return [(row + p, column + q) for p, q in np.ndindex(tall, wide)]


def test_pool(tmp_path, node):
    ties = [
        (("u", 0, 1), "y", "reads", block(0, 1, 2, 2), "3 cells tie"),
        (("u", 0, 1), "y", "weight", [(0, 1)], "= 3, at Y(0, 1): P = 1"),
        (("p", 0, 1), "y", "weight", [(0, 1)], "first in row order"),
        (("y", 1, 2), "u", "", block(0, 1, 2, 2), "read by 4 windows and wins 2"),
        (("y", 1, 2), "u", "weight", [(1, 1), (1, 2)], "ties in 2 windows"),
    ]
    routed = [
        (("dy", 1, 2), "du", "reads", [(1, 1), (1, 2)], "dY(1, 2) = 5 + 6 = 11"),
        (("dy", 1, 2), "dy", "here", [(1, 2)], "only the last, 6, would stay: 5 lost"),
        (("du", 1, 1), "dy", "weight", [(1, 2)], "dY(1, 2) += 5"),
        (("dy", 0, 0), "du", "reads", [], "never the winner"),
    ]
    shared = [
        (("dy", 1, 2), "du", "reads", block(0, 1, 2, 2), "= (2 + 3 + 5 + 6) / 4 = 4"),
        (("du", 1, 1), "dy", "weight", block(1, 1, 2, 2), "5 / 4 = 1.25"),
    ]
    gaps = [(("dy", 2, 0), "du", "reads", [], "No window reads this cell")]
    believed = [(("belief", 1, 2), "du", "reads", [(1, 1), (1, 2)], "6 instead of 11")]
    wrong = PoolExplorer(max_pool=lambda y, k, s: (np.zeros((1, 1, 3, 3)), np.zeros((1, 1, 3, 3))))
    lights(tmp_path, node, {
        "forward": (PoolExplorer(), ties),
        "backward": (PoolExplorer(tab="backward"), routed),
        "mean forward": (PoolExplorer(pooling="mean"), []),
        "mean backward": (PoolExplorer(pooling="mean", tab="backward"), shared),
        "gaps": (PoolExplorer(tab="backward", kernel_size=1, stride=3), gaps),
        "believed": (PoolExplorer(tab="backward", belief="P04"), believed),
        "yours": (wrong, [(("u", 0, 1), "u", "here", [(0, 1)], "The package has 3, yours is 0")]),
        "peak": (PoolExplorer(example="peak", tab="backward"), [
            (("dy", 2, 2), "du", "reads", block(0, 0, 3, 3), "= 9"),
        ]),
        "camera": (PoolExplorer(example="camera", tab="backward"), []),
    })  # fmt: skip


def test_scan(tmp_path, node):
    copies = [(i * 3 + j, i * 4 + j + 1) for i, j in np.ndindex(3, 3)]
    others = [copy for copy in copies if copy != (4, 6)]
    forward = [
        (("w0", 0, 1), "a", "weight", copies, "stands 9 times in A"),
        (("w0", 0, 1), "y", "reads", block(0, 1, 3, 3), ""),
        (("a", 4, 6), "a", "weight", others, "Row 4 is position (1, 1), column 6 is Y(1, 2)"),
        (("a", 4, 6), "w0", "weight", [(0, 1)], "A(4, 6) = w(0, 1) = −1"),
        (("a", 4, 6), "y", "reads", [(1, 2)], "one of 9 copies"),
        (("a", 4, 6), "z00", "reads", [(1, 1)], ""),
        (("a", 0, 15), "w0", "weight", [], "the entry is 0 and no weight"),
        (("z00", 1, 1), "y", "reads", block(1, 1, 2, 2), "row 4 of A"),
        (("z00", 1, 1), "a", "weight", [(4, 5), (4, 6), (4, 9), (4, 10)],
         "z(1, 1) = 1 + 1·1 + (−1)·3 + 2·0 + 0·1 = −1"),
        (("y", 1, 2), "a", "weight", [(1, 6), (2, 6), (4, 6), (5, 6)], "column 6 of A"),
    ]  # fmt: skip
    gradient = [
        (("dw0", 0, 1), "g", "weight", copies, "sum over them"),
        (("dz", 1, 1), "g", "weight", [(4, 5), (4, 6), (4, 9), (4, 10)], "row 4 of dA"),
        (("g", 4, 6), "dw0", "weight", [(0, 1)], "dA(4, 6) = (−1)·3 = −3"),
        (("g", 0, 15), "dw0", "weight", [], "belongs to no weight"),
    ]
    deep = [
        (("z20", 1, 1), "z10", "reads", [(1, 1)], "2·2 + (−1)·4 = 0"),
        (("z20", 1, 1), "z02", "reads", [(1, 1)], ""),
        (("z20", 1, 1), "y", "reads", block(1, 1, 2, 2), "Choose layer 3, unit 0"),
        (("w2", 0, 0), "a", "weight", [(k, 18 + k) for k in range(9)], "9 times"),
    ]
    lights(tmp_path, node, {
        "forward": (ScanExplorer(), forward),
        "gradient": (ScanExplorer(tab="gradient"), gradient),
        "deep": (ScanExplorer(network="3-2-1", layer=2), deep),
        "deep gradient": (ScanExplorer(network="3-2-1", layer=2, unit=1, tab="gradient"), []),
        "lopsided": (ScanExplorer(example="lopsided", kernel_size=3), []),
        "digit": (ScanExplorer(example="digit", kernel_size=3), []),
    })  # fmt: skip


def test_stack(tmp_path, node):
    small = StackBuilder()
    lights(tmp_path, node, {
        "small": (small, [
            (("m3", 1, 1), "m0", "reads", block(1, 1, 7, 7), "49 of 64 pixels"),
            (("m3", 1, 1), "m2", "reads", block(1, 1, 3, 3), "parameters = 8·4·3·3 + 8 = 296"),
            (("m3", 1, 1), "m1", "reads", block(2, 2, 6, 6), "8 × 8 receptive field"),
            (("m4", 0, 3), "m3", "reads", block(0, 0, 2, 2), "Unit 3 of layer 4"),
            (("m0", 0, 0), "m1", "reads", block(0, 0, 2, 2), "reaches 4 units"),
            (("m0", 0, 0), "m2", "reads", [(0, 0)], ""),
        ]),
        "gaps": (StackBuilder(example="gaps"), [
            (("m0", 1, 1), "m1", "reads", [], "never read by layer 1"),
            (("m1", 1, 2), "m0", "reads", [(2, 4)], "row 2, column 4"),
        ]),
        "lenet": (StackBuilder(example="lenet"), [
            (("m4", 2, 2), "m0", "reads", block(6, 6, 16, 16), "Neighbours read 4 further"),
            (("m2", 0, 0), "m0", "reads", block(0, 0, 4, 4), "lies in the padding"),
        ]),
        "left over": (StackBuilder(example="left over"), []),
        "empty": (StackBuilder(layers=[]), [(("m0", 0, 0), "m0", "here", [(0, 0)], "Add a layer")]),
    })  # fmt: skip


def test_descent(node):
    node("descent.test.mjs", DescentExplorer)
