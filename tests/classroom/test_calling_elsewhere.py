"""The grader judges what comes back from calls that are made elsewhere."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cnnkit.grader import calling
from cnnkit.grader.calling import call
from cnnkit.grader.grading import grade
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
    assert len(made) >= len(report.checks) + 2


def test_calling_needs_numpy_alone(tmp_path):
    room = tmp_path / "cnnkit" / "grader"  # no __init__ beside it: nothing else of the package is loaded
    room.mkdir(parents=True)
    for path in Path(calling.__file__).parent.glob("[cr]a*.py"):
        (room / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    lines = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(Path(np.__file__).parent.parent)!r}]",
        "from cnnkit.grader import calling",
        "outcome = calling.call(lambda y: 2 * y, ([1.0, 2.0],), ('y',))",
        "print(outcome.value, sorted({name.split('.')[0] for name in sys.modules} & {'cnnkit', 'numba', 'numpy'}))",
    )
    shown = subprocess.run([sys.executable, "-I", "-S", "-c", "\n".join(lines)], capture_output=True, text=True)

    assert shown.stdout == "[1.0, 2.0, 1.0, 2.0] ['cnnkit', 'numpy']\n", shown.stderr
