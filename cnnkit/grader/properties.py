"""The property that separates right cases from wrong ones, also where a program raises.

Said only where it separates them perfectly, so it is a fact; what it may mean is asked, not claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

__all__ = ["separating"]


@dataclass(frozen=True)
class Property:
    """Something that holds for some cases: the test, and what to say where it divides right from wrong.

    `right` is said where exactly the cases with the property are right, `wrong` where exactly they are wrong;
    an empty text is never said.  `name` goes with another one: "with stride 1".
    """

    holds: Callable[[dict], bool | None]
    right: str = ""
    wrong: str = ""
    name: str = ""
    rest: str = ""


def equal(key: str, value) -> Callable:
    return lambda f: None if key not in f else f[key] == value


def alike(one: str, other: str) -> Callable:
    return lambda f: None if one not in f or other not in f else f[one] == f[other]


def both(*tests: Callable) -> Callable:
    def holds(f):
        answers = [test(f) for test in tests]
        return None if None in answers else all(answers)

    return holds


def compared(one: str, other: str, test: Callable) -> Callable:
    return lambda f: None if one not in f or other not in f else test(f[one], f[other])


PROPERTIES = (
    Property(equal("whole", True), "Right on whole numbers, wrong in every case with decimals: are decimals cut off or rounded somewhere?"),
    Property(equal("small", True), wrong="Wrong exactly where numbers are as small as 0.001: is something rounded, or compared with a small number?"),
    Property(equal("bytes", True), wrong="Wrong exactly where y holds uint8: its values run over at 256."),
    Property(equal("ints", True), wrong="Wrong exactly where the array comes as whole numbers (int64): does what is written into it lose its decimals?"),
    Property(lambda f: None if "C" not in f else f["largest"] >= 700, wrong="Wrong exactly where a score is as large as 1000: exp of it does not fit into float64."),
    Property(lambda f: f.get("below") if "Kh" in f else None, wrong="Wrong exactly where a whole window lies below 0: does the search for the maximum start too high?"),
    Property(lambda f: None if "Kh" in f else f.get("below"), wrong="Wrong exactly where all of a map lies below 0: does a search for the largest cell start too high?"),
    Property(equal("constant", True), wrong="Wrong exactly where a map is constant: its spread is 0 there."),
    Property(equal("entries", 0), wrong="Wrong exactly where the list is empty."),
    Property(equal("p", 0), "Right without padding, wrong in every case with padding: look at everything that padding enters.",
             "Wrong exactly where padding is 0: a slice such as [p:-p] takes nothing there.", "without padding"),
    Property(equal("p", 1), "Right with padding 1 only: is 1 written somewhere in place of padding?"),
    Property(lambda f: None if "p" not in f else f["p"] <= 1,
             "Right up to padding 1, wrong in every case with more: is 1 written somewhere in place of padding?"),
    Property(both(alike("H", "W"), alike("Kh", "Kw")),
             "Right where map and filter are square, wrong in every other case: is W taken from H, or Kw from Kh, somewhere?"),
    Property(alike("H", "W"), "Right on every square map, wrong on every other: is W taken from H somewhere?", name="on square maps"),
    Property(alike("Kh", "Kw"), "Right with every square filter, wrong with every other: is Kw taken from Kh somewhere?", name="with square filters"),
    Property(alike("H′", "W′"), "Right where the output is square, wrong in every other case: is W′ taken from H′ somewhere?"),
    Property(compared("H", "W", lambda h, w: h >= w), "Right where a map has at least as many rows as columns, wrong in every other case: is W taken from H somewhere?",
             "Wrong exactly where a map has at least as many rows as columns: is H taken from W somewhere?"),
    Property(compared("H", "W", lambda h, w: h <= w), "Right where a map has at least as many columns as rows, wrong in every other case: is H taken from W somewhere?",
             "Wrong exactly where a map has at least as many columns as rows: is W taken from H somewhere?"),
    Property(equal("s", 1), "Right with stride 1, wrong in every case with a larger one: where does the stride enter?",
             "Wrong exactly where the stride is 1.", "with stride 1"),
    Property(equal("s", 2), "Right with stride 2 only: is 2 written somewhere in place of stride?"),
    Property(equal("r", 0), "Right where nothing is left over at the end, wrong in every case with a remainder: what becomes of the rows behind the last window?",
             "Wrong exactly where nothing is left over at the end.", "with no remainder"),
    Property(both(compared("s", "Kh", lambda s, k: s >= k), compared("s", "Kw", lambda s, k: s >= k)),
             "Right where no two windows overlap, wrong in every case where they do: what happens to a cell that lies in two?"),
    Property(compared("s", "K", lambda s, k: s == k), "Right only where windows lie side by side, s = K: is K used where the stride belongs, or the map cut into blocks?",
             "Wrong exactly where windows lie side by side, s = K."),
    Property(compared("s", "K", lambda s, k: s > k), wrong="Wrong exactly where the stride is larger than the window, which leaves gaps."),
    Property(equal("T", 1), "Right with one example, wrong in every case with several: do all examples reach the result, each once?",
             "Wrong exactly where there is only one example.", "with one example"),
    Property(equal("M", 1), "Right with one input map, wrong in every case with several: what happens over m?",
             "Wrong exactly where there is only one input map.", "with one input map"),
    Property(equal("N", 1), "Right with one output map, wrong in every case with several: what happens over n?",
             "Wrong exactly where there is only one output map.", "with one output map"),
    Property(equal("J", 1), "Right with one joint, wrong in every case with several: does every joint count, and has each a map of its own?",
             "Wrong exactly where there is only one joint.", "with one joint"),
    Property(both(equal("M", 1), equal("N", 1)), "Right with one map in and out, wrong in every case with several: what happens over n and m?"),
    Property(alike("M", "N"), "Right where there are as many input as output maps, wrong in every other case: are the two axes of w exchanged somewhere?"),
    Property(alike("T", "C"), "Right where there are as many examples as classes, wrong in every other case: which axis is summed over?",
             "Wrong exactly where there are as many examples as classes."),
    Property(compared("T", "M", lambda a, b: a == b), "Right where there are as many examples as input maps, wrong in every other case: are the two axes exchanged somewhere?"),
    Property(equal("d", 1), "Right with dilation 1, wrong in every case with more: where does the dilation enter?",
             "Wrong exactly where the dilation is 1.", "with dilation 1"),
    Property(equal("output_padding", 0), "Right without output padding, wrong in every case with it.",
             "Wrong exactly where there is no output padding.", "without output padding"),
    Property(equal("K", 1), "Right with filters or windows of one cell only.", "Wrong exactly where the filter or window has one cell only.",
             "with windows of one cell"),
    Property(equal("twice", True), wrong="Wrong exactly where one cell wins in more than one window: does it get the sum of their gradients?"),
    Property(equal("shared", True), "Right with shared weights, wrong without sharing.", "Right without sharing, wrong with shared weights.", "with shared weights"),
    Property(equal("transposed", True), "Right for expanding layers, wrong for shrinking ones.", "Right for shrinking layers, wrong for expanding ones.", "for expanding layers"),
    *(Property(equal("name", name), f"Right for {name} only.", f"Wrong for {name} only.") for name in ("relu", "sigmoid", "tanh")),
)  # fmt: skip


SEVERAL = [prop for prop in PROPERTIES if prop.name in ("with one example", "with one input map", "with one output map")]


def separating(facts: Sequence[dict], right: Sequence[bool]) -> str:
    """The sentence about the property that all right cases have and no wrong one, or the other way round.

    Parameters
    ----------
    facts : sequence of dict
        What is known about each case.
    right : sequence of bool
        Whether the case is right.

    Returns
    -------
    str
        Empty where nothing separates them, or too many properties do so that none tells anything.

    Examples
    --------
    >>> separating([{"p": 0}, {"p": 0}, {"p": 1}, {"p": 2}], [True, True, False, False])[:43]
    'Right without padding, wrong in every case '
    """
    if all(right) or not any(right):
        return ""
    said = [words for prop in PROPERTIES if (words := _said(prop, facts, right))]
    few = min(sum(right), len(right) - sum(right)) < 2
    together = [prop.name for prop in PROPERTIES if prop in SEVERAL and _said(prop, facts, right) == prop.right]
    if len(together) > 1:  # which of them it is, these cases do not tell
        return f"Right only {', '.join(together[:-1])} and {together[-1]}."
    if said:
        return said[0] if not few or len(said) <= 2 else ""
    named = [prop for prop in PROPERTIES if prop.name]
    pairs = [
        f"Right only {one.name} and {other.name}."
        for one, other in combinations(named, 2)
        if [_truly(one, f) and _truly(other, f) for f in facts] == list(right)
    ]
    if sum(right) > 1 and pairs:
        return pairs[0]
    either = [
        f"Right {one.name} and {other.name}, wrong in every other case."
        for one, other in combinations(named, 2)
        if [_truly(one, f) or _truly(other, f) for f in facts] == list(right)
    ]
    return either[0] if len(right) - sum(right) > 1 and len(either) == 1 else ""


def _truly(prop: Property, found: dict) -> bool:
    return prop.holds(found) is True


def _said(prop: Property, facts, right) -> str:
    answers = [prop.holds(found) for found in facts]
    if any(answer is None for answer in answers):
        return ""
    if prop.right and answers == list(right):
        return prop.right
    if prop.wrong and [not answer for answer in answers] == list(right):
        return prop.wrong
    return ""
