"""A table of rows in one test: every row is tried, and each that fails is named."""

import numpy as np
import pytest
from tables import each_row, try_each

TRIED = []


def is_even(number, of=2):
    TRIED.append(number)
    assert number % of == 0, f"{number} is odd"


def test_all_rows_are_tried_and_all_that_fail_are_named():
    TRIED.clear()
    with pytest.raises(AssertionError) as caught:
        try_each(is_even, [4, 3, (9, 3), (8, 3), 6, None])

    said = str(caught.value)
    assert TRIED == [4, 3, 9, 8, 6, None]
    assert said.startswith("3 of 6 rows:\n3: ") and "\n8-3: " in said and "\nNone: " in said
    assert "3 is odd" in said and "TypeError: unsupported" in said and said.count(f"{__file__}:") == 3


def test_a_row_that_does_not_raise_fails():
    @each_row([lambda: int("x"), lambda: 1, np.bool_])
    def refuses(call):
        """A case."""
        with pytest.raises(ValueError, match="invalid literal"):
            call()

    assert (refuses.__name__, refuses.__doc__, refuses.__module__) == ("refuses", "A case.", __name__)
    with pytest.raises(AssertionError, match=r"^2 of 3 rows:\nline \d+: .*\nbool: .*DID NOT RAISE"):
        refuses()


def test_an_empty_table_proves_nothing():
    with pytest.raises(AssertionError, match="the table is empty"):
        each_row([])(is_even)()
