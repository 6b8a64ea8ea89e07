"""Draw the README's picture of ConvExplorer: its static twin, which needs no browser.

    python tools/readme_picture.py
"""

from __future__ import annotations

import base64
from pathlib import Path

from cnnkit.widgets import ConvExplorer

PICTURE = Path(__file__).parent / "pictures" / "conv-explorer.png"


def draw() -> bytes:
    """The dY tab over the integers, with stride 2: PNG bytes."""
    explorer = ConvExplorer(tab="dY", image="remainder", kernel_size=3, stride=2)
    data, _ = explorer._repr_mimebundle_()
    return base64.b64decode(data["image/png"])


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes(draw())
