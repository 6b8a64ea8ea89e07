"""Wrong arguments of what a learner calls, of the loaders and of the command line."""

import numpy as np
import pytest
from bad_arguments import named, says
from tables import try_each

from cnnkit import cli, data
from cnnkit.data.idx import read_idx
from cnnkit.learner import check, copies, expose, progress, use
from cnnkit.lessons import grade
from cnnkit.warmup import warmup

ARRAY = np.zeros((2, 3))
ANY = (None, 3, 2.5, b"double", [], ["double"], {}, ARRAY, object())  # instead of a name

ROWS = [
    *((check, (one, len), "report", "no exercise of that name") for one in ANY),
    (check, ("conv2d_forwrd", len), "report", "Did you mean conv2d_forward?"),
    *((check, ("double", one), "report", "A function is needed") for one in (None, 3, "double", ARRAY, [len])),
    (check, ("double", lambda: 0), "report", "called with 1 argument"),
    *((expose, (one,), "report", "no item of that name") for one in ANY),
    *((grade, (one, len), "report", "no exercise of that name") for one in ANY),
    *((grade, ("double", one), "report", "A function is needed") for one in (None, 3, "double", ARRAY, [len])),
    *((grade, ("double", abs, one), "report", "seed") for one in (None, "3", 2.5, True, [], {}, ARRAY, -1, object())),
    (expose, ("rounded_up",), "report", "Not attempted yet"),
    (expose, ("rounded_up", 3, 4), "report", "give a tuple of 5 arguments"),
    *((use, (one,), TypeError, 'such as use("double")') for one in ANY),
    (use, ("doubel",), KeyError, "Did you mean double?"),
    *((use, ("double", one), TypeError, "where a function was needed") for one in (3, "double", ARRAY, [len])),
    *((progress, (one,), TypeError, "must be the number of a lesson") for one in (2.5, b"05", True, [], [5], {}, ARRAY, object())),
    *((progress, (one,), ValueError, "must be the number of a lesson") for one in ("", "five", "5 ", "-1", "²", 99, -1, 10**40, "9" * 5000)),
    *((copies.reset, (one,), copies.LessonError, "cnnkit reset 02") for one in (*ANY, "", "99", ".", "0")),
    *((data.load, (one,), ValueError, "choose one of digits8") for one in (*ANY, "mnist", "Digits8")),
    *((data.load, ("digits8", one), ValueError, "must be 'train' or 'test'") for one in (*ANY, "validation")),
    *((data.photo, (one,), ValueError, "choose one of astronaut") for one in (*ANY, "Camera")),
    *((read_idx, (one,), TypeError, "the bytes of a file are needed") for one in (None, 3, "text", [1, 2], {})),
    *((warmup, (one,), TypeError, "True, False or a function") for one in (None, 3, "yes", [], {})),
]


def test_a_wrong_argument_gets_a_sentence(capsys):
    def is_answered(*row):
        says(*row)
        assert capsys.readouterr() == ("", "")

    try_each(is_answered, ROWS, named)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ([], "required: command"),
        (["learn"], "invalid choice: 'learn'"),
        (["reset"], "required: lesson"),
        (["reset", "02", "03"], "unknown arguments: 03"),
        (["doctor", "--quiet"], "unknown arguments: --quiet"),
    ],
)
def test_a_wrong_command_line_gets_a_line(line, words, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(line)

    assert caught.value.code == 2
    assert words in capsys.readouterr().err
