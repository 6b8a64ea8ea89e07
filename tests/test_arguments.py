"""Every entry point of the package says in a sentence what is wrong with an argument."""

import warnings

import pytest
from bad_values import unclear, wrong_values
from entries import BANKS, DESCENT, OPERATIONS, PLACES
from entries_nets import LAYERS, MODELS, PASSES, TRAINING

ENTRIES = [*OPERATIONS, *DESCENT, *PLACES, *BANKS, *LAYERS, *PASSES, *MODELS, *TRAINING]
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
