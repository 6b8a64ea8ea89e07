"""The grader judges what comes back from calls that are made elsewhere."""

import pytest

from cnnkit.grader import grade
from cnnkit.grader.calling import call
from cnnkit.lessons import find


def without_padding(dz, w, input_size, stride, padding):
    return find("conv2d_grad_input").solution(dz, w, input_size, stride, 0)


@pytest.mark.parametrize("function", [find("conv2d_grad_input").solution, without_padding], ids=["right", "wrong"])
def test_the_report_is_the_same_wherever_the_calls_are_made(function):
    asked, made = find("conv2d_grad_input"), []

    def elsewhere(handle, args, names, answers=()):
        assert handle is nowhere
        made.append(args)
        return call(function, args, names, answers)

    def nowhere(*args):
        raise AssertionError("a call was made here")

    report = grade(asked, nowhere, 3, calling=elsewhere)

    here = grade(asked, function, 3)
    assert (report.passed, report.mistakes, report.message) == (here.passed, here.mistakes, here.message)
    assert len(made) == len(report.checks) + 2 * report.passed
