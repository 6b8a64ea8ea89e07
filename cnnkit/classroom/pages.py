"""The frame of every page that is written: one style, no script, nothing from outside."""

from __future__ import annotations

from html import escape

__all__ = ["UNTRUSTED", "page"]

UNTRUSTED = "Graded without a sandbox: these marks hold only if every program in the class was trusted."

STYLE = """
:root{color-scheme:light}
body{font:15px/1.5 system-ui,sans-serif;color:#1f1f1f;background:#fff;max-width:72em;margin:32px auto;padding:0 24px}
h1{font-size:24px;line-height:1.25;margin:0 0 4px}h2{font-size:18px;margin:32px 0 8px}h3{font-size:15px;margin:20px 0 4px}
p{margin:0 0 8px;max-width:62em}.quiet{color:#555;font-size:13px}.mark{font-variant-numeric:tabular-nums}
table.list{border-collapse:collapse}table.list td,table.list th{text-align:left;vertical-align:top;padding:4px 20px 4px 0;border-bottom:1px solid #ddd}
table.list td.number{text-align:right;font-variant-numeric:tabular-nums}
ul{margin:0 0 8px;padding-left:20px}section{break-inside:avoid}.maps{display:flex;flex-wrap:wrap;gap:24px;margin:8px 0 12px}
.stamp{border:2px solid #D55E00;padding:8px 12px;font-weight:600}
@media print{body{margin:0;max-width:none;padding:0}svg,svg *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(title: str, body: str, trusted: bool) -> str:
    """A whole page; `body` is HTML, `title` is text.

    Examples
    --------
    >>> "<script" in page("<script>", "", False)
    False
    """
    stamp = f'<p class="stamp">{escape(UNTRUSTED)}</p>' if trusted else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1>{stamp}{body}</body></html>\n"
    )
