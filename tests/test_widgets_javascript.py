"""The explorers' shared JavaScript without a browser: `node --test` on the module as it is shipped."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from cnnkit import widgets
from cnnkit.widgets import ConvExplorer


@pytest.mark.parametrize("script", ["cells", "chart"])
def test_shared_parts(script, node):
    node(f"{script}.test.mjs", ConvExplorer)


# one node for all: two files of a module that name one thing alike fail to load, as in the browser
LOAD = """import { pathToFileURL } from "node:url";
for (const file of process.argv.slice(1))
  try { const module = await import(pathToFileURL(file)); if (!module.default) console.log(file, "exports nothing") }
  catch (error) { console.log(file, error.name, error.message) }
console.log("loaded", process.argv.length - 1)"""


def test_shared_and_own_files_make_one_module(tmp_path):
    found = shutil.which("node")
    if not found:
        pytest.skip("no node on this machine (Debian: apt-get install nodejs)")
    shipped = [name for name in widgets.__all__ if hasattr(getattr(widgets, name), "module_source")]
    assert len(shipped) >= 18
    for name in shipped:
        (tmp_path / f"{name}.mjs").write_text(getattr(widgets, name).module_source(), encoding="utf-8")
    files = [str(tmp_path / f"{name}.mjs") for name in shipped]
    done = subprocess.run([found, "--input-type=module", "-e", LOAD, *files], capture_output=True, text=True)
    assert done.stdout == f"loaded {len(files)}\n", done.stdout + done.stderr
