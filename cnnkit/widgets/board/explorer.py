"""The base of all explorers: Python computes a picture once per change, the browser draws and lights.

The recipe for a new explorer stands in the docstring of `cnnkit.widgets.board`.
"""

from __future__ import annotations

import contextlib
import json
import sys
import threading
from pathlib import Path
from typing import ClassVar

import anywidget
import numpy as np
from traitlets import Bool, Bytes, Dict, Int, List, Unicode

from cnnkit.figures import colours
from cnnkit.widgets.board.assets import SHARED_STYLE, script_of, style_of
from cnnkit.widgets.board.awaited import Awaiting
from cnnkit.widgets.board.lights import Lit, lit
from cnnkit.widgets.board.links import encoded
from cnnkit.widgets.board.picture import Control, Picture, pack
from cnnkit.widgets.board.run import Run
from cnnkit.widgets.board.settings import check_names, judge, renamed
from cnnkit.widgets.board.twin import draw, png

__all__ = ["Explorer"]

# what the browser is told of a grid, beside its arrays
SPOKEN = (
    "id", "name", "title", "scale", "top", "bottom", "origin", "editable", "group", "room", "numbered",
    "symbol", "yours", "trouble",
)  # fmt: skip


class Explorer(Awaiting, anywidget.AnyWidget):
    """An interactive picture of one operation, with a static twin for where nothing runs.

    Parameters
    ----------
    after : Predict, optional
        A prediction; the explorer stays covered until it is answered or skipped.
    cursor : (grid, row, column), optional
        The cell that is lit at first.

    Raises
    ------
    TypeError
        If a keyword is no setting of this explorer.
    """

    _css = SHARED_STYLE
    _folder = Path(__file__).parent
    # names of settings in the version before, and what they are called now; kept for one version
    formerly: ClassVar[dict[str, str]] = {}

    cursor = List(default_value=[]).tag(sync=True)
    locked = Bool(False).tag(sync=True)
    message = Unicode("").tag(sync=True)
    _controls = List().tag(sync=True)
    _colours = Bytes(colours.tables()).tag(sync=True)
    _header = Dict().tag(sync=True)
    _payload = Bytes(b"").tag(sync=True)
    _scene = Dict().tag(sync=True)
    # the browser redraws when this changes: all other traits of the same message are set by then
    _serial = Int(0).tag(sync=True)

    def __init_subclass__(cls, **keywords):
        # traitlets makes further classes of the same one: they keep what it has
        if cls.folder() != cls._folder and (cls.folder() / "light.js").exists():
            cls._folder, cls._esm, cls._css = cls.folder(), cls.module_source(), cls.style()
        for old, new in cls.formerly.items():
            if not hasattr(cls, old):
                setattr(cls, old, renamed(new))
        super().__init_subclass__(**keywords)

    # settings that may be None although their trait may not: the explorer then chooses
    chosen: ClassVar[tuple[str, ...]] = ()

    def __new__(cls, *_positional, **settings):
        """Judge every plain setting before a constructor works with it."""
        new = super().__new__(cls, **settings)
        settings = cls._by_new_names(settings)
        judge(new, {name: value for name, value in settings.items() if value is not None or name not in cls.chosen})
        return new

    def __init__(self, *, after=None, **settings):
        settings = self._by_new_names(settings)
        check_names(self, settings, self._setting_names())
        self._publishing = threading.RLock()
        self._picture: Picture | None = None
        self._busy = self._from_page = False
        self._beside: Run | None = None
        super().__init__(**settings)
        self._start = self._settings()
        self.observe(self._compute_anew, names=list(self._start))
        self.on_msg(self._hear)
        self._compute_anew()
        if after is not None:
            self.locked = not getattr(after, "answered", True)
            if self.locked:
                after.observe(self._unlock, names="answered")

    def __setattr__(self, name: str, value: object) -> None:
        """Judge a plain setting before anything changes; a name that is no setting would change nothing, so it is refused."""
        if not name.startswith("_"):
            if "_start" in self.__dict__ and not hasattr(self, name):
                check_names(self, [name], self._setting_names())
            if value is not None or name not in self.chosen:
                judge(self, {name: value})
        super().__setattr__(name, value)

    @classmethod
    def _by_new_names(cls, settings: dict) -> dict:
        return {cls.formerly.get(name, name): value for name, value in settings.items()}

    @classmethod
    def module_source(cls) -> str:
        """The one JavaScript module of this explorer: shared files, then its own.

        anywidget loads the module from a blob, where an import of a sibling file would fail.

        Examples
        --------
        >>> from cnnkit.widgets import ConvExplorer
        >>> ConvExplorer.module_source().count("export default")
        1
        """
        return script_of(cls.folder())

    @classmethod
    def style(cls) -> str:
        """The shared style, then the explorer's own where it has one.

        Examples
        --------
        >>> from cnnkit.widgets import ConvExplorer
        >>> ConvExplorer.style() == SHARED_STYLE
        True
        """
        return style_of(cls.folder())

    @classmethod
    def folder(cls) -> Path:
        """The folder of the explorer, with its light.js and style.css.

        Examples
        --------
        >>> from cnnkit.widgets import ConvExplorer
        >>> ConvExplorer.folder().name
        'conv'
        """
        return Path(sys.modules[cls.__module__].__file__ or "").parent

    # What a subclass says

    def controls(self) -> list[Control]:
        """The inputs, left to right; computed anew with every picture, so ends may move."""
        return []

    def compute(self) -> Picture:
        """The picture of the present traits; a ValueError or TypeError becomes the status line."""
        raise NotImplementedError(f"{type(self).__name__} has to compute a Picture")

    def prepare(self, name: str) -> None:
        """Set other traits that depend on the one that changed, before the picture is computed."""

    def edit(self, grid: str, row: int, column: int, value: float) -> None:
        """Change one cell of an editable grid; row and column count from the first drawn cell."""

    def press(self, name: str) -> None:
        """Answer a button."""

    def watched(self, verb: str, page: str) -> None:
        """Hear that a page looks ("seen") or that it closed ("left")."""
        if verb == "seen":
            self.send({"kind": "here"})  # the page then knows that this kernel lives

    # Compute and publish

    @property
    def picture(self) -> Picture:
        """The picture that is shown."""
        return self._picture

    def _compute_anew(self, change=None) -> None:
        if self._busy:
            return
        with self._publishing, self._together():
            before = self._settings()
            if change is not None:
                before[change["name"]] = change["old"]
            try:
                if change is not None:
                    self.prepare(change["name"])
                if not self._waits():
                    self._publish(self.compute())
            except (ValueError, TypeError, ArithmeticError) as reason:
                if self._picture is None:  # a wrong keyword: let the caller see it
                    raise
                self._take_back(before, reason)

    @contextlib.contextmanager
    def _together(self):
        """Traits set inside compute nothing by themselves and reach the browser in one message."""
        outer, self._busy = self._busy, True
        try:
            with self.hold_sync():
                yield
        finally:
            self._busy = outer

    def _settings(self) -> dict:
        return {name: getattr(self, name) for name in self.trait_names(picture=True)}

    def _take_back(self, before: dict, reason: Exception) -> None:
        for name, value in before.items():
            setattr(self, name, value)
        self.message = f"{reason}. The setting was taken back."

    def _publish(self, picture: Picture) -> None:
        links, arrays = encoded(picture.links)
        arrays |= picture.tables
        for grid in picture.grids:
            arrays[f"{grid.id}/values"] = grid.values
            for name in ("kinds", "hatched", "crossed", "dashed", "flagged", "tints"):
                if getattr(grid, name) is not None:
                    arrays[f"{grid.id}/{name}"] = getattr(grid, name)
        for name, frames in picture.frames.items():
            arrays[f"{name}/frames"] = np.asarray(frames, np.float32)
        header, payload = pack(arrays)
        self._picture = picture
        with self.hold_sync():
            self.message = self._awaiting = ""
            self._controls = [control.as_dict() for control in self.controls()]
            self._header, self._payload = header, payload
            self._scene = {
                "name": type(self).__name__,
                "grids": [{name: getattr(grid, name) for name in SPOKEN} for grid in picture.grids],
                "links": links,
                "facts": picture.facts,
                "notes": list(picture.notes),
                "walk": picture.walk,
                "home": list(picture.at() or ()),
                "words": picture.words,
            }
            self._serial += 1

    # What the browser and a prediction say

    def _hear(self, _widget, content, _buffers) -> None:
        kind = content.get("kind")
        with self._publishing:
            try:
                if kind == "edit":
                    self.edit(
                        str(content["grid"]),
                        int(content["row"]),
                        int(content["column"]),
                        float(content["value"]),
                    )
                elif kind == "press" and content.get("name") == "reset":
                    self.reset()
                elif kind == "press":
                    self.press(str(content["name"]))
                elif kind == "skip":
                    self.locked = False
                elif kind in ("seen", "left"):
                    self.watched(kind, str(content["page"]))
            except (ValueError, TypeError, KeyError) as reason:
                self.message = f"That did not work: {reason}."

    def reset(self) -> None:
        """Bring back every setting as it was given at the start."""
        self.set_together(**self._start)

    def set_together(self, **settings) -> None:
        """Set several traits and compute one picture instead of one for each.

        If they do not fit together, all of them are taken back and the status line says why.
        """
        settings = self._by_new_names(settings)
        check_names(self, settings, self._setting_names())
        with self._publishing, self._together():
            before = self._settings()
            try:
                for name, value in settings.items():
                    setattr(self, name, value)
                self._publish(self.compute())
            except (ValueError, TypeError, ArithmeticError) as reason:
                self._take_back(before, reason)

    def _unlock(self, change) -> None:
        if change["new"]:
            self.locked = False

    # Static twin

    @property
    def lit(self) -> Lit:
        """What the cell in hand lights up, and its sum."""
        at = self._picture.at(self.cursor)
        return lit(self._picture, *at) if at else Lit()

    def describe(self) -> str:
        """The picture in words: what the static twin's text says."""
        picture = self._picture
        head = ": ".join(part for part in dict.fromkeys((picture.words, self.lit.sum)) if part)
        *most, last = [line for line in (head, *picture.notes) if line] or [""]
        return " ".join([*(line.rstrip(".") + "." for line in most), last])

    def static_figure(self):
        """A matplotlib figure of the picture, for printed pages and HTML without a kernel."""
        return draw(self._picture, self.lit)

    def _setting_names(self) -> list[str]:
        return sorted(name for name in self.trait_names(picture=True) if not name.startswith("_"))

    def __repr__(self) -> str:
        # the address that Python shows by default would differ in every run of a notebook
        shown = []
        for name in self._setting_names():
            value = getattr(self, name)
            hidden = self.traits()[name].metadata.get("code")  # a mistake's name in the catalogue
            if isinstance(value, bool | int | float | str) and not hidden:
                shown.append(f"{name}={json.dumps(value)}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def _repr_mimebundle_(self, **keywords):
        bundle = super()._repr_mimebundle_(**keywords)
        if bundle is None:
            return None
        data, metadata = bundle
        words = self.describe()
        data["text/plain"] = f"{self!r}\n{words}"
        data["image/png"] = png(self.static_figure())
        metadata["image/png"] = {"alt": words}
        return data, metadata
