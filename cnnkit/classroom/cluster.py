"""Past one machine: the workers of a dask.distributed cluster that is there already."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from cnnkit.classroom.asking import Order
from cnnkit.classroom.canary import try_out

__all__ = ["ClusterError", "cluster"]

PATIENCE = 30  # seconds until the scheduler answers


class ClusterError(Exception):
    """The cluster cannot be used; the message says what to do."""


@contextmanager
def cluster(address: str, order: Order) -> Iterator[Executor]:
    """The cluster's workers as an executor, after the canary has been tried on each.

    Only submissions, the order and results travel.  Whoever reaches a scheduler can run programs on its workers:
    keep it in a network of its own, or use TLS.

    Raises
    ------
    ClusterError
        If there is no cluster, or a worker cannot grade.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError('The package distributed is missing; pip install "cnnkit[cluster]".') from None
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(f"There is no scheduler at {address}: {error}") from None
    with client:
        try:
            problems = client.run(try_out, order)
        except Exception as error:  # of a worker without this package, for example
            raise ClusterError(f"A worker cannot grade: {error}. Install the same cnnkit there.") from None
        if not problems:
            raise ClusterError(f"The scheduler at {address} has no workers.")
        for worker, problem in problems.items():
            if problem:
                raise ClusterError(f"{worker}: {problem}")
        try:
            with client.get_executor() as executor:
                yield executor
        except Exception as error:
            if not type(error).__module__.startswith("distributed"):
                raise
            raise ClusterError(f"The cluster has gone ({error}). What is done is kept; start again to go on.") from None
