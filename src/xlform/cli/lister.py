"""The work of ``xlform templates`` once its argument is known."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from xlform.errors import XlformError
from xlform.messages import translate
from xlform.template.form import FormTemplate
from xlform.template.store import find_templates, load_templates, templates_folder
from xlform.terminal.form_drawing import drawn_blank
from xlform.terminal.width import padded, width


def listing() -> Iterator[str]:
    """A line for each template: its name, its kind, its official title and its source."""
    heads = (translate(f"templates.{head}") for head in ("name", "kind", "title", "source"))
    rows: list[tuple[str, ...]] = [tuple(heads)]
    for template in load_templates(templates_folder()):
        words = template.declaration
        title = f"{words.appendix} {words.name}".strip()
        rows.append((template.name, template.kind, title, words.source))
    rooms = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        cells = (padded(text, room) for text, room in zip(row, rooms, strict=True))
        yield "  ".join(cells).rstrip()


def drawing(name: str) -> Iterator[str]:
    """The blank of each template of that name with each field's name in its place."""
    columns = max(80, shutil.get_terminal_size((120, 0)).columns)
    for number, template in enumerate(named(name)):
        if number:
            yield ""
        yield f"{template.name}  {template.declaration.name}"
        yield from drawn_blank(template, columns=columns)


def named(name: str) -> tuple[FormTemplate, ...]:
    """The templates a person means by a name; one sentence names those there are."""
    known = load_templates(templates_folder())
    if found := find_templates(name, known):
        return found
    raise XlformError(
        "no-such-template", name=name, known="、".join(template.name for template in known)
    )
