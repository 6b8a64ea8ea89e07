"""`load`, which hands out all sets alike: those that ship, those composed of them, and the full ones."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cnnkit.data.embedded import CLOTHES, EMBEDDED, load_embedded
from cnnkit.data.full import FULL_SETS, load_full
from cnnkit.data.scenes import COUNTS, compose_scenes, cut_clothes

__all__ = ["load"]

SPLITS = ("train", "test")
COMPOSED = ("boxes",)
SEEDS = {("boxes", "train"): 901, ("boxes", "test"): 902}
def load(name: str, split: str = "train") -> tuple[np.ndarray, np.ndarray]:
    if split not in SPLITS:
        raise ValueError(f"split is {split!r}; it must be 'train' or 'test'")
    if name in COMPOSED:
        images, labels = _composed(name, split)
        return images[:, None].astype(np.float32) / 255, tuple(each.copy() for each in labels)
    if name in EMBEDDED:
        images, labels, top = load_embedded(name, split)
    elif name in FULL_SETS:
        (images, labels), top = load_full(name, split), 255
    else:
        names = ", ".join((*EMBEDDED, *COMPOSED, *FULL_SETS))
        raise ValueError(f"there is no set {name!r}; choose one of {names}")
    scaled = images.astype(np.float32)
    scaled /= top
    return scaled, labels.astype(np.int64)
@lru_cache
def _composed(name,split):
    images,labels=load("fashion28-small",split)
    clothes=cut_clothes(images[:,0],np.array(CLOTHES)[labels])
    rng=np.random.default_rng(SEEDS[name,split])
    im,lab,box=compose_scenes(clothes,COUNTS[split],split,rng)
    return im,(lab,box)
