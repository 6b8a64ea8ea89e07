"""The report on a wrong answer: a name, or a pattern, or what separates right from wrong; and one case, shown whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from cnnkit.grader.calling import Outcome
from cnnkit.grader.diagnosing import recognise
from cnnkit.grader.exercise import Case, Exercise
from cnnkit.grader.facts import facts_of
from cnnkit.grader.inputs import call_of, explorer_of, sizes_of
from cnnkit.grader.judging import Verdict, told_apart
from cnnkit.grader.patterns import pattern_of
from cnnkit.grader.properties import separating
from cnnkit.grader.report import Grids, Report
from cnnkit.grader.source import source_of
from cnnkit.grader.trials import Trials
from cnnkit.mistakes import CATALOGUE
from cnnkit.numbers import number

__all__ = ["first_hint", "refusal"]

SPOKEN_OF = r"\b(this|that) (cell|window|patch|weight|map|place|output)\b"
PRINTED = 400  # characters of what was printed that a report shows


def refusal(trials: Trials, outcomes: Sequence[Outcome], verdicts: Sequence[Verdict]) -> Report:
    """The report on verdicts that are not all right.

    Parameters
    ----------
    trials : Trials
        The cases with their right answers.
    outcomes, verdicts : sequences
        What came of each case, and how it was judged.

    Returns
    -------
    Report
        Headline, grids, witness and inputs are those of one and the same case.
    """
    asked, cases = trials.exercise, trials.cases
    judged = [k for k, case in enumerate(cases) if case.judged]
    checks = tuple((cases[k].label, verdicts[k].right) for k in judged)
    shown = _shown(cases, verdicts)
    mistakes = recognise(trials, verdicts)
    if asked.changed_input and any(o.changed for o in outcomes):
        mistakes = tuple(sorted({*mistakes, asked.changed_input}))
    pattern = "" if mistakes else _pattern(asked, cases, verdicts, outcomes, shown)
    separation = "" if mistakes else _separation(asked, cases, verdicts)
    grids, witness = _picture(asked, cases[shown], verdicts[shown])
    changed = "" if asked.changed_input else _changed(outcomes[shown], verdicts[shown])
    voices = (pattern, separation, "" if mistakes else outcomes[shown].words, changed)
    return Report(
        asked.id,
        False,
        sum(right for _, right in checks) / len(checks),
        mistakes,
        _message(asked, cases, verdicts, shown, mistakes, voices),
        hints=_hints(asked, mistakes, grids, verdicts[shown]),
        checks=checks,
        grids=grids,
        witness=witness,
        call=call_of(asked.id, shown, cases[shown].args, trials.seed),
        explorer=explorer_of(asked, shown, cases[shown].args, trials.seed, _example(grids)),
        sizes=sizes_of(asked.names, cases[shown].args),
        printed=outcomes[shown].printed.strip()[:PRINTED],
        solution=source_of(asked.solution) if any(verdict.parts for verdict in verdicts) else "",
        pattern=pattern,
        separation=separation,
    )


def _shown(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> int:
    """The case to speak of: of the first stage that fails, one with wrong cells to look at, the smallest."""
    wrong = [k for k, case in enumerate(cases) if case.judged and not verdicts[k].right]
    wrong = [k for k in wrong if cases[k].stage == cases[wrong[0]].stage]

    def order(k):
        verdict = verdicts[k]
        cells = any(off.any() for off in verdict.wrong)
        return (not cells, not verdict.parts, verdict.same, sum(_count(arg) for arg in cases[k].args))

    return min(wrong, key=order)


def _count(arg) -> int:
    return arg.size if isinstance(arg, np.ndarray) else len(arg) if isinstance(arg, list) else 1


def _pattern(asked, cases, verdicts, outcomes, shown) -> str:
    outcome = outcomes[shown]
    # what a call left in pieces could not be read, and nothing can be said of it
    if asked.voice is not None and outcome.value is not None and verdicts[shown].value is not None:
        found = asked.voice(outcome.value, outcome.given)
        if found:
            return found
    if asked.measure is not None:  # what was left in a net is not what was returned
        return ""
    named = [k for k, case in enumerate(cases) if case.named]
    calls = [cases[k].args for k in named]
    found = pattern_of(asked.names, asked.results, calls, [verdicts[k] for k in named], asked.expected)
    if not found and _undrawn(asked.names, cases[shown].args, outcome.given):
        return "Your function draws nothing from the rng that it is given."
    return found


def _undrawn(names, args, given) -> bool:
    """Whether a generator of random numbers is as it came."""
    if "rng" not in names or len(given) != len(names):
        return False
    before, after = (found[names.index("rng")].bit_generator.state for found in (args, given))
    return before == after


def _separation(asked, cases, verdicts) -> str:
    judged = [k for k, case in enumerate(cases) if case.judged]
    facts = [facts_of(asked.names, cases[k].args) for k in judged]
    return separating(facts, [verdicts[k].same for k in judged])


def _message(asked, cases, verdicts, shown, mistakes, voices) -> str:
    lines = []
    if len(mistakes) == 1:
        lines.append(f"Looks like: {CATALOGUE[mistakes[0]].name}.")
    elif mistakes:
        lines.append(f"Looks like two things at once: {'; '.join(CATALOGUE[m].name for m in mistakes)}.")
    lines += [voice for voice in voices if voice]
    where = f" Seen with {cases[shown].label}{_called(asked, cases[shown])}." if cases[shown].label else ""
    problem, _, line = verdicts[shown].problem.partition("\n")
    lines += [problem + where, line] if line else [problem + where]
    lines += [CATALOGUE[m].why for m in mistakes]
    lines += _stages(cases, verdicts, shown)
    return "\n".join(lines)


def _changed(outcome: Outcome, verdict: Verdict) -> str:
    """That an argument was changed, where the values are wrong too; a verdict on right values says so itself."""
    if not outcome.changed or verdict.same:
        return ""
    name = outcome.changed
    return f"Your function changes its argument {name}: a later line of it may read the new numbers. Work on a copy of {name}."


def _stages(cases, verdicts, shown) -> list[str]:
    """What is done, and which step is next where all of that step fails."""
    stages = list(dict.fromkeys(case.stage for case in cases if case.stage))
    if not stages or cases[shown].stage == stages[0]:
        return []
    right = {stage: {v.right for case, v in zip(cases, verdicts, strict=True) if case.stage == stage} for stage in stages}
    before = stages[: stages.index(cases[shown].stage)]
    if any(False in right[stage] for stage in before):
        return []
    follows = "" if True in right[cases[shown].stage] else f" The next step is {cases[shown].stage}."
    return [f"Right so far: {', '.join(before)}.{follows}"]


def _called(asked: Exercise, case: Case) -> str:
    """The call itself, where its arguments are few plain numbers: ", output_size(8, 3, 2, 0, 1)"."""
    few = all(type(arg) is int or (type(arg) is list and len(str(arg)) < 60) for arg in case.args)
    if not few or case.label[0] in "([":  # the label is the arguments already
        return ""
    return f", {asked.id}({', '.join(map(str, case.args))})"


def _hints(asked, mistakes, grids, verdict) -> tuple[str, ...]:
    place = asked.hints[0]
    if asked.measure is not None or "rng" in asked.names:  # what a net holds, or what is drawn, is nothing to work out by hand
        pass
    elif grids is not None and grids.expected.size == 1:
        place = f"Work out {grids.name} by hand. {place}"
    elif grids is None:
        place = first_hint(asked)
    elif verdict.expected[asked.results.index(grids.name.partition("[")[0])].ndim == 1:  # a list has no rows
        place = f"Work out {grids.name}[{grids.cell[1]}] by hand. {place}"
    else:
        place = f"Work out {grids.name} at row {grids.cell[0]}, column {grids.cell[1]} by hand. {place}"
    if not mistakes:
        return (place, *asked.hints[1:])
    return (place, asked.hints[1], " ".join(CATALOGUE[m].line for m in mistakes))


def first_hint(asked: Exercise) -> str:
    """The first hint where no wrong cell is shown: it may speak of one, and then says which.

    Examples
    --------
    >>> from cnnkit.lessons import find
    >>> first_hint(find("max_pool_grad")), first_hint(find("double"))
    ('Take one cell of dy. Which windows did this cell win?', 'Compare y.dtype with the dtype of your result.')
    """
    place = asked.hints[0].replace("the failing stack", "a small stack")
    return f"Take one cell of {asked.results[0]}. {place}" if re.search(SPOKEN_OF, place) else place


def _picture(asked, case, verdict) -> tuple[Grids | None, str]:
    """The map with the first wrong cell, and that cell written out; nothing where there is no wrong cell."""
    part = next((k for k, off in enumerate(verdict.wrong) if off.any()), None)
    if part is None:
        return None, ""
    index = tuple(int(n) for n in np.argwhere(verdict.wrong[part])[0])
    expected, yours, wrong = verdict.expected[part], verdict.parts[part], verdict.wrong[part]
    if expected.ndim < 2:
        expected, yours, wrong = (array.reshape(1, -1) for array in (expected, yours, wrong))
        map_, cell = (), (0, index[0] if index else 0)
    else:
        map_, cell = index[:-2], index[-2:]
    name = asked.results[part] + (f"[{', '.join(map(str, map_))}]" if map_ else "")
    origin = f"Seen with {case.label}." if case.label else ""
    grids = Grids(name, expected[map_], yours[map_], wrong[map_], cell, origin)
    written = asked.witness(case.args, part, index) if asked.witness else ""
    if written:
        came, needed = float(verdict.parts[part][index]), float(verdict.expected[part][index])
        written += f"; yours is {number(came) if number(came) != number(needed) else told_apart(came, needed)[0]}"
    return grids, written


def _example(grids: Grids | None) -> int:
    """The example of the wrong cell, "z[1, 0]" is of example 1."""
    number = grids.name.partition("[")[2].partition(",")[0] if grids else ""
    return int(number) if number.isdigit() else 0
