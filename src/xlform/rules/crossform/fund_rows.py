"""Rows of the summary (附表2) with the forms of their directions (附表3), matched by name."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from xlform.model.submission import Form, Row, Submission
from xlform.template.labels import fold


class Fund(msgspec.Struct, frozen=True):
    """One row of a summary with the forms of its directions; ``path`` is the path of the row."""

    form: Form
    path: str
    row: Row
    name: str
    directions: tuple[Form, ...]


def of_kind(submission: Submission, kind: str) -> list[Form]:
    """Return the forms of one kind, in order."""
    return [form for form in submission.forms if form.kind == kind]


def text_of(row: Row, name: str) -> str:
    """Return a text of a form's fields or a row's columns, "" if the value is no text."""
    value = row.get(name)
    return value if isinstance(value, str) else ""


def directions_of(submission: Submission) -> dict[str, tuple[Form, ...]]:
    """Return the forms of directions by the folded name of their fund."""
    found: dict[str, tuple[Form, ...]] = {}
    for form in of_kind(submission, "fund-direction"):
        name = fold(text_of(form.fields, "fund"))
        if name:
            found[name] = (*found.get(name, ()), form)
    return found


def funds(submission: Submission) -> Iterator[Fund]:
    """Yield the named rows of every summary, each with its directions."""
    directions = directions_of(submission)
    for form in of_kind(submission, "fund-summary"):
        for number, row in enumerate(form.tables.get("funds", ())):
            if name := text_of(row, "fund"):
                yield Fund(form, f"funds[{number}]", row, name, directions.get(fold(name), ()))
