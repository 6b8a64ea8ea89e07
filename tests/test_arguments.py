"""Every entry point of the package says in a sentence what is wrong with an argument, and none is forgotten."""

import json
import re
import warnings

import numpy as np
import pytest
import surface
import test_arguments_learner
from bad_values import RAW, unclear, wrong_values
from entries import BANKS, DESCENT, OPERATIONS, PLACES
from entries_answers import ANSWERS
from entries_course import COURSE, EXPLORERS, FIGURES, QUESTIONS, SIZES, explorer
from entries_methods import METHODS
from entries_nets import LAYERS, MODELS, PASSES, TRAINING
from entries_oracle import ORACLE
from tables import try_each

from cnnkit import widgets

TABLES = {
    "operations": OPERATIONS, "descent": DESCENT, "places": PLACES, "banks": BANKS, "layers": LAYERS, "passes": PASSES,
    "models": MODELS, "training": TRAINING, "figures": FIGURES, "course": COURSE, "sizes": SIZES, "questions": QUESTIONS,
    "oracle": ORACLE, "methods": METHODS, "answers": ANSWERS, "explorers": [*map(explorer, EXPLORERS)],
}  # fmt: skip
ENTRIES = [entry for table in TABLES.values() for entry in table]
each_table = pytest.mark.parametrize("table", TABLES)


@each_table
def test_the_right_arguments_are_right(table):
    try_each(lambda entry: entry.call(**entry.right()), TABLES[table], lambda entry: entry.name)


@each_table
def test_a_wrong_argument_gets_a_sentence(table):
    rows = [(entry, argument) for entry in TABLES[table] for argument in entry.arguments]
    try_each(gets_a_sentence, rows, lambda row: row[0].name)


def gets_a_sentence(entry, argument):
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


@each_table
def test_arrays_of_nothing_give_nothing_or_a_sentence(table):
    def lengths(entry):
        values = [value for value in entry.right().values() if isinstance(value, np.ndarray) and value.ndim]
        return sorted({len(value) for value in values})

    rows = [(entry, length) for entry in TABLES[table] for length in lengths(entry)]
    if rows:
        try_each(is_nothing_or_a_sentence, rows, lambda row: f"{row[0].name} {row[1]}")


def is_nothing_or_a_sentence(entry, length):
    """All arrays with so many rows, such as those of the examples, have none."""
    def emptied(value):
        return value[:0] if isinstance(value, np.ndarray) and value.ndim and len(value) == length else value

    given = {name: emptied(value) for name, value in entry.right().items()}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            entry.call(**given)
    except BaseException as error:
        assert not unclear(error), unclear(error)


# --- settings that change after an explorer was made ---------------------------------------------------

@pytest.mark.parametrize("name", EXPLORERS)
def test_a_wrong_setting_is_refused_or_taken_back(name):
    made, settings = getattr(widgets, name)(), explorer(name).arguments
    try_each(is_refused_or_taken_back, [(made, *setting) for setting in settings.items()], lambda row: row[1])


def is_refused_or_taken_back(explorer, trait, values):
    faults = []
    before = explorer._settings()
    for value in values.wrong:
        explorer.message = ""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                setattr(explorer, trait, value)
        except BaseException as error:
            reason = unclear(error)
        else:
            reason = "" if explorer.message.endswith("The setting was taken back.") else "nothing was said"
            reason = reason or (f"no sentence: {explorer.message}" if RAW.search(explorer.message) else "")
        now = explorer._settings()
        if not all(np.array_equal(now[each], kept) if isinstance(kept, np.ndarray) else now[each] == kept for each, kept in before.items()):
            reason = reason or "something else is set now"
            explorer.set_together(**before)
        if reason:
            faults.append(f"{trait}={value!r:.60}: {reason}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", EXPLORERS)
def test_a_name_that_is_no_setting_is_refused_afterwards_too(name):
    explorer = getattr(widgets, name)()
    for change in (lambda: setattr(explorer, "strides", 2), lambda: explorer.set_together(strides=2)):
        with pytest.raises(TypeError, match=f"strides is no setting of {name}; it has: "):
            change()


# --- nothing is forgotten ----------------------------------------------------------------------------

HERE = {f"{row[0].__module__}.{row[0].__qualname__}" for row in test_arguments_learner.ROWS}
HERE |= {"cnnkit.cli.main"}  # its lines stand there as well


def test_every_module_is_public_or_says_who_calls_it():
    assert surface.floors() == {f for f in surface.PUBLIC if f.count(".") == 1} | set(surface.INSIDE)


def test_what_a_lesson_imports_is_public():
    imported = set()
    for path in (surface.ROOT / "notebooks").glob("*.ipynb"):
        text = "\n".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
        for module, names in re.findall(r"^from (cnnkit[\w.]*) import (.+)$", text, re.MULTILINE):
            modules = {f"{module}.{name.split(' as ')[0].strip()}" for name in names.split(",")}
            imported |= {each for each in modules if surface.is_module(each)} or {module}
    assert imported >= {"cnnkit.models.detector", "cnnkit.learner"} and imported <= set(surface.PUBLIC)


def rows_by_name():
    rows = {}
    for entry in ENTRIES:
        rows.setdefault(entry.name.split(" ")[0], set()).update(entry.arguments)
    return rows


def test_every_public_function_and_class_has_a_row_for_each_argument():
    rows, forgotten = rows_by_name(), {}
    for name, value in surface.entry_points().items():
        if name in surface.WITHOUT_ARGUMENTS or name in HERE or name.startswith(surface.LATER):
            continue
        missing = [each for each in surface.arguments_of(value) if each not in rows.get(name, ())]
        if missing:
            forgotten[name] = missing
    assert not forgotten, f"write an entry of {forgotten} in entries.py, entries_nets.py or entries_course.py"


def test_every_public_method_has_a_row_for_each_argument():
    rows, forgotten = rows_by_name(), {}
    for name, (method, names) in surface.methods().items():
        known = set().union(*(rows.get(each, ()) for each in {name, *names}))
        missing = [each for each in surface.arguments_of(method)[1:] if each not in known]
        if missing:
            forgotten[name] = missing
    assert not forgotten, f"write an entry of {forgotten} in entries_methods.py"
