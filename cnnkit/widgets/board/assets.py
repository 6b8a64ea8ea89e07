"""The scripts and styles that all explorers share."""

from __future__ import annotations

from pathlib import Path

__all__ = ["BOARD", "SHARED_SCRIPTS", "SHARED_STYLE", "script_of", "style_of"]

BOARD = Path(__file__).parent
SHARED_STYLE = (BOARD / "explorer.css").read_text(encoding="utf-8")
SHARED_SCRIPTS = (
    "element.js",
    "numbers.js",
    "cells.js",
    "scene.js",
    "links.js",
    "words.js",
    "chart.js",
    "grid.js",
    "controls.js",
    "player.js",
    "look.js",
    "editor.js",
    "attention.js",
    "keyboard.js",
    "board.js",
)


def script_of(folder: Path) -> str:
    """The shared scripts, then an explorer's own light.js, as one module.

    Examples
    --------
    >>> script_of(BOARD.parent / "pool").count("export default")
    1
    """
    files = (*(BOARD / name for name in SHARED_SCRIPTS), folder / "light.js")
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def style_of(folder: Path) -> str:
    """The shared style, then an explorer's own where it has one.

    Examples
    --------
    >>> style_of(BOARD.parent / "conv") == SHARED_STYLE
    True
    """
    own = folder / "style.css"
    return SHARED_STYLE + (own.read_text(encoding="utf-8") if own.exists() else "")
