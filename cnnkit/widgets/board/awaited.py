"""What takes long to compute: said at once, computed beside the page, drawn when it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from traitlets import HasTraits, Unicode

from cnnkit.widgets.board.run import Run

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
            self._beside = Run(lambda _: awaited.compute(), self._has_come, "cnnkit awaited")
            self._beside.start()
        return True

    def _has_come(self, run: Run) -> None:
        """Draw what was waited for, from the thread that computed it."""
        with self._publishing:
            self._beside = None
            if self.comm is None or not self._awaiting:
                return  # closed, or the settings went back meanwhile
            if run.error:
                self._awaiting, self.message = "", f"That could not be computed. {run.error}."
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
