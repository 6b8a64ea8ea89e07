"""Real images: embedded sets that need no network, photographs, loaders of the full sets; and images composed of them.

Every set comes as float32 maps (n, 1, H, W) between 0 and 1 with integer labels, boxes or joints.  Sources and licences
stand in `files/manifest.json` and in DATA_LICENSES.md.
"""

from cnnkit.data.embedded import CLOTHES, photo
from cnnkit.data.figures import BONES, JOINTS
from cnnkit.data.idx import DataError
from cnnkit.data.loading import compose, load
from cnnkit.data.scenes import KINDS

__all__ = ["BONES", "CLOTHES", "JOINTS", "KINDS", "DataError", "compose", "load", "photo"]
