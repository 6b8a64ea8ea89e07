"""The table of claims: what a lesson says, sentence by sentence, beside the test that computes it.

A claim is a test that carries the sentences it stands for, word for word::

    @claim("04", "The numbers stay the same.")
    def test_scatter_and_gather_are_one_sum():
        ...

It fails when what it computes is false, and when a sentence no longer stands in the lesson: whoever changes
one has to look at what it claims.  `test_coverage.py` asks the other way round, whether every sentence that
holds a number, a "Try this", or a line of the summary has its claim.  What only asks, defines or points to
another page is listed as `said`.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

__all__ = ["CLAIMED", "SAID", "assertions", "claim", "labels", "lesson_text", "notebook_of", "said"]

NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"
CLAIMED: dict[str, list[str]] = {}
SAID: dict[str, list[str]] = {}

# words that make a sentence say how many, how much, or of which
QUANTITY = re.compile(
    r"\d|\b(zero|one|two|three|four|five|six|seven|eight|nine|ten|sixteen|half|halves|quarter|twice|double|doubled"
    r"|every|each|all|none|never|always|only|exactly|same|equal|nothing|nobody|no one|most|nearly|almost|largest"
    r"|smallest|larger|smaller|longer|shorter|faster|slower|better|worse|more|fewer|less)\b",
    re.IGNORECASE,
)
# what holds a number and claims nothing: places in the course, the code and the lecture
PLACES = re.compile(
    r"\[[^\]]*\]\([^)]*\)|`[^`]*`|\$[^$]*\$|\blessons? \d\d( and \d\d)?|\(?lecture [\d., and]+\)?|Code \d|^#+ .*$",
    re.MULTILINE | re.IGNORECASE,
)


def notebook_of(lesson: str) -> Path:
    """The notebook of a lesson by its number."""
    [path] = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    return path


@functools.cache
def cells(lesson: str) -> list[tuple[str, str]]:
    """(kind, source) of every cell of a lesson."""
    found = json.loads(notebook_of(lesson).read_text(encoding="utf-8"))["cells"]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in found]


def one_line(text: str) -> str:
    """The text with every stretch of white space as a single blank."""
    return " ".join(text.split())


@functools.cache
def lesson_text(lesson: str) -> str:
    """Everything that stands in a lesson, prose and code, in one line."""
    return one_line("\n".join(source for _, source in cells(lesson)))


def claim(lesson: str, *sentences: str):
    """Mark a test as the computation of sentences of a lesson; it fails where one is not there."""
    CLAIMED.setdefault(lesson, []).extend(map(one_line, sentences))

    def mark(test):
        @functools.wraps(test)
        def checked(*arguments, **keywords):
            for sentence in sentences:
                assert one_line(sentence) in lesson_text(lesson), f"no longer there: {sentence}"
            return test(*arguments, **keywords)

        return checked

    return mark


def said(lesson: str, *sentences: str) -> None:
    """List sentences that hold a number or a quantity, and claim nothing that could be computed."""
    SAID.setdefault(lesson, []).extend(map(one_line, sentences))


def assertions(lesson: str) -> list[str]:
    """The sentences of a lesson that need a claim: with a quantity in them, in a "Try this", in the summary."""
    found = []
    for kind, source in cells(lesson):
        if kind == "markdown":
            text = re.sub(r"```.*?```|\$\$.*?\$\$", "\n", source, flags=re.DOTALL)
            trying = summary = False
            for block in re.split(r"\n(?=\d+\. |- |\| |#|\*\*Try this)|\n\n+", text):
                trying = trying or block.startswith("**Try this")
                summary = summary or block.startswith("## Summary")
                steps = trying and bool(re.match(r"\d+\. |\*\*Try this:", block))
                for sentence in split(block):
                    if (
                        steps
                        or (summary and block.startswith("- "))
                        or QUANTITY.search(PLACES.sub("", sentence))
                    ):
                        found.append(one_line(sentence))
    return found


def split(block: str) -> list[str]:
    """The sentences of a paragraph or of an item of a list."""
    plain = re.sub(r"^(\d+\.|-|\|) ", "", one_line(block))
    if plain.startswith(("#", "---")):
        return []
    return [part for part in re.split(r"(?<=[.?:;])(?:\*\*)? (?=[A-Z*`$(\"“])", plain) if part]


def labels(explorer) -> set[str]:
    """Every word of an explorer that a lesson may tell to look for: controls, their options, its grids."""
    found = set()
    for control in explorer.controls():
        found |= {control.label, *(text for _, text in control.options)}
    return found | {grid.name for grid in explorer.picture.grids}
