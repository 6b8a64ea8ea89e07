"""The IDX files of MNIST and Fashion-MNIST: a few bytes of header, then the numbers."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import numpy as np

__all__ = ["DataError", "read_file", "read_idx", "unpacked"]

UNSIGNED_BYTES = 0x08


class DataError(RuntimeError):
    """Data that is missing, incomplete or altered: what is wrong with which file, and what to do."""


def read_idx(raw: bytes, name: str = "the file") -> np.ndarray:
    """Read an IDX file of unsigned bytes, packed with gzip or not.

    Bytes 0 and 1 are 0, byte 2 names the type, byte 3 the number of axes; then comes the length of each
    axis (4 bytes, most significant first), then the numbers, last axis fastest.

    Parameters
    ----------
    raw : bytes
    name : str
        What to call the file when something is wrong with it.

    Returns
    -------
    array of uint8

    Raises
    ------
    DataError
        If the bytes are not a whole IDX file.
    TypeError
        If `raw` is no bytes.

    Examples
    --------
    >>> read_idx(bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]))
    array([7, 9], dtype=uint8)
    """
    if not isinstance(raw, bytes | bytearray | memoryview):
        raise TypeError(f"raw is {raw!r:.40}; the bytes of a file are needed, as from open(path, 'rb').read()")
    raw = unpacked(bytes(raw), name)
    if len(raw) < 4 or raw[:2] != b"\0\0" or raw[2] != UNSIGNED_BYTES or not raw[3]:
        raise DataError(f"{name} is not an IDX file of bytes; fetch it again")
    start = 4 + 4 * raw[3]
    shape = np.frombuffer(raw[4:start][: 4 * ((len(raw) - 4) // 4)], ">u4").tolist()
    needed = start + int(np.prod(shape, dtype=object))
    if len(shape) < raw[3] or len(raw) < needed:
        raise DataError(f"{name} is cut off after {len(raw):,} bytes; fetch it again")
    if len(raw) > needed:
        raise DataError(f"{name} has {len(raw) - needed:,} bytes too many; fetch it again")
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape)


def read_file(path: Path) -> bytes:
    """All bytes of a file.

    Raises
    ------
    DataError
        If it cannot be read.

    Examples
    --------
    >>> len(read_file(Path(__file__))) > 0
    True
    """
    try:
        return path.read_bytes()
    except OSError as reason:
        raise DataError(f"{path} cannot be read: {reason.strerror or reason}") from None


def unpacked(raw: bytes, name: str) -> bytes:
    """The contents of a gzip file; other bytes as they are.

    Raises
    ------
    DataError
        If the gzip file is incomplete or damaged.

    Examples
    --------
    >>> unpacked(gzip.compress(b"abc"), "a file"), unpacked(b"abc", "a file")
    (b'abc', b'abc')
    """
    if raw[:2] != b"\x1f\x8b":
        return raw
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error):
        raise DataError(f"{name} is incomplete or damaged; fetch it again") from None
