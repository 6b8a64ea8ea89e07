"""A standing as text and as HTML: short, aligned, readable in both themes."""

from __future__ import annotations

from html import escape

from cnnkit.grader.page import STYLE

__all__ = ["page", "text"]

BREAK = "try to break this"
KINDS = {"core": "core", "extra": "extra", "expose": "exposed"}
ON_PURPOSE = "Mistakes that you have not made here yet. Write one on purpose: does check name it?"
ALIGNED = """<style>
.cnn-report table.standing td,.cnn-report table.standing th{text-align:left;vertical-align:top;font-variant-numeric:tabular-nums;max-width:44em;white-space:normal}
.cnn-report table.standing td.fixed{white-space:nowrap}
</style>"""


def text(standing) -> str:
    """A standing in plain lines, for a console.

    Examples
    --------
    >>> from cnnkit.learner import progress
    >>> text(progress()).splitlines()[1].split()
    ['lesson', 'core', 'extra', 'exposed', 'try', 'to', 'break', 'this']
    """
    done, wanted = _sums(standing)
    first = f"{done} of {wanted} exercises passed. {standing.next_step} {standing.note}".rstrip()
    table = _detail(standing.lessons[0]) if standing.detailed else _overview(standing)
    widths = [max(len(row[k]) for row in table) for k in range(len(table[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table)
    left = [f"{one.id}, {BREAK}: {'; '.join(one.unmet)}" for one in standing.lessons[0].exercises if one.unmet]
    return "\n".join([first, *lines, *(left if standing.detailed else ())])


def page(standing) -> str:
    """A standing as HTML, for a notebook."""
    done, wanted = _sums(standing)
    right, made = standing.predictions
    guessed = f"Predictions: {right} of {made} right." if made else "No prediction made yet."
    parts = [f'<p class="first">{escape(standing.next_step)}</p>', f"<p>{done} of {wanted} exercises passed. {guessed}</p>"]
    parts += [f"<p>{escape(standing.note)}</p>"] if standing.note else []
    if standing.detailed:
        parts += [_table(_detail(standing.lessons[0])), *map(_fold, standing.lessons[0].exercises)]
    else:
        parts.append(_table(_overview(standing)))
    return f'{STYLE}{ALIGNED}<div class="cnn-report open" role="group" aria-label="progress">{"".join(parts)}</div>'


def _sums(standing) -> tuple[int, int]:
    found = [one.passed for lesson in standing.lessons for one in lesson.exercises if one.kind != "expose"]
    return sum(found), len(found)


def _overview(standing) -> list[tuple[str, ...]]:
    """A line a lesson."""
    rows = [("lesson", *KINDS.values(), BREAK)]
    for lesson in standing.lessons:
        rows.append((lesson.name, *(_share(lesson, kind) for kind in KINDS), _some(lesson.unmet)))
    return rows


def _detail(lesson) -> list[tuple[str, ...]]:
    """A line an exercise."""
    rows = [(lesson.name, "kind", "state", "attempts", "misconceptions met")]
    for one in lesson.exercises:
        state = "passed" if one.passed else ("open" if one.attempts else "not tried")
        met = "; ".join(f"{name} ({'overcome' if one.passed else 'still open'})" for name in one.met)
        rows.append((one.id, one.kind, state, str(one.attempts), met))
    return rows


def _share(lesson, kind: str) -> str:
    """How many of a kind are passed."""
    found = [one.passed for one in lesson.exercises if one.kind == kind]
    return f"{sum(found)} of {len(found)}" if found else "–"


def _some(unmet: tuple[str, ...]) -> str:
    more = f" (and {len(unmet) - 1} more)" if len(unmet) > 1 else ""
    return f"{unmet[0]}{more}" if unmet else ""


def _table(rows: list[tuple[str, ...]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
    body = "".join(
        "<tr>" + "".join(f'<td{_fixed(k, row)}>{escape(cell)}</td>' for k, cell in enumerate(row)) + "</tr>" for row in rows[1:]
    )
    return f'<table class="standing"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _fixed(k: int, row: tuple[str, ...]) -> str:
    return ' class="fixed"' if k < len(row) - 1 else ""


def _fold(one) -> str:
    """What is still to be broken in one exercise."""
    if not one.unmet:
        return ""
    listed = "".join(f"<li>{escape(name)}</li>" for name in one.unmet)
    return f"<details><summary>{escape(one.id)}: {BREAK} ({len(one.unmet)})</summary><p>{ON_PURPOSE}</p><ul>{listed}</ul></details>"
