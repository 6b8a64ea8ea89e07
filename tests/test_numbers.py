"""One number, one text: Python and the browser hold to one table of cases."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from cnnkit import numbers
from cnnkit.widgets import ConvExplorer

CASES = Path(__file__).parent / "numbers.json"
TABLE = json.loads(CASES.read_text(encoding="utf-8"))
BOTH = set(numbers.__all__) - {"article", "several"}  # writers that the browser has too


def test_the_table_has_cases_for_every_writer():
    assert set(TABLE) == BOTH


@each_row((name, *case) for name, cases in TABLE.items() for case in cases)
def test_python_writes_the_table(name, value, expected):
    assert getattr(numbers, name)(float(value)) == expected


def test_the_browser_writes_the_table(node):
    node("numbers.test.mjs", ConvExplorer, CASES=str(CASES))


def test_the_browser_writes_what_python_writes(tmp_path, node):
    rng = np.random.default_rng(4)
    values = np.concatenate(
        [
            rng.normal(size=1000),
            rng.normal(size=1000) * 10.0 ** rng.integers(-14, 12, 1000),
            rng.integers(-2000, 2000, 2000) / 1000,  # halves of the last decimal
            rng.integers(-10, 10, 200) * 10.0 ** rng.integers(-14, 14, 200),
        ]
    )
    told = {
        name: [[repr(float(v)), getattr(numbers, name)(float(v))] for v in values]
        for name in BOTH - {"percent"}
    }
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    node("numbers.test.mjs", ConvExplorer, CASES=str(file))


@given(st.floats())
def test_every_float_is_written_in_few_characters_with_a_true_minus(value):
    for name in ("number", "tiny", "precise"):
        text = getattr(numbers, name)(value)
        assert re.fullmatch(r"nan|−?∞|−?\d+(\.\d+)?(e−?\d+)?", text), text
    assert len(numbers.number(value)) <= 9


@given(st.floats(-1e300, 1e300))
def test_a_number_is_written_to_its_last_digit_or_said_to_be_rounded(value):
    said = float(numbers.number(value).replace("−", "-"))
    if numbers.exact(value):
        assert said == pytest.approx(value, rel=1e-9, abs=1e-12)
    else:
        assert said == pytest.approx(value, rel=0.051, abs=1e-12)
        assert said != value
