"""Cases 15 to 32 of the list of bad submissions: accidents in code."""

import time
from dataclasses import replace
from pathlib import Path

from cnnkit.lessons import find
from tests.classroom.classes import LIMITS, RIGHT, data, results, solved, source
from tests.test_diagnosis import WRONG

MAX_POOL = source(find("max_pool"))


def body(lines, returned="y.astype(float) * 2"):
    """A right `double` with something else in it."""
    inside = "".join(f"    {line}\n" for line in lines.splitlines())
    return f"def double(y):\n{inside}    return {returned}\n"


def case_15_syntax_error():
    answers = {"max_pool": MAX_POOL, "mean_pool": "def mean_pool(y, kernel_size, stride)\n    return y"}
    found = results(data(solved("05", {**answers, "downsample": "def downsample(y, stride):\nreturn y"})), "05")
    assert found["max_pool"].outcome == "pass"
    assert found["mean_pool"].outcome == found["downsample"].outcome == "syntax_error"
    assert "line 1" in found["mean_pool"].message and "Cell " in found["mean_pool"].message
    assert "IndentationError in line 2" in found["downsample"].message


def case_16_hidden_state(tried):
    lost = tried("def double(y):\n    return factor * y.astype(float)")
    assert lost.outcome == "raised" and "NameError" in lost.report.message and "run all cells" in lost.report.message
    deleted = tried("factor = 2", "del factor", "def double(y):\n    return factor * y.astype(float)")
    assert deleted.outcome == "raised" and "run all cells" in deleted.report.message


def case_17_magics(tried):
    cell = f"%matplotlib widget\n!pip install torch\n%cd /tmp\n%run other.py\nhere = !ls\n{RIGHT}double?\n"
    found = tried(cell, "%%time\nx = 1", "%%bash\nrm -rf /")
    assert found.outcome == "pass" and "commands of the notebook" in found.notes[0]
    assert any("%%bash" in note for note in found.notes)
    timed = tried(f"%%time\n{RIGHT}")
    assert timed.outcome == "pass"
    modulo = tried("def double(y):\n    text = '''\n% no command'''\n    return (2.0\n* y)\n")
    assert modulo.outcome == "pass" and not modulo.notes


def case_18_waiting_for_a_person(tried):
    for line in ("input('factor? ')", "breakpoint()", "import pdb; pdb.set_trace()"):
        started = time.monotonic()
        found = tried(body(line))
        assert found.outcome == "raised" and "no keyboard" in found.report.message
        assert time.monotonic() - started < LIMITS.wall / 2


def case_19_figures(tried):
    drawing = """import matplotlib.pyplot as plt
from IPython.display import display
from ipywidgets import interact
for k in range(500):
    fig, ax = plt.subplots()
    ax.imshow(y); plt.show(block=True); display(fig)
interact(lambda t: None, t=(0, 1)).observe(print)
from tqdm.auto import tqdm
for k in tqdm(range(3)): print(k)"""
    assert tried(body(drawing)).outcome == "pass"


def case_20_warnings(tried):
    noisy = "import sys, warnings\nwarnings.warn('odd')\nprint('x', file=sys.stderr)\nimport os; os.write(2, b'odd')\n1 / y[:0].sum()"
    assert tried(body(f"import numpy as np\n{noisy}")).outcome == "pass"
    assert tried(f"import warnings\nwarnings.warn('at the top')\n{RIGHT}").outcome == "pass"



def case_21_missing_things(tried):
    for line, named in (
        ("import numpy as np; np.load('../data/x.npy')", "x.npy"),
        ("open('/' 'home/ada/numbers.txt')", "numbers.txt"),
        ("import torch", "torch"),
        ("from sklearn import svm", "sklearn"),
    ):
        found = tried(body(line))
        assert found.outcome == "raised"
        assert named in found.report.message and "no other package" in found.report.message
    unused = tried(f"import torch\n{RIGHT}")  # never needed
    assert unused.outcome == "pass"


def case_22_forms(tried):
    forms = {
        "pass": ("y.astype('f4') * 2", "y.astype(int) * 2 if y.dtype == 'u1' else 2 * y", "(2.0 * y).tolist()",
                 "tuple((2.0 * y).tolist())", "np.matrix(2.0 * y) if y.ndim == 2 else 2.0 * y",
                 "np.ma.masked_array(2.0 * y, y > 3)", "np.asfortranarray(2.0 * y)", "np.repeat(2.0 * y, 2, 0)[::2]",
                 "np.broadcast_to(2.0 * y, y.shape)"),
        "wrong_shape": ("(2.0 * y)[None]", "(2.0 * y).ravel()[:1]", "np.float64(2.0)", "np.array(2.0)", "7"),
        "wrong_dtype": ("(2.0 * y).astype(complex)", "(2.0 * y).astype(str)", "(2.0 * y).astype(object)", "y > 1",
                        "np.array([('a', 1)], dtype='U1,i4')"),
        "not_array": ("{'a': 1}", "(2.0 * v for v in y)", "'2.0'", "lambda: y"),
    }  # fmt: skip
    for outcome, returned in forms.items():
        for text in returned:
            assert tried(f"import numpy as np\n{body('pass', text)}").outcome == outcome, text
    listed = tried(body("pass", "(2.0 * y).tolist()"))
    assert "list" in listed.report.note


def case_23_no_numbers(tried):
    for text, outcome in (
        ("2.0 * y * np.nan", "nan_inf"), ("np.divide(y, 0.0)", "nan_inf"), ("2.0 * y + 1e300", "wrong_values"),
        ("np.zeros(0)", "wrong_shape"), ("np.where(y == 0, -0.0, 2.0 * y)", "pass"), ("y * 2j", "wrong_dtype"),
    ):  # fmt: skip
        assert tried(f"import numpy as np\n{body('pass', text)}").outcome == outcome, text


def case_24_changed_input(tried):
    found = tried("def double(y):\n    if y.dtype == float:\n        y *= 2\n        return y\n    return y * 2.0")
    assert found.outcome == "changed_input" and "changed its argument y" in found.report.message


def case_25_right_on_easy_cases(tried):
    wrong = {
        "square": "rows = columns = dz.shape[2]", "stride": "stride = 1", "padding": "padding = 0",
        "one map": "w = w[:, :1].repeat(w.shape[1], 1)",
    }  # fmt: skip
    for line in wrong.values():
        text = source(find("conv2d_grad_input")).replace("    _, M, Kh, Kw", f"    {line}\n    _, M, Kh, Kw", 1)
        found = tried(f"import numpy as np\n{text}", exercise="conv2d_grad_input")
        assert not found.report.passed and "een with" in found.report.message, line
        assert 0 < found.report.score < 1, line


def case_26_recognised(tried):
    known = [v for v in WRONG if v[0] in ("conv2d_grad_input", "conv2d_forward") and len(v[3]) == 1]
    for exercise, name, _, mistakes in known[::4]:
        text = (Path(__file__).parent.parent / "solutions" / f"{exercise}.py").read_text()
        found = tried(f"{text}\n{exercise} = {name}", exercise=exercise)
        assert found.report.mistakes == tuple(mistakes) and found.report.hints, name


def case_27_forgotten_return(tried):
    forgotten = tried("def double(y):\n    2.0 * y")
    assert forgotten.outcome == "not_array" and "end with return" in forgotten.report.message
    printed = tried("def double(y):\n    print(2.0 * y)")
    assert printed.outcome == "not_array" and "printed" in printed.report.message


def case_28_other_callables(tried):
    extra = tried("def double(y, factor):\n    return factor * y")
    assert extra.outcome == "wrong_signature" and "(y, factor)" in extra.report.message
    assert tried("double = lambda image: image.astype(float) * 2").outcome == "pass"
    assert tried("from functools import partial\ndouble = partial(lambda k, y: k * y.astype(float), 2)").outcome == "pass"
    assert tried("class Doubler:\n    def __call__(self, y):\n        return 2.0 * y\ndouble = Doubler()").outcome == "pass"
    assert tried("class double:\n    def __init__(self, y):\n        self.y = 2.0 * y").outcome == "not_array"
    assert tried("double = 7").outcome == "missing_function"
    compiled = "from numba import njit\n@njit\ndef double(y):\n    return y * 2.0"
    assert tried(compiled, limits=LIMITS.times(6)).outcome == "pass"


def case_29_outer_name(tried):
    found = tried("import numpy as np\ny = np.ones((4, 4))", "def double(image):\n    return 2 * y")
    assert not found.report.passed and found.outcome in ("wrong_shape", "wrong_values")
    same = tried("y = [[1.0, 2, 3], [4, 5, 6]]", "def neuron(patch, w, bias):\n    return y[0]", exercise="neuron")
    assert not same.report.passed
    pooled = tried("import numpy as np\nu = np.ones((1, 1, 2, 2))", "def downsample(y, stride):\n    return u", exercise="downsample")
    assert not pooled.report.passed


def case_30_varying_answers(tried):
    drawn = tried("import numpy as np\ndef double(y):\n    return 2.0 * y + np.random.rand()")
    assert drawn.outcome == "varies" and "two different results" in drawn.report.message
    kept = "seen = []\ndef double(y):\n    seen.append(y.tobytes())\n    return y * (2.0 if seen.count(y.tobytes()) == 1 else 3.0)"
    remembered = tried(kept)
    assert remembered.outcome == "varies" and "two different results" in remembered.report.message


def case_31_too_slow(tried):
    slow = "def double(y):\n    total = 0\n    while y.size > 9:\n        total += 1\n    return y.astype(float) * 2"
    found = tried(slow, limits=replace(LIMITS, seconds=1))
    assert found.outcome == "cpu_limit" and 0.4 < found.report.score < 1
    assert "uint8 values above 127" in found.report.message


def case_32_crashes(tried):
    endless = tried("def double(y):\n    return double(y)")
    assert endless.outcome == "raised" and "calls itself without end" in endless.report.message
    deep = tried("import sys\nsys.setrecursionlimit(10**9)\ndef double(y):\n    return [double(y)]", limits=LIMITS.times(2))
    assert deep.outcome in ("crashed", "memory_limit", "raised")
    null = tried("import ctypes\ndef double(y):\n    return ctypes.string_at(0)")
    assert null.outcome == "crashed" and "SIGSEGV" in null.report.message
    uncompiled = tried("from numba import njit\n@njit\ndef double(y):\n    return open(y)", limits=LIMITS.times(6))
    assert uncompiled.outcome == "raised" and "TypingError" in uncompiled.report.message
