"""From cells to a function: what is run, what is left alone, what is helped."""

import pytest

from cnnkit.classroom.inside.cells import load
from cnnkit.classroom.inside.statements import read_cell

STUB = 'def double(y):\n    raise NotImplementedError("exercise double")'


def loaded(*texts, tags=(), others=()):
    cells = [{"place": k, "text": text, "tag": ""} for k, text in enumerate(texts, 1)]
    for cell, tag in zip(cells, tags, strict=False):
        cell["tag"] = tag
    return load(cells, "double", list(others))


def test_only_what_the_function_needs_is_run():
    found = loaded(
        "import os, sys\nran = []", "ran.append('figure')\nraise SystemExit", "while True: pass", "factor = 3", "factor -= 1",
        "def double(y):\n    return factor * y", "factor = 99",
    )  # fmt: skip

    assert found.kind == "loaded" and found.function(4) == 8 and not found.notes


@pytest.mark.parametrize(
    "change",
    ["table[0:] = [0, 2]", "table.append(2)", "table.extend([2])", "del table[0]; table.insert(0, 0); table.append(2)", "table += [2]"],
)
def test_what_changes_a_name_is_run_too(change):
    found = loaded("table = [0]", change, "def double(y):\n    return table[1] * y")

    assert found.function(4) == 8


def test_methods_of_modules_are_not_run_but_seeds_are():
    found = loaded("import random", "random.shuffle(5)", "random.seed(3)", "def double(y):\n    return random.random() * 0 + 2 * y")

    assert found.function(4) == 8 and not found.notes


def test_names_are_followed_through_helpers_defaults_and_decorators():
    found = loaded(
        "two = 2", "def helper(v, k=two):\n    def inner():\n        return k * v\n    return inner()",
        "def same(f):\n    return f", "@same\ndef double(y):\n    return [helper(v) for v in [y]][0]",
    )  # fmt: skip

    assert found.function(4) == 8


def test_what_is_bound_in_branches_and_loops_is_found():
    found = loaded("try:\n    import nonesuch\nexcept ImportError:\n    nonesuch = None", "for k in range(3): last = k", "def double(y):\n    return last * y if nonesuch is None else 0")

    assert found.function(4) == 8


def test_an_error_in_a_needed_statement_is_a_note_and_the_rest_goes_on():
    found = loaded("import nonesuch\nfactor = 2", "def double(y):\n    return factor * y if True else nonesuch")

    assert found.function(4) == 8 and "No module named 'nonesuch'" in found.notes[0]


def test_a_function_that_was_renamed_in_its_cell_is_taken():
    found = loaded("def doubled(y):\n    return 2 * y", tags=("double",))
    other = loaded("def neuron(y):\n    return 2 * y", tags=("double",), others=("neuron",))

    assert found.function(4) == 8 and "is called doubled" in found.notes[0]
    assert other.kind == "missing_function"


def test_a_stub_counts_only_when_there_is_nothing_else():
    with pytest.raises(NotImplementedError):
        loaded(STUB).function(4)
    assert loaded("def double(y):\n    return 2 * y", STUB).function(4) == 8
    assert loaded(STUB, 'def double(y):\n    if y is None:\n        raise NotImplementedError("exercise double")\n    return 2 * y').function(4) == 8


def test_the_courses_own_lines_that_replace_a_function_are_no_definitions():
    found = loaded("def double(y):\n    return 2 * y", 'double = use("double", double)', 'a, double = use("a", 1), use("double", double)')

    assert found.function(4) == 8


def test_forgotten_imports_are_supplied_and_told():
    found = loaded("def double(y):\n    return np.multiply(y, 2) + 0 * math.pi")

    assert found.function(4) == 8 and len(found.notes) == 2 and "np was never imported" in " ".join(found.notes)


def test_a_star_import_hides_nothing():
    found = loaded("from numpy import *", "def double(y):\n    return multiply(y, 2)")

    assert found.function(4) == 8 and not found.notes


def test_a_broken_cell_hurts_only_its_own_function():
    broken = "def double(y)\n    return y"

    assert loaded(broken).kind == "syntax_error"
    assert loaded(broken, STUB, tags=("", "double")).kind == "syntax_error"
    assert loaded("x = (", "def double(y):\n    return 2 * y").function(4) == 8


@pytest.mark.parametrize("text", ["(" * 300, "-" * 20_000 + "1", "a" + ".b" * 20_000, "\x00", "x = '" + "\ud800" + "'", "if 1:\n" * 120])
def test_text_that_no_parser_likes_is_a_problem_and_no_crash(text):
    found = read_cell(text, 1, "")

    assert found.problem or found.statements


def test_commands_of_the_notebook_keep_the_numbers_of_lines():
    found = read_cell("%matplotlib inline\n!ls\n\nx = 1\ny = %time 3\nhelp?\n  z = (", 1, "")

    assert "line 7" in found.problem
