"""The explorers' shared JavaScript without a browser: `node --test` on the module as it is shipped."""

from __future__ import annotations

import os

import pytest

from cnnkit import widgets
from cnnkit.widgets import ConvExplorer


@pytest.mark.parametrize("script", ["cells", "chart"])
def test_shared_parts(script, node):
    node(f"{script}.test.mjs", ConvExplorer)


def test_shared_and_own_files_make_one_module(tmp_path, node):
    shipped = [name for name in widgets.__all__ if hasattr(getattr(widgets, name), "module_source")]
    assert len(shipped) >= 18
    files = [tmp_path / f"{name}.mjs" for name in shipped]
    for name, file in zip(shipped, files, strict=True):
        file.write_text(getattr(widgets, name).module_source(), encoding="utf-8")
    node("modules.test.mjs", ConvExplorer, MODULES=os.pathsep.join(map(str, files)))
