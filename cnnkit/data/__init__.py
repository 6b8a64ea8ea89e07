"""Real images: embedded sets that need no network, photographs, and loaders of the full sets.

Every set comes as float32 maps (n, 1, H, W) between 0 and 1 with integer labels.  Sources and licences
stand in `files/manifest.json` and in DATA_LICENSES.md.
"""

from cnnkit.data.embedded import CLOTHES, photo
from cnnkit.data.loading import load
from cnnkit.data.idx import DataError

__all__ = ["CLOTHES", "DataError", "load", "photo"]
