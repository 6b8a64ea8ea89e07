"""The explorers' JavaScript without a browser: `node --test` on the module as it is shipped."""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cnnkit.widgets import ConvExplorer

SCRIPTS = Path(__file__).parent / "javascript"
SCENES = {
    "forward": {"image": "remainder", "stride": 2, "padding": 1},
    "forward-dilated": {"image": "integers", "dilation": 2, "padding": 2},
    "forward-two-maps": {"image": "two maps"},
    "scatter": {"tab": "dY", "image": "remainder", "stride": 2},
    "scatter-two-maps": {"tab": "dY", "image": "two maps", "padding": 1},
    "gather": {"tab": "dY", "form": "gather", "image": "integers", "stride": 2, "padding": 1},
    "gather-dilated": {"tab": "dY", "form": "gather", "image": "remainder", "dilation": 2},
    "gather-two-maps": {"tab": "dY", "form": "gather", "image": "two maps", "map": 1},
    "weights": {"tab": "dW", "image": "integers", "padding": 1},
    "weights-two-maps": {"tab": "dW", "image": "two maps", "map": 1, "filter_number": 1},
}


@pytest.fixture
def node():
    """The path of node, or a skip that says why."""
    found = shutil.which("node")
    if not found:
        pytest.skip("no node on this machine (Debian: apt-get install nodejs)")
    return found


def plain_links(size, kernel_size, stride, padding, dilation, output):
    """Every link [i, j, padded row, padded column, p, q], by the definition of a scan."""
    rows = [(i, i * stride + p * dilation, p) for i in range(output[0]) for p in range(kernel_size)]
    columns = [
        (j, j * stride + q * dilation, q) for j in range(output[1]) for q in range(kernel_size)
    ]
    assert max(r for _, r, _ in rows) < size[0] + 2 * padding
    return [[i, j, r, c, p, q] for (i, r, p), (j, c, q) in itertools.product(rows, columns)]


def run(node, script: str, tmp_path: Path, **environment) -> None:
    module = tmp_path / "explorer.mjs"
    module.write_text(ConvExplorer.module_source(), encoding="utf-8")
    done = subprocess.run(
        [node, "--test", str(SCRIPTS / script)],
        env=os.environ | {"MODULE": str(module)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "# fail 0" in done.stdout
    assert "# pass 0" not in done.stdout


def test_cells(node, tmp_path):
    run(node, "cells.test.mjs", tmp_path)


def test_links_and_sentences_of_conv(node, tmp_path):
    scenes = tmp_path / "scenes"
    scenes.mkdir()
    for name, settings in SCENES.items():
        explorer = ConvExplorer(**settings)
        size, output = explorer.y.shape[1:], explorer._scan().z.shape[1:]
        told = {
            "scene": explorer._scene,
            "header": explorer._header,
            "payload": base64.b64encode(explorer._payload).decode(),
            "output": output,
            "padded": [n + 2 * explorer.padding for n in size],
            "links": plain_links(
                size,
                explorer.kernel_size,
                explorer.stride,
                explorer.padding,
                explorer.dilation,
                output,
            ),
        }
        (scenes / name).write_text(json.dumps(told))
    run(node, "conv.test.mjs", tmp_path, SCENES=str(scenes))
