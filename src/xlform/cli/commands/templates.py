"""``xlform templates``: the known templates, or one of them drawn with its fields' names."""

from __future__ import annotations

from collections.abc import Iterator

import click

from xlform.cli.localized import Argument, Command
from xlform.cli.options import (
    lang_option,
    templates_option,
)
from xlform.cli.screen import show, terminal_columns
from xlform.cli.template_names import templates_named
from xlform.messages import translate
from xlform.template.store import load_templates, template_folders
from xlform.terminal.form_drawing import draw_blank_form
from xlform.terminal.width import padded, width

_COLUMNS_AT_LEAST = 80
_GAP = "  "


@click.command(cls=Command, help="templates.help", epilog="templates.examples")
@click.argument("name", cls=Argument, required=False, metavar="cli.template")
@templates_option
@lang_option
def templates(name: str | None) -> None:
    """List the templates, or draw one."""
    for line in _drawing(name) if name else _table():
        show(line)


def _table() -> Iterator[str]:
    """Yield a line for each template: its name, its kind, its official title and its source."""
    headings = (translate(f"templates.{column}") for column in ("name", "kind", "title", "source"))
    rows: list[tuple[str, ...]] = [tuple(headings)]
    for template in load_templates(template_folders()):
        declared = template.declaration
        title = f"{declared.appendix} {declared.name}".strip()
        rows.append((template.name, template.kind, title, declared.source))
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (padded(text, columns) for text, columns in zip(row, widths, strict=True))
        yield _GAP.join(cells).rstrip()


def _drawing(name: str) -> Iterator[str]:
    """Yield the blank of each template of that name with each field's name in its place."""
    columns = max(_COLUMNS_AT_LEAST, terminal_columns(120))
    for number, template in enumerate(templates_named(name)):
        if number:
            yield ""
        yield f"{template.name}  {template.declaration.name}"
        yield from draw_blank_form(template, columns=columns)
