"""The compiled loops, kept in a cache of their own: see `cache.py`."""

from .cache import all_kept, cache_folder, cache_problem, kept_by_us, sources_hash

__all__ = [
    "all_kept",
    "cache_folder",
    "cache_problem",
    "cells",
    "launch",
    "normalize",
    "pooling",
    "sharing",
    "sources_hash",
    "updates",
]

with kept_by_us():
    from . import cells, launch, normalize, pooling, sharing, updates
