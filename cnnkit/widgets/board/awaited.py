"""What takes long to compute: said at once, computed beside the page, drawn when it is there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from traitlets import HasTraits, Unicode

__all__ = ["Awaited", "Awaiting"]


@dataclass(frozen=True)
class Awaited:
    """Something that a picture needs and that is not there yet.

    Parameters
    ----------
    words : str
        What is being computed, for the status line.
    compute : callable
        Gets it and keeps it, so that the picture finds it.
    """

    words: str
    compute: Callable[[], object]


class Awaiting(HasTraits):
    """Part of every explorer: a page that asks for something slow is told so at once and stays alive meanwhile.

    In a script a setting is answered when its picture is there, as ever.
    """

    # what the page waits for, in words; empty when the picture fits the settings
    _awaiting = Unicode("").tag(sync=True)

    def awaited(self) -> Awaited | None:
        """What the present settings need, takes more than a moment and is not there yet."""
        return None

    def _waits(self) -> bool:
        """Whether the picture has to wait; begins to compute what it waits for."""
        awaited = self.awaited() if self._from_page else None
        if awaited is None:
            return False
        self._awaiting = awaited.words
        if self._beside is None:
            self._beside = threading.Thread(target=self._get, args=(awaited.compute,), name="cnnkit awaited", daemon=True)
            self._beside.start()
        return True

    def _get(self, compute: Callable[[], object]) -> None:
        wrong = ""
        try:
            compute()
        except Exception as reason:  # in a thread nobody else would hear of it
            wrong = f"That could not be computed: {reason}."
        with self._publishing:
            self._beside = None
            if self.comm is None or not self._awaiting:
                return  # closed, or the settings went back meanwhile
            if wrong:
                self._awaiting, self.message = "", wrong
            else:
                self._compute_anew()

    # Two threads set traits here, the browser's and this one, or that of a run.  ipywidgets collects changes in
    # fields of the widget, so only one of them may be at it at a time.

    def set_state(self, sync_data):
        """Take settings from the browser, one thread at a time."""
        with self._publishing:
            self._from_page = True
            try:
                super().set_state(sync_data)
            finally:
                self._from_page = False

    def notify_change(self, change):
        """Tell the browser of a change, one thread at a time."""
        with self._publishing:
            super().notify_change(change)
