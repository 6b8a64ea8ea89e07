"""The compiled loops, kept in a cache of their own: see `cache.py`."""

from .cache import all_kept, cache_folder, cache_problem, kept_by_us, sources_hash

__all__ = [
    "all_kept",
    "bilinear",
    "cache_folder",
    "cache_problem",
    "cells",
    "launch",
    "max_pooling",
    "mean_pooling",
    "normalize",
    "sharing",
    "sources_hash",
    "updates",
]

with kept_by_us():
    from . import bilinear, cells, launch, max_pooling, mean_pooling, normalize, sharing, updates
