"""The 58 bad submissions that grading must survive, each with the outcome that it must have.

Their numbers are those of the list that the grading was designed against; the bodies stand in the `cases_*` files.
"""

import inspect
import re

import pytest

from tests.classroom import cases_accidents, cases_grader, cases_hostile, cases_notebooks

pytestmark = pytest.mark.slow

BODIES = {
    int(re.match(r"case_(\d+)_", name).group(1)): body
    for module in (cases_notebooks, cases_accidents, cases_hostile, cases_grader)
    for name, body in vars(module).items()
    if name.startswith("case_")
}


@pytest.mark.parametrize("number", sorted(BODIES), ids=str)
def test_case(number, request, walled):
    body = BODIES[number]
    body(*(request.getfixturevalue(name) for name in inspect.signature(body).parameters))


def test_no_case_is_missing():
    assert sorted(BODIES) == list(range(1, 59))
