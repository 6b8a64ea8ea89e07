"""A report as HTML: themed by JupyterLab's colours, readable without them, no script.

It draws what the report holds and judges nothing.
"""

from __future__ import annotations

from html import escape

import numpy as np

from cnnkit.numbers import number

__all__ = ["report_page"]

SHOWN = 12  # rows and columns of a grid around the wrong cell

STYLE = """<style>
.cnn-report{font:14px/1.5 var(--jp-content-font-family,system-ui,sans-serif);color:var(--jp-content-font-color1,#1f1f1f);
 border-left:3px solid var(--jp-border-color1,#9e9e9e);padding:2px 0 2px 16px;margin:4px 0;max-width:76em}
.cnn-report.passed{border-left-color:#009E73}
.cnn-report p{margin:0 0 8px;max-width:62em}
.cnn-report .first{font-weight:600}
.cnn-report .sum{font-family:var(--jp-code-font-family,monospace);font-variant-numeric:tabular-nums;font-size:13px}
.cnn-report .maps{display:flex;flex-wrap:wrap;gap:24px;margin:8px 0 12px}
.cnn-report table.map{border-collapse:separate;border-spacing:1px;margin:0;width:auto;background:none;
 font:12px/1 var(--jp-code-font-family,monospace);font-variant-numeric:tabular-nums}
.cnn-report table.map caption{caption-side:top;text-align:left;white-space:nowrap;font:600 13px/1.5 var(--jp-content-font-family,system-ui,sans-serif);
 color:inherit;padding:0 0 4px}
.cnn-report table.map td{min-width:32px;height:28px;padding:0 4px;text-align:center;vertical-align:middle;position:relative;
 border:0;background:var(--jp-layout-color2,#eee);color:inherit;max-width:none}
.cnn-report table.map tr,.cnn-report table.map tr:hover{background:none}
.cnn-report table.map td.off::before,.cnn-report table.map td.off::after{content:"";position:absolute;left:50%;width:26px;margin-left:-13px;top:50%;
 height:0;border-top:1px solid #D55E00;opacity:.55;transform:rotate(40deg)}
.cnn-report table.map td.off::after{transform:rotate(-40deg)}
.cnn-report table.map td.here{outline:2px solid #D55E00;outline-offset:-1px;font-weight:700}
.cnn-report details{margin:0 0 6px}
.cnn-report summary{cursor:pointer;color:var(--jp-content-link-color,#0b57d0)}
.cnn-report details>div,.cnn-report details>p{margin:4px 0 6px 18px}
.cnn-report pre{font:13px/1.45 var(--jp-code-font-family,monospace);background:var(--jp-layout-color2,#f2f2f2);
 color:inherit;padding:10px 12px;margin:4px 0;overflow-x:auto}
.cnn-report pre.call{white-space:pre-wrap;overflow-wrap:anywhere;max-width:62em}
.cnn-report pre.call+details{margin-top:8px}
.cnn-report .quiet{color:var(--jp-content-font-color2,#555);font-size:13px}
</style>"""


def report_page(report) -> str:
    """A whole `Report`: message, grids, witness, hints one inside the other, solution."""
    first, _, rest = report.message.partition("\n")
    parts = [f'<p class="first">{escape(first)}</p>']
    parts += [f"<p>{escape(line)}</p>" for line in rest.split("\n") if line]
    if report.grids is not None:
        parts.append(_maps(report.grids))
    if report.witness:
        parts.append(f'<p class="sum">{escape(report.witness)}</p>')
    if report.call:
        parts.append(f'<pre class="call"><code>{escape(report.call)}</code></pre>')
    if report.sizes:
        parts.append(f'<p class="quiet">Its arguments: {escape(report.sizes)}.</p>')
    if report.explorer:
        parts.append(f'<p class="quiet">The same inputs in the explorer, with your function:</p><pre class="call"><code>{escape(report.explorer)}</code></pre>')
    if report.printed:
        parts.append(f'<p class="quiet">Your function printed:</p><pre class="call">{escape(report.printed)}</pre>')
    if report.note:
        parts.append(f'<p class="quiet">{escape(report.note)}</p>')
    parts.append(_hints(report.hints))
    if report.solution:
        parts.append(_fold("One solution", f"<pre><code>{escape(report.solution)}</code></pre>"))
    state = "passed" if report.passed else "open"
    label = escape(f"{report.exercise}: {'passed' if report.passed else 'not passed yet'}")
    return f'{STYLE}<div class="cnn-report {state}" role="group" aria-label="{label}">{"".join(parts)}</div>'


def _hints(hints: tuple[str, ...]) -> str:
    """Each hint holds the next, so that one never sees more than one asked for."""
    inner = ""
    for place in range(len(hints), 0, -1):
        title = f"Hint {place} of {len(hints)}" if len(hints) > 1 else "A hint"
        inner = _fold(title, f"<p>{escape(hints[place - 1])}</p>{inner}")
    return inner


def _fold(title: str, inner: str) -> str:
    return f"<details><summary>{escape(title)}</summary><div>{inner}</div></details>"


def _maps(grids) -> str:
    rows, columns = (_around(n, at) for n, at in zip(grids.expected.shape, grids.cell, strict=True))
    expected, yours = grids.expected[rows, columns], grids.yours[rows, columns]
    off = grids.wrong[rows, columns]
    with np.errstate(all="ignore"):
        gap = np.where(off, yours - expected, 0.0)  # what is right differs by nothing, rounding aside
    cell = (grids.cell[0] - rows.start, grids.cell[1] - columns.start)
    tables = "".join(
        _table(f"{title} {grids.name}".strip(), values, off if title != "expected" else off & False, cell)
        for title, values in (("expected", expected), ("yours", yours), ("difference", gap))
    )
    cut = ""
    if expected.shape != grids.expected.shape:
        cut = f"Rows {rows.start} to {rows.stop - 1}, columns {columns.start} to {columns.stop - 1}."
    words = f'<p class="quiet">{cut}</p>' if cut else ""
    return f'{words}<div class="maps">{tables}</div>'


def _around(count: int, at: int) -> slice:
    start = max(0, min(at - SHOWN // 2, count - SHOWN))
    return slice(start, min(count, start + SHOWN))


def _table(title: str, values: np.ndarray, off: np.ndarray, cell: tuple[int, int]) -> str:
    lines = []
    for i, row in enumerate(values):
        cells = []
        for j, value in enumerate(row):
            kind = ("off " if off[i, j] else "") + ("here" if (i, j) == cell else "")
            cells.append(f'<td class="{kind.strip()}">{number(value)}</td>' if kind else f"<td>{number(value)}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table class="map"><caption>{escape(title)}</caption>{"".join(lines)}</table>'
