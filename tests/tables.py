"""One test for a table of small cases: every row is tried, and those that fail are named together.

For rows that cost less than a test of their own, and need no folder and no settings of their own.
"""

import traceback

import pytest


def called(row):
    """What a row is called: the names of its parts."""
    return "-".join(map(_named, row if isinstance(row, tuple) else (row,)))


def _named(part):
    name = getattr(part, "id", getattr(part, "__name__", part))
    return f"line {part.__code__.co_firstlineno}" if name == "<lambda>" else f"{name!s:.60}"


def try_each(case, rows, name=called):
    """Call a function with every row; a tuple is its arguments, anything else its only one."""
    rows, broken = list(rows), []
    for row in rows:
        try:
            case(*row) if isinstance(row, tuple) else case(row)
        except (Exception, pytest.fail.Exception) as error:
            line = traceback.extract_tb(error.__traceback__)[-1]
            broken.append(f"{name(row)}: {line.filename}:{line.lineno}: {type(error).__name__}: {error}")
    assert rows, "the table is empty"
    assert not broken, f"{len(broken)} of {len(rows)} rows:\n" + "\n".join(broken)


def each_row(rows, name=called):
    """Make a test of a function for one row: it tries every row."""

    def gather(case):
        def test():
            try_each(case, rows, name)

        test.__name__, test.__qualname__, test.__module__, test.__doc__ = case.__name__, case.__qualname__, case.__module__, case.__doc__
        return test

    return gather
