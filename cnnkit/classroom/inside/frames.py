"""Frames on a pipe: the length of a JSON header, the header, and the raw bytes that it announces."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Sequence

__all__ = ["HEADER", "LARGEST", "BadReply", "control", "frame", "read_control", "take", "write_all"]

HEADER = 32_768  # bytes of a header that comes out of the sandbox
LARGEST = 64 << 20  # bytes that one exercise may send
LENGTH = struct.Struct("<I")
CONTROL = struct.Struct("<cI")


class BadReply(Exception):
    """What came is no frame that was agreed upon."""


def frame(header: dict, blocks: Sequence[bytes] = ()) -> bytes:
    """A header and the bytes that belong to it.

    Examples
    --------
    >>> frame({"call": 0}, [b"ab"])[4:]
    b'{"call": 0, "nbytes": 2}ab'
    """
    text = json.dumps({**header, "nbytes": sum(map(len, blocks))}).encode("ascii")
    return b"".join((LENGTH.pack(len(text)), text, *blocks))


def take(buffer: bytearray, longest: int = HEADER) -> tuple[dict, bytes] | None:
    """Cut the first whole frame off a buffer: (header, bytes), or None while it is not whole.

    Raises
    ------
    BadReply
        If it is none.

    Examples
    --------
    >>> buffer = bytearray(frame({"call": 0}, [b"ab"]) + b"rest")
    >>> take(buffer), bytes(buffer)
    (({'call': 0, 'nbytes': 2}, b'ab'), b'rest')
    """
    if len(buffer) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack_from(buffer)
    if length > longest:
        raise BadReply(f"a header of {length} bytes")
    start = LENGTH.size + length
    if len(buffer) < start:
        return None
    try:
        header = json.loads(bytes(buffer[LENGTH.size : start]))
    except (ValueError, RecursionError):
        raise BadReply("a header that is no JSON") from None
    size = header.get("nbytes") if type(header) is dict else None
    if type(size) is not int or not 0 <= size <= LARGEST:
        raise BadReply("a header without a size")
    if len(buffer) < start + size:
        return None
    payload = bytes(buffer[start : start + size])
    del buffer[: start + size]
    return header, payload


def control(kind: bytes, payload: bytes) -> bytes:
    """One message of the warden: b"h" hello, b"d" bytes of the runner as they came, b"e" the end of an exercise.

    Examples
    --------
    >>> control(b"d", b"ab")
    b'd\\x02\\x00\\x00\\x00ab'
    """
    return CONTROL.pack(kind, len(payload)) + payload


def read_control(buffer: bytearray) -> tuple[bytes, bytes] | None:
    """Cut the warden's first whole message off a buffer: (kind, payload), or None.

    Examples
    --------
    >>> read_control(bytearray(control(b"d", b"ab")))
    (b'd', b'ab')
    """
    if len(buffer) < CONTROL.size:
        return None
    kind, length = CONTROL.unpack_from(buffer)
    if len(buffer) < CONTROL.size + length:
        return None
    payload = bytes(buffer[CONTROL.size : CONTROL.size + length])
    del buffer[: CONTROL.size + length]
    return kind, payload


def write_all(file: int, data: bytes) -> None:
    """Write everything to a file descriptor."""
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]
