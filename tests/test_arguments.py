"""Every entry point of the package says in a sentence what is wrong with an argument, and none is forgotten."""

import warnings

import pytest
import surface
import test_arguments_learner
from bad_values import unclear, wrong_values
from entries import BANKS, DESCENT, OPERATIONS, PLACES
from entries_course import COURSE, EXPLORERS, FIGURES, QUESTIONS, SIZES, explorer
from entries_nets import LAYERS, MODELS, PASSES, TRAINING
from entries_oracle import ORACLE

ENTRIES = [
    *OPERATIONS, *DESCENT, *PLACES, *BANKS, *LAYERS, *PASSES, *MODELS, *TRAINING, *FIGURES, *COURSE, *SIZES,
    *QUESTIONS, *ORACLE, *map(explorer, EXPLORERS),
]  # fmt: skip
ROWS = [(entry, argument) for entry in ENTRIES for argument in entry.arguments]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_right_arguments_are_right(entry):
    entry.call(**entry.right())


@pytest.mark.parametrize(("entry", "argument"), ROWS, ids=lambda each: each if isinstance(each, str) else each.name)
def test_a_wrong_argument_gets_a_sentence(entry, argument):
    faults = []
    for value in wrong_values(entry.arguments[argument]):
        given = entry.right() | {argument: value}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                entry.call(**given)
        except BaseException as error:
            reason = unclear(error)
        else:
            reason = "nothing was said"
        if reason:
            shown = f"array {value.dtype} {value.shape}" if hasattr(value, "dtype") else repr(value)
            faults.append(f"{argument}={shown:.60}: {reason}")
    assert not faults, "\n".join(faults)


# --- nothing is forgotten ----------------------------------------------------------------------------

HERE = {f"{row[0].__module__}.{row[0].__qualname__}" for row in test_arguments_learner.ROWS}
HERE |= {"cnnkit.cli.main"}  # its lines stand there as well


def test_every_module_is_public_or_says_who_calls_it():
    assert surface.floors() == {f for f in surface.PUBLIC if f.count(".") == 1} | set(surface.INSIDE)


def test_every_public_function_and_class_has_a_row_for_each_argument():
    rows = {}
    for entry in ENTRIES:
        rows.setdefault(entry.name.split(" ")[0], set()).update(entry.arguments)
    forgotten = {}
    for name, value in surface.entry_points().items():
        if name in surface.WITHOUT_ARGUMENTS or name in HERE or name.startswith(surface.LATER):
            continue
        missing = [each for each in surface.arguments_of(value) if each not in rows.get(name, ())]
        if missing:
            forgotten[name] = missing
    assert not forgotten, f"write an entry of {forgotten} in entries.py, entries_nets.py or entries_course.py"
