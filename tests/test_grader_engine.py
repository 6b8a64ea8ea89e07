"""The grader is a function of (exercise, function, seed): it loads no lesson, changes no process and touches no disk."""

import ast
import linecache
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

import cnnkit
from cnnkit.grader import calling
from cnnkit.grader.judging import judge
from cnnkit.lessons import find, grade, inputs

ROOT = Path(__file__).parent.parent
PACKAGE = Path(cnnkit.__file__).parent
IMPORTED = """
    import os, sys
    written = []

    def watch(event, args):
        made = event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree")
        opened = event == "open" and isinstance(args[0], str) and set(args[1] or "r") & set("wax+")
        if made or opened:
            written.append((event, str(args[0])))

    import numpy, numba, threadpoolctl
    import cnnkit  # the kernels name the folder of their compiled code
    before = set(sys.modules)
    threads = [library["num_threads"] for library in threadpoolctl.threadpool_info()]
    sys.addaudithook(watch)
    import cnnkit.grader
    watched = [line for line in written if "__pycache__" not in line[1]]
    new = {name for name in set(sys.modules) - before if name.startswith("cnnkit")}
    print(watched)
    print(threads == [library["num_threads"] for library in threadpoolctl.threadpool_info()])
    print(sorted({name.split(".")[1] for name in new}))
"""


def run(code, folder):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CNNKIT_STATE": str(folder / "state")}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_importing_it_writes_nothing_sets_no_threads_and_loads_no_lesson(tmp_path):
    written, same_threads, rooms = run(IMPORTED, tmp_path)

    assert written == "[]" and list(tmp_path.iterdir()) == []
    assert same_threads == "True"
    assert set(ast.literal_eval(rooms)) <= {"grader", "mistakes", "moved", "numbers", "reference"}


def test_importing_the_package_sets_no_threads_either(tmp_path):
    code = """
        import numpy, threadpoolctl
        before = [library["num_threads"] for library in threadpoolctl.threadpool_info()]
        import cnnkit.lessons, cnnkit.learner, cnnkit.training
        print(before == [library["num_threads"] for library in threadpoolctl.threadpool_info() if library["user_api"] == "blas"])
    """
    assert run(code, tmp_path) == ["True"]


REPORTED = """
    import numpy as np
    from cnnkit.lessons import exercises, grade
    right = exercises()["conv2d_grad_input"].expected
    flipped = lambda dz, w, *rest: right(dz, w[..., ::-1, ::-1], *rest)
    report = grade("conv2d_grad_input", flipped, seed=3)
    print(report.message, report.hints, report.witness, report.call, report.solution, report.grids.expected.tolist())
"""


@pytest.mark.slow
def test_the_same_call_gives_the_same_report_in_any_folder(tmp_path):
    other = tmp_path / "other"
    for folder in (".cnnkit", "state"):
        (other / folder).mkdir(parents=True)
        (other / folder / "progress.json").write_text('{"exercises": {"conv2d_grad_input": {"attempts": 9}}}')
    assert run('from cnnkit.learner import record; print(record.attempts("conv2d_grad_input"))', other) == ["9"]

    assert run(REPORTED, tmp_path) == run(REPORTED, other)


def test_another_seed_draws_other_numbers_and_judges_alike():
    def transposed(w):
        return np.swapaxes(find("rotation_bank").expected(w), 3, 4)

    one, other = (grade("rotation_bank", transposed, seed) for seed in (0, 1))

    assert not np.array_equal(one.grids.expected, other.grids.expected)
    assert (one.passed, one.mistakes, one.checks) == (other.passed, other.mistakes, other.checks)
    assert "seed=1" in other.call or "inputs(" not in other.call


@pytest.mark.parametrize("slash", ["/", "\\"])
def test_a_folder_beside_the_package_is_not_the_package(slash):
    def path(*parts):
        return slash.join([*PACKAGE.as_posix().split("/"), *parts])

    beside = path().replace("cnnkit", "cnnkit_mine")

    assert calling.is_operation(path("conv.py"))
    assert calling.is_operation(path("kernels", "correlate.py"))
    assert not calling.is_operation(path("grader", "report.py"))
    assert not calling.is_operation(path("lessons", "lesson_02", "solutions.py"))
    assert calling.is_operation(path("grader_like", "x.py"))
    assert not calling.is_operation(f"{beside}{slash}x.py")
    assert not calling.is_operation(path() + "_mine" + slash + "x.py")


@pytest.mark.parametrize("slash", ["/", "\\"])
def test_the_line_that_is_named_is_the_learners_whichever_slashes_a_system_has(slash):
    def made(file, text):
        linecache.cache[file], space = (len(text), None, text.splitlines(keepends=True), file), {}
        exec(compile(text, file, "exec"), space)
        return space

    operation = made(slash.join([*PACKAGE.as_posix().split("/"), "conv.py"]), "def inner(z):\n    raise ValueError('of the package')\n")
    learners = made(f"C:{slash}Temp{slash}ipykernel_1{slash}2.py", "def double(y):\n    z = y\n    return inner(z)\n")
    learners["inner"] = operation["inner"]

    message = grade("double", learners["double"]).message

    assert "It happened in line 3 of its cell: return inner(z)" in message, message


def test_a_function_from_a_folder_beside_the_package_is_the_learners(tmp_path):
    source = "def double(y):\n    return y.astype(float) * 2\n"
    space = {}
    exec(compile(source, f"{PACKAGE}_mine/x.py", "exec"), space)

    assert grade("double", space["double"]).passed


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_two_files_of_the_grader_need_each_other():
    needs = {}
    for path in (PACKAGE / "grader").rglob("*.py"):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        needs[name] = {module for module in imports_of(path) if module.startswith("cnnkit.grader")}

    def reached(name, seen):
        for other in needs.get(name, ()):
            if other not in seen:
                seen.add(other)
                reached(other, seen)
        return seen

    assert [name for name in needs if name in reached(name, set())] == []
    for name in ("judging", "witness"):
        assert "cnnkit.grader.page" not in reached(f"cnnkit.grader.{name}", set())


def test_the_page_crosses_exactly_the_cells_that_were_judged_wrong():
    """Float32 inside makes errors that are no mistake; they get no cross."""
    right = find("conv2d_forward").expected

    def nearly(y, w, bias, stride, padding):
        z = right(y, w, bias, stride, padding)
        z = z * (1 + 2e-6)  # rounding that the verdict forgives
        z[0, 0, 0, 0] += 50
        return z

    report = grade("conv2d_forward", nearly)

    assert report.grids.wrong.sum() == 1 and report.grids.wrong[0, 0]
    page = report._repr_html_()
    assert page.count('class="off here"') == 2  # in yours and in the difference
    assert page.count('class="off"') == 0
    gaps = re.findall(r"<td[^>]*>([^<]*)</td>", page.partition("<caption>difference")[2])
    assert set(gaps) == {"0", "50.00"}  # nor is rounding a difference


def test_the_grids_carry_the_verdict_on_large_values_too():
    expected = (np.array([[1e6, 1.0], [2.0, 3.0]]),)
    verdict = judge(np.array([[1e6, 4.0], [2.0, 3.0]]), expected, ("z",))

    assert verdict.right  # 3 in a million is rounding here, and the report has to say the same
    assert not verdict.wrong[0].any()


@pytest.mark.parametrize("exercise", ["conv2d_forward", "max_pool", "output_size", "train_until", "forward_backward"])
def test_the_call_of_a_report_can_be_copied_and_run(exercise):
    report = grade(exercise, lambda *args: np.zeros(3))
    seen = []
    exec(report.call, {"np": np, exercise: lambda *args: seen.append(args)})

    assert len(seen) == 1 and len(seen[0]) == len(find(exercise).names)


def test_headline_grid_sum_and_call_are_of_one_case():
    right = find("conv2d_forward").expected

    def without_padding_and_bias(y, w, bias, stride, padding):
        return right(y, w, bias * 0, stride, padding)

    report = grade("conv2d_forward", without_padding_and_bias, seed=4)
    calls = []
    exec(report.call, {"np": np, "conv2d_forward": lambda *args: calls.append(args)})
    expected = right(*calls[0])

    assert report.grids.expected.tolist() in [m.tolist() for t in expected for m in t]
    label = report.grids.origin.removeprefix("Seen with ").removesuffix(".")
    assert f"Seen with {label}." in report.message
    assert dict(report.checks)[label] is False
    cell = report.grids.expected[report.grids.cell]
    assert f"= {cell:.0f};".replace("-", "−") in report.witness


def test_inputs_says_which_cases_there_are():
    with pytest.raises(IndexError, match="has the cases 0 to"):
        inputs("double", 99)
    with pytest.raises(KeyError, match="Did you mean double"):
        inputs("doubel", 0)


def test_what_was_printed_is_shown():
    def neuron(patch, w, bias):
        print("shape", patch.shape)
        return bias

    report = grade("neuron", neuron)

    assert report.printed.startswith("shape (1, 2, 2)")
    assert "Your function printed" in report._repr_html_()


def test_nan_is_written_and_not_blank():
    report = grade("conv2d_forward", lambda *args: find("conv2d_forward").expected(*args) * np.nan)

    assert "nan" in report.witness and "<td" in report._repr_html_()
    assert ">nan</td>" in report._repr_html_()


def test_a_list_is_copied_array_by_array():
    def sgd_step(weights, gradients, learning_rate):
        for w, dw in zip(weights, gradients, strict=True):
            w -= learning_rate * dw
        return weights

    message = grade("sgd_step", sgd_step).message

    assert "weights = [array.copy() for array in weights]" in message and "weights.copy()" not in message


def test_a_stub_gets_the_first_hint():
    def neuron(patch, w, bias):
        raise NotImplementedError("exercise neuron")

    assert grade("neuron", neuron).hints == find("neuron").hints[:1]


def test_a_hint_that_speaks_of_a_cell_says_which():
    def max_pool(y, kernel_size, stride):
        raise NotImplementedError("exercise max_pool")

    report = grade("max_pool", max_pool)

    assert report.hints == ("Take one cell of u. Write the cells of that window down in row order.",)
    assert "1 of 1" not in report._repr_html_()


def test_positions_that_cannot_index_and_lists_are_told():
    right = find("max_pool").expected

    def max_pool(y, kernel_size, stride):
        u, positions = right(y, kernel_size, stride)
        return u.tolist(), positions.astype(float)

    report = grade("max_pool", max_pool)

    assert report.passed
    assert "positions.astype(int)" in report.note and "A list was returned" in report.note


RIGHT = {
    "receptive_field": [lambda layers: np.array(find("receptive_field").expected(layers)),
                        lambda layers: dict(zip(("size", "jump"), find("receptive_field").expected(layers), strict=True))],
    "affected": [lambda r, size, K, s, p: (lambda rows: range(rows[0], rows[-1] + 1) if rows else range(0))(
        find("affected").expected(r, size, K, s, p))],
}  # fmt: skip


@pytest.mark.parametrize("exercise", RIGHT)
def test_other_containers_of_right_numbers_are_right(exercise):
    for function in RIGHT[exercise]:
        assert grade(exercise, function).passed


def test_of_two_explanations_the_one_that_stops_where_the_function_stops_is_named():
    """Exchanged axes raise where there are more maps out than in; a reshape to the same sizes never does."""
    wrong = find("projection_shortcut").program.wrong
    for axes in ("M19", "N20"):
        assert grade("projection_shortcut", lambda *args, axes=axes: wrong("M10", axes)(*args)).mistakes == ("M10", axes)


def test_what_explains_one_array_is_not_named_against_what_explains_all_errors_too():
    """On square weights two exchanges look like a third mistake, but that one would not have stopped anywhere else."""
    wrong = find("separable_as_full").program.wrong

    assert grade("separable_as_full", lambda *args: wrong("M15:outputs", "M19")(*args)).mistakes == ()
    assert grade("separable_as_full", lambda *args: wrong("M24", "N26")(*args)).mistakes == ("M24",)  # M28 looks the same


def test_no_mistake_of_a_variance_hides_behind_another():
    wrong = find("batch_norm").program.wrong
    for pair in (("M47", "N02"), ("N02", "N05"), ("M47", "N04:much"), ("N03", "N05")):
        named = tuple(one.partition(":")[0] for one in pair)
        assert grade("batch_norm", lambda *args, pair=pair: wrong(*pair)(*args)).mistakes == named


def test_a_report_speaks_in_words_and_never_in_codes():
    program = find("conv2d_forward").program
    for faults in ((), *program.singles(), *program.pairs()[::40]):
        report = grade("conv2d_forward", lambda *args, faults=faults: program.wrong(*faults)(*args))
        assert not re.search(r"\b[A-Z]\d\d\b", " ".join((report.message, report.note, *report.hints, report._repr_html_())))
