"""The compiled loops.

Numba stamps what it keeps on disk with the time of the kernel's own file only, so an edited helper in
another file would go on giving the old answers.  Here the folder of compiled code is named after the
contents of all kernel sources: change any of them and everything is compiled anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path

import numba

__all__ = ["cells", "launch", "normalize", "pooling", "sharing", "updates"]


def sources_hash() -> str:
    """Name of the present state of all kernel sources: 12 hexadecimal digits.

    Examples
    --------
    >>> len(sources_hash())
    12
    """
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def cache_folder() -> Path:
    """Folder that keeps the compiled kernels of these sources; made if it can be.

    Examples
    --------
    >>> cache_folder().name == sources_hash()
    True
    """
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")
    elif sys.platform == "darwin":
        home = Path.home() / "Library/Caches"
    else:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    base = os.environ.get("NUMBA_CACHE_DIR") or Path(home) / "cnnkit"
    last_resort = Path(tempfile.gettempdir()) / "cnnkit"
    for folder in (Path(base) / sources_hash(), last_resort / sources_hash()):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
        except OSError:
            continue
    return folder


_before = numba.config.CACHE_DIR
numba.config.CACHE_DIR = str(cache_folder())
try:
    from . import cells, launch, normalize, pooling, sharing, updates
finally:
    numba.config.CACHE_DIR = _before
