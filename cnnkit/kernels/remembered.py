"""What is worked out once and remembered, within a bound of bytes, such as the plans of scans."""

import threading
from functools import wraps

__all__ = ["remember"]

ENTRY = 2**10  # bytes that an entry takes beside its tables


def remember(limit):
    """Decorate a function that returns (value, bytes): the value is kept for the next call with these arguments.

    All values together take no more than `limit` bytes; the oldest make room, and what is larger is not kept.

    Examples
    --------
    >>> squares = remember(10_000)(lambda n: (n * n, 8))
    >>> squares(3)
    9
    """

    def decorate(make):
        kept, lock, total = {}, threading.Lock(), 0

        def add(key):
            nonlocal total
            value, size = make(*key)
            size += ENTRY
            if size > limit:
                return value
            with lock:
                total += size - kept.pop(key, (None, 0))[1]
                kept[key] = value, size
                while total > limit:
                    total -= kept.pop(next(iter(kept)))[1]
            return value

        @wraps(make)
        def find(*key):
            found = kept.get(key)
            return found[0] if found is not None else add(key)

        find.kept = kept
        return find

    return decorate
