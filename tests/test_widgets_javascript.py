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


@pytest.mark.parametrize("name", widgets.__all__)
def test_shared_and_own_files_make_one_module(name, tmp_path):
    found, explorer = shutil.which("node"), getattr(widgets, name)
    if not found:
        pytest.skip("no node on this machine (Debian: apt-get install nodejs)")
    if not hasattr(explorer, "module_source"):
        pytest.skip("a single file")
    module = tmp_path / "explorer.mjs"
    module.write_text(explorer.module_source(), encoding="utf-8")
    done = subprocess.run([found, "--check", str(module)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr  # two files that name one thing alike
