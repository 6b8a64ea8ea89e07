"""Downloads, which are checked, kept, and tried again when the line breaks."""

from __future__ import annotations

import http.client
import shutil
import time
import urllib.error
import urllib.request
from pathlib import Path

from cnnkit.data.idx import DataError

__all__ = ["downloaded"]

TRIES = 3
PAUSE = 1.0  # seconds before the second try, twice that before the third


def downloaded(name: str, url: str, file: str, sha256: str, own: Path | None, ways: str) -> Path:
    """The path of a file, downloaded unless it was before.

    Parameters
    ----------
    name : str
        The set.
    url, file, sha256 : str
        Where it is published, its name and its checksum.
    own : Path or None
        The learner's folder for data.
    ways : str
        How else to get the file, in words.

    Raises
    ------
    DataError
        If it cannot be downloaded, or is not what was published.
    """
    try:
        import pooch
    except ImportError:
        raise DataError(
            f"{file} of {name} is not on this machine; {ways}, or pip install 'cnnkit[data]' to download it"
        ) from None
    folder = Path(own or pooch.os_cache("cnnkit")) / name
    pooch.get_logger().setLevel("WARNING")
    keeper = pooch.create(path=folder, base_url=url, registry={file: f"sha256:{sha256}"}, retry_if_failed=2)
    try:
        return Path(keeper.fetch(file, downloader=_copy_from_web))
    except ValueError:  # pooch's word for a checksum that differs; it keeps nothing
        raise DataError(f"{url}{file} sent something else than the published file; {ways}") from None
    except OSError as reason:
        why = getattr(reason, "reason", None) or reason.strerror or reason
        if reason.filename is not None and not isinstance(reason, urllib.error.URLError):
            raise DataError(f"{file} cannot be kept in {folder}: {why}") from None
        raise DataError(f"{file} could not be downloaded from {url}: {why}; {ways}") from None


def _copy_from_web(url: str, target: str, pooch: object) -> None:
    """Download as pooch wants it, without asking for more than the standard library."""
    for pause in [PAUSE * k for k in range(1, TRIES)] + [None]:
        try:
            return _copy(url, target)
        except urllib.error.HTTPError:
            raise  # an answer, if not the one that was hoped for
        except (http.client.HTTPException, ConnectionError, TimeoutError) as error:
            if pause is None:
                raise ConnectionError(f"the connection broke off, {TRIES} times ({type(error).__name__})") from None
            time.sleep(pause)


def _copy(url: str, target: str) -> None:
    with urllib.request.urlopen(url, timeout=30) as answer, open(target, "wb") as file:
        shutil.copyfileobj(answer, file)
        announced = answer.headers.get("Content-Length")
        if announced is not None and announced.isdigit() and file.tell() < int(announced):
            raise http.client.IncompleteRead(b"", int(announced) - file.tell())
