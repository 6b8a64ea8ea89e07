"""The static twins of lessons 01, 02, 03 and 05 in a page without a kernel."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from cnnkit.widgets import DescentExplorer, PoolExplorer, ScanExplorer, StackBuilder

pytestmark = pytest.mark.slow

EXPLORERS = [
    ScanExplorer,
    lambda: ScanExplorer(tab="gradient", example="digit", kernel_size=3),
    lambda: StackBuilder(example="lenet"),
    lambda: DescentExplorer(learning_rate=1.5),
    lambda: PoolExplorer(tab="backward", belief="P04"),
    lambda: PoolExplorer(example="camera", pooling="mean"),
]


@pytest.mark.parametrize("make", EXPLORERS)
def test_the_twin_stands_in_the_page_of_nbconvert(make):
    nbconvert, nbformat = pytest.importorskip("nbconvert"), pytest.importorskip("nbformat")
    data, metadata = make()._repr_mimebundle_()
    saved = {kind: value for kind, value in data.items() if "widget" not in kind}
    output = nbformat.v4.new_output("display_data", data=saved, metadata=metadata)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("explorer", outputs=[output])])
    html, _ = nbconvert.HTMLExporter().from_notebook_node(book)
    pictures = re.findall(r'src="data:image/png;base64,([^"]{5000,})"', html)
    assert len(pictures) == 1
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(pictures[0]))).convert("L"))
    assert picture.shape[1] >= 900
    assert picture.std() > 10  # more than an empty sheet
    # nothing is cut off: the rim of the sheet is white
    assert (
        min(picture[:2].min(), picture[-2:].min(), picture[:, :2].min(), picture[:, -2:].min())
        > 240
    )
