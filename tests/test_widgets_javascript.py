"""The explorers' shared JavaScript without a browser: `node --test` on the module as it is shipped."""

from __future__ import annotations

import pytest

from cnnkit import widgets
from cnnkit.widgets import ConvExplorer


@pytest.mark.parametrize("script", ["cells", "chart"])
def test_shared_parts(script, node):
    node(f"{script}.test.mjs", ConvExplorer)


@pytest.mark.parametrize("name", widgets.__all__)
def test_shared_and_own_files_make_one_module(name, node):
    explorer = getattr(widgets, name)
    if not hasattr(explorer, "module_source"):
        pytest.skip("a single file")
    node(None, explorer)  # it cannot be read where two files name one thing alike
