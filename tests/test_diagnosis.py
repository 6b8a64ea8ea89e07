"""How well the grader names mistakes: computed, written down in tests/diagnosis/, and held there.

    python -m tests.test_diagnosis                 the table of the programs in tests/programs/, and what is to be judged
    python -m tests.test_diagnosis neuron scan     the same for some exercises
    python -m tests.test_diagnosis --write         writes the tables of the catalogue anew
"""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from cnnkit.grader.judging import same_parts
from cnnkit.grader.trials import trials_of
from cnnkit.lessons import exercises, grade
from cnnkit.mistakes import identifier
from tests import measuring

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
TABLES = HERE / "diagnosis"
LESSONS = sorted({e.lesson for e in exercises().values() if e.program})
MOST = 60  # submissions before a learner gives up
PAIRS = 80  # of an exercise that are tried, spread evenly over all
FEW = 12  # where every try trains a net
HARD = ("train", "overfit_batch", "forward_backward")


def plain(function):
    """A learner's own function: not one that the package's files define."""
    return lambda *args: function(*args)


def behaviour(exercise, faults):
    """What a program does on every case, for telling programs apart."""
    trials = trials_of(exercise, 0)
    return [trials.made(frozenset(faults), k) for k, case in enumerate(trials.cases) if case.named]


def alike(one, other):
    return all(
        (a is None and b is None) or (a is not None and b is not None and same_parts(a, b))
        for a, b in zip(one, other, strict=True)
    )


@cache
def apart(exercise_id):
    """Pairs that are two faults at once: no single one, and no third name, gives the same arrays."""
    exercise = exercises()[exercise_id]
    known = [(f, behaviour(exercise, f)) for f in (frozenset(), *exercise.program.singles())]
    pairs = []
    for pair in exercise.program.pairs():
        made = behaviour(exercise, pair)
        if any(part is not None for part in made) and not any(alike(made, b) for _, b in known):
            pairs.append(pair)
    return pairs


def sampled(exercise_id):
    """Some of these pairs, spread evenly."""
    pairs, most = apart(exercise_id), PAIRS if exercise_id not in HARD else FEW
    return pairs[:: -(-len(pairs) // most)] if pairs else []


@cache
def tally(exercise_id):
    """(refused, named, all) for single faults and for pairs."""
    exercise, rows = exercises()[exercise_id], []
    for candidates in (exercise.program.singles(), sampled(exercise_id)):
        refused = named = 0
        for faults in candidates:
            report = grade(exercise_id, plain(exercise.program.wrong(*faults)))
            refused += not report.passed
            meant = alike(behaviour(exercise, faults), behaviour(exercise, _switches(exercise, report.mistakes, faults)))
            named += set(report.mistakes) == {identifier(s) for s in faults} or meant
        rows.append((refused, named, len(candidates)))
    return rows


def _switches(exercise, mistakes, faults):
    """The switches that a report stands for; those of the program itself where the names agree."""
    found = [s for s in exercise.program.switches if identifier(s) in mistakes]
    return frozenset(s for s in found if s in faults) or frozenset(found[:2])


# --- programs written without looking at cnnkit.mistakes ---------------------------------------------


def variants():
    """(exercise, name, function, mistakes or None) from tests/solutions/."""
    for path in sorted((HERE / "solutions").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"solutions_{path.stem}", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for name, function in vars(module).items():
            if name.startswith("right_"):
                yield path.stem, name, function, None
            if name.startswith("wrong_"):
                yield path.stem, name, function, function.mistakes


VARIANTS = list(variants())
RIGHT = [v for v in VARIANTS if v[3] is None]
WRONG = [v for v in VARIANTS if v[3] is not None]


@pytest.mark.parametrize(("exercise", "name", "function", "_"), RIGHT, ids=lambda v: v if isinstance(v, str) else "")
def test_a_right_program_is_accepted_however_it_is_written(exercise, name, function, _):
    report = grade(exercise, function)

    assert report.passed, report.message
    assert grade(exercise, function, seed=7).passed


@pytest.mark.parametrize(("exercise", "name", "function", "mistakes"), WRONG, ids=lambda v: v if isinstance(v, str) else "")
def test_a_wrong_program_is_refused_under_its_own_name(exercise, name, function, mistakes):
    report = grade(exercise, function)

    assert not report.passed
    assert report.mistakes == tuple(sorted(mistakes))


def test_there_are_many_right_programs_for_the_core_of_the_course():
    lessons = [exercises()[exercise].lesson for exercise, *_ in RIGHT]

    assert lessons.count("04") >= 20
    assert lessons.count("02") >= 10


# --- programs of tests/programs/, judged by hand -----------------------------------------------------------

PROGRAMS = measuring.programs()
each_program = pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: f"{p.exercise}-{p.name}")


@each_program
def test_the_report_on_a_program_is_the_one_that_was_judged(program):
    report = grade(program.exercise, program.function)
    if program.right:
        assert report.passed, report.message
        assert program.exercise in HARD or grade(program.exercise, program.function, seed=11).passed
        return
    assert not report.passed
    assert program.judged, f"to be judged: {report.message}"
    assert report.mistakes == program.function.mistakes
    assert program.function.says in measuring.first_line(report)
    assert (measuring.help_of(report) == "fact") == program.function.nothing


def test_nearly_every_first_line_helps():
    wrong = [p for p in PROGRAMS if not p.right]
    helped = sum(not p.function.nothing for p in wrong if p.judged)

    assert helped >= 0.85 * len(wrong)


# --- the programmatic learner --------------------------------------------------------------------------


def submissions(exercise, faults, rng):
    """How often a learner submits who repairs what is named, and else a fault at random."""
    left = set(faults)
    for count in range(1, MOST + 1):
        report = grade(exercise.id, plain(exercise.program.wrong(*left)))
        if report.passed:
            return count
        named = {s for s in left if identifier(s) in report.mistakes}
        if named:
            left -= named
        else:
            # without a name: changes one thing somewhere, and keeps it if it was a fault
            touched = rng.choice(list(exercise.program.switches))
            left -= {touched}
    return MOST


def repair_counts(exercise, rng, tries=30):
    """Median submissions for one, two and three faults."""
    counts = []
    for size in (1, 2, 3):
        seen = []
        for _ in range(tries):
            chosen = _distinct(exercise, size, rng)
            if chosen:
                seen.append(submissions(exercise, chosen, rng))
        counts.append(float(np.mean(seen)) if seen else float("nan"))
    return counts


def _distinct(exercise, size, rng):
    """Faults of different names that together are no smaller set of faults."""
    switches = list(exercise.program.switches)
    for _ in range(50):
        chosen = frozenset(rng.choice(switches, size, replace=False)) if size <= len(switches) else None
        if chosen is None:
            return None
        if len({identifier(s) for s in chosen}) < size or (size == 2 and chosen not in apart(exercise.id)):
            continue
        made = behaviour(exercise, chosen)
        if any(part is not None for part in made) and not alike(made, behaviour(exercise, frozenset())):
            return chosen
    return None


@pytest.mark.slow
@pytest.mark.parametrize("exercise", ["conv2d_forward", "conv2d_grad_input", "conv2d_grad_weight"])
def test_two_faults_are_repaired_within_three_submissions(exercise):
    _, two, _ = repair_counts(exercises()[exercise], np.random.default_rng(0))

    assert two <= 3


# --- the tables ----------------------------------------------------------------------------------------


def table(lesson):
    """The page of one lesson."""
    lines = [
        f"# Lesson {lesson}: how well mistakes are named",
        "",
        "Computed by `python -m tests.test_diagnosis`; a test holds this page to what is true. A pair counts as two faults",
        f"where its arrays are not those of a single one; of more than {PAIRS}, so many are tried, and {FEW} where a net is trained.",
        "",
        "| exercise | alone: refused | named | pairs: refused | named |",
        "| --- | --- | --- | --- | --- |",
    ]
    total = np.zeros((2, 3), int)
    for exercise in exercises().values():
        if exercise.lesson != lesson or exercise.program is None:
            continue
        rows = tally(exercise.id)
        total += np.array(rows)
        cells = [f"{n} of {rows[k][2]}" for k in (0, 1) for n in rows[k][:2]]
        lines.append(f"| `{exercise.id}` | {' | '.join(cells)} |")
    share = [_percent(total[k, n], total[k, 2]) for k in (0, 1) for n in (0, 1)]
    lines.append(f"| **all** | {' | '.join(share)} |")
    right = [name for exercise, name, *_ in RIGHT if exercises()[exercise].lesson == lesson]
    wrong = [name for exercise, name, *_ in WRONG if exercises()[exercise].lesson == lesson]
    lines += [
        "",
        f"Programs in `tests/solutions/`, written without looking at the above: {len(right)} right ones, all accepted; "
        f"{len(wrong)} wrong ones, all refused under their own names.",
        "",
        judged(lesson),
        "",
    ]
    return "\n".join(lines)


def judged(lesson):
    """What was judged of the reports on programs of other hands."""
    mine = [p for p in PROGRAMS if exercises()[p.exercise].lesson == lesson]
    bad = [p.function for p in mine if not p.right]
    named, said = (sum(bool(getattr(f, kind, ())) for f in bad) for kind in ("mistakes", "says"))
    return (
        f"Programs in `tests/programs/`, each report judged by hand: {len(mine) - len(bad)} right ones, none refused; "
        f"{len(bad)} wrong ones, none accepted and none named wrongly: {named} named, {said} told by a pattern, a property or an "
        f"error in words, {len(bad) - named - said} by the bare fact."
    )


def _percent(part, whole):
    return f"{100 * part / whole:.0f} %" if whole else "–"


# one lesson after the other: its programs are graded once for both tests
each_lesson = pytest.mark.parametrize("lesson", LESSONS, scope="module")


@each_lesson
def test_all_are_refused_and_nearly_all_are_named(lesson):
    rows = np.array([tally(e.id) for e in exercises().values() if e.lesson == lesson and e.program])
    (refused, named, singles), (pairs_refused, pairs_named, pairs) = rows.sum(axis=0)

    assert (refused, pairs_refused) == (singles, pairs)
    assert named >= 0.95 * singles
    assert pairs_named >= 0.92 * pairs  # some do the same to every array, and only what they have in common is named


@each_lesson
def test_the_written_table_is_true(lesson):
    assert (TABLES / f"lesson_{lesson}.md").read_text(encoding="utf-8") == table(lesson)


def write_tables():
    TABLES.mkdir(exist_ok=True)
    for number in LESSONS:
        (TABLES / f"lesson_{number}.md").write_text(table(number), encoding="utf-8")
        print(table(number))
    rng = np.random.default_rng(0)
    lines = ["# Repair counts", "", "Submissions until a programmatic learner passes, mean of 30: it repairs what is named, else "
             "something at random (course, last section).", "", "| exercise | one fault | two | three |", "| --- | --- | --- | --- |"]
    for name in ("conv2d_forward", "conv2d_grad_input", "conv2d_grad_weight", "max_pool", "mean_pool_grad"):
        lines.append(f"| `{name}` | {' | '.join(f'{n:.1f}' for n in repair_counts(exercises()[name], rng))} |")
    (TABLES / "repair_counts.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    if "--write" in sys.argv:
        write_tables()
    else:
        found = measuring.programs(tuple(sys.argv[1:]))
        print(measuring.table(found), measuring.unjudged(found), sep="\n\n")
