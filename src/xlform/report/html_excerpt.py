"""Excerpt of a sheet around a finding, as part of an HTML page."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.messages import translate
from xlform.report.excerpt import Excerpt, ExcerptCell
from xlform.report.html_text import escape


def excerpt_html(excerpt: Excerpt) -> Iterator[str]:
    """Yield the cells around a finding, folded by default."""
    yield f'<details class="cells"><summary>{escape(translate("page.cells"))}</summary>'
    letters = "".join(f"<th>{letter}</th>" for letter in excerpt.letters)
    yield f'<table class="sheet"><tr><th></th>{letters}</tr>'
    for number, cells in excerpt.rows:
        yield f"<tr><th>{number}</th>{''.join(map(_cell, cells))}</tr>"
    yield "</table></details>"


def _cell(cell: ExcerptCell) -> str:
    if cell.merged:
        return '<td class="merged"></td>'
    css = ' class="marked"' if cell.marked else ""
    return f"<td{css}>{escape(cell.text)}</td>"
