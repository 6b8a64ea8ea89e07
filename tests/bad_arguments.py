"""Rows of what answers with a report, or an error of its own kind; `entries.py` has those of everything else.

A row is (function, arguments, what comes, words): "report" for a Report, or the exception; words are a part of the
sentence.  `says` looks at a row: a raw error from inside, a page of text or a sentence without the words fails.
"""

import re

import pytest
from bad_values import LONGEST, RAW

from cnnkit.grader import Report


def says(function, arguments, comes, words):
    """Call a function with wrong arguments and look at what it says."""
    if comes == "report":
        report = function(*arguments)
        assert isinstance(report, Report) and not report.passed
        said = report.message
    else:
        with pytest.raises(comes) as caught:
            function(*arguments)
        assert type(caught.value) is comes
        said = str(caught.value.args[0]) if caught.value.args else ""
    assert words in said, said
    assert not RAW.search(said), said
    assert len(said) < LONGEST and said.count("\n") <= 2, said


def named(row):
    """A row as the name of a test."""
    function, arguments, *_ = row
    given = re.sub(r" at 0x\w+|\s+", "", repr(arguments))
    return f"{function.__module__.removeprefix('cnnkit.')}.{function.__name__}{given:.60}"
