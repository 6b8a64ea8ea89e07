"""Programs of tests/programs/ in front of the grader: what the first line of each report says, and the table."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from cnnkit.lessons import exercises, grade

__all__ = ["Program", "first_line", "help_of", "programs", "table", "unjudged"]

FOLDER = Path(__file__).parent / "programs"


@dataclass(frozen=True)
class Program:
    """One program of somebody: for which exercise, and what was judged of the report."""

    exercise: str
    name: str
    function: object

    @property
    def right(self) -> bool:
        return self.name.startswith("right_")

    @property
    def judged(self) -> bool:
        return self.right or hasattr(self.function, "mistakes")


def exercise_of(stem: str) -> str:
    """The exercise that a file belongs to: the longest id that its name begins with."""
    return max((e for e in exercises() if stem == e or stem.startswith(f"{e}_")), key=len)


def programs(wanted: tuple[str, ...] = ()) -> list[Program]:
    """All programs, or those of some exercises."""
    found = []
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem == "__init__" or (wanted and exercise_of(path.stem) not in wanted):
            continue
        spec = importlib.util.spec_from_file_location(f"programs_{path.stem}", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found += [
            Program(exercise_of(path.stem), name, function)
            for name, function in vars(module).items()
            if name.startswith(("right_", "wrong_"))
        ]
    return found


def first_line(report) -> str:
    return report.message.split("\n")[0]


def help_of(report) -> str:
    """What helps in the first line: a name, a pattern or a property, an error in words, or nothing but the fact."""
    first = first_line(report)
    if report.passed:
        return "accepted"
    if report.mistakes:
        return "name"
    if first == report.pattern:
        return "pattern"
    if first == report.separation:
        return "property"
    return "fact" if first.startswith(("Your function stopped with", *_facts(report))) else "words"


def _facts(report) -> tuple[str, ...]:
    return tuple(f"{name} " for name in exercises()[report.exercise].results)


def table(found: list[Program]) -> str:
    """How many right programs are accepted, and what wrong ones are told, by exercise."""
    kinds = ("accepted", "name", "pattern", "property", "words", "fact")
    rows, total = [], [0] * (len(kinds) + 4)
    for exercise in dict.fromkeys(p.exercise for p in found):
        mine = [p for p in found if p.exercise == exercise]
        right = [p for p in mine if p.right]
        refused = sum(not grade(exercise, p.function).passed for p in right)
        told = [help_of(grade(exercise, p.function)) for p in mine if not p.right]
        helped = sum(kind in ("name", "pattern", "property", "words") for kind in told)
        cells = [len(right), refused, len(told), *(told.count(kind) for kind in kinds), helped]
        total = [a + b for a, b in zip(total, cells, strict=True)]
        rows.append(f"| `{exercise}` | " + " | ".join(map(str, cells)) + " |")
    rows.append("| **all** | " + " | ".join(map(str, total)) + " |")
    share = f"{100 * total[-1] / total[2]:.1f} %" if total[2] else "–"
    return "\n".join([
        "| exercise | right | refused | wrong | " + " | ".join(kinds) + " | helped |",
        "| --- " * (len(kinds) + 5) + "|",
        *rows,
        "",
        f"A name, a pattern, a property or an error in words stands in the first line of {share} of the wrong programs.",
    ])  # fmt: skip


def unjudged(found: list[Program]) -> str:
    """The reports that nobody has judged yet."""
    pages = []
    for program in found:
        report = grade(program.exercise, program.function)
        if program.right and report.passed:
            continue
        if program.right or not program.judged:
            doc = (program.function.__doc__ or "").strip()
            pages.append(f"{program.exercise}.{program.name}: {doc}\n    [{help_of(report)}] {report.mistakes or ''}\n    "
                         + report.message.replace("\n", "\n    "))  # fmt: skip
    return "\n\n".join(pages)
