"""Runs a kernel over a range of work: alone for little work, shared among threads for more."""

from . import launch

__all__ = ["share"]


def share(alone, shared, work, units, *arguments):
    """Do units 0 to `units` of a kernel, which moves `work` numbers in all; `shared` is its twin for several threads."""
    threads = launch.threads_for(work, units)
    if threads == 1:
        alone(*arguments, 0, units)
        return
    with launch.together:
        shared(*arguments, units, threads)
