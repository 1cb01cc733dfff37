"""Submission as a tree: unit, year, forms, money, nested indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

import msgspec

from xlform.grid.model import plain
from xlform.messages import language, translate
from xlform.model.submission import Form, Note, Period, Row, Submission, Target, Value
from xlform.template.declaration import ValueKind
from xlform.template.form import FormTemplate, TableTemplate
from xlform.template.roles import Role
from xlform.terminal.width import clipped, padded, width

Paint = Callable[[str, str], str]
# Notes on how an amount is written are counted, not listed: the checker reports them.
_LISTED_NOTES_AT_MOST = 5
# Columns of the widest character; characters that one line does not hold.
_WIDEST = 2
_GAPS = frozenset("\n\t")


# Text in one colour; "" is the terminal's own.
Span = tuple[str, str]


class Branch(msgspec.Struct):
    """Line of the tree in coloured spans, with the lines below it."""

    spans: list[Span]
    below: list[Branch] = []


def unpainted(text: str, _: str) -> str:
    """Return the text unchanged, for a terminal without colour and for files."""
    return text


def tree_lines(
    submission: Submission,
    templates: Mapping[str, FormTemplate],
    *,
    columns: int,
    full: bool = True,
    paint: Paint = unpainted,
) -> Iterator[str]:
    """Return the lines of the tree within ``columns``; one line per form unless ``full``."""
    year = (
        translate("tree.year", year=submission.year)
        if submission.year
        else translate("tree.no-year")
    )
    forms = translate("tree.forms", count=len(submission.forms))
    yield _painted([(submission.source.name, "file")], columns, paint)
    unit = submission.unit or translate("tree.no-unit")
    yield _painted([(unit, "unit"), (f" · {year} · {forms}", "")], columns, paint)
    branches = [
        Branch(_headline(form, templates[form.template]), _parts(form, templates) if full else [])
        for form in submission.forms
    ]
    if submission.unread:
        branches.append(_unread(submission, full=full))
    yield from _lines(branches, "", columns, paint)


def _lines(branches: list[Branch], indent: str, columns: int, paint: Paint) -> Iterator[str]:
    for number, branch in enumerate(branches, 1):
        last = number == len(branches)
        stem = indent + ("└─ " if last else "├─ ")
        yield stem + _painted(branch.spans, columns - len(stem), paint)  # lines are narrow
        yield from _lines(branch.below, indent + ("   " if last else "│  "), columns, paint)


def _painted(spans: list[Span], columns: int, paint: Paint) -> str:
    """Return the spans within ``columns``, clipped before they are coloured."""
    whole = "".join([text for text, _ in spans])
    if _WIDEST * len(whole) <= columns and _GAPS.isdisjoint(whole):  # most lines
        return "".join([paint(text, to) if to and text else text for text, to in spans])
    line = ""
    for text, colour in spans:
        shown = clipped(text, columns) if columns > 0 else ""
        columns -= width(shown)
        line += paint(shown, colour) if colour and shown else shown
    return line


def _headline(form: Form, template: FormTemplate) -> list[Span]:
    """Return a form's title, location, subject and first amount."""
    name = template.declaration.name if language() == "zh" else template.kind
    spans: list[Span] = [(name, "form"), (f"  {form.sheet}!{form.range}", "place")]
    about = form.fields.get(template.roles.field(Role.PROJECT))
    spans += [(f"  {about}", "")] if isinstance(about, str) and about else []
    amounts = [
        value
        for field, value in form.fields.items()
        if isinstance(value, Decimal) and template.kind_of(field) in ("amount", None)
    ]
    return [*spans, (f"  {_money(amounts[0])}", "money")] if amounts else spans


def _parts(form: Form, templates: Mapping[str, FormTemplate]) -> list[Branch]:
    template = templates[form.template]
    branches = _fields(form, template)
    for name, table in template.tables.items():
        branches.append(_table(table, form.tables.get(name, ())))
    return [*branches, _notes(form.notes)] if form.notes else branches


def _fields(form: Form, template: FormTemplate) -> list[Branch]:
    fields = {n: value for n, value in form.fields.items() if not _is_absent(n, form, template)}
    labels = {name: field_label(name, template) for name in fields}
    room = max((width(label) for label in labels.values()), default=0)
    return [
        Branch([(f"{padded(labels[name], room)}  ", ""), _shown(value, template.kind_of(name))])
        for name, value in fields.items()
    ]


def _is_absent(name: str, form: Form, template: FormTemplate) -> bool:
    """Return True for a number that not every form of the kind asks for, and this one does not."""
    field = template.fields.get(name)
    optional = field is not None and field.declaration.optional
    return optional and form.fields[name] is None and name not in form.origins


def _table(table: TableTemplate, rows: tuple[Row, ...]) -> Branch:
    title = table.official if language() == "zh" else table.name
    branch = Branch([(translate("tree.table", title=title, count=len(rows)), "")])
    branch.below = _nested(table, rows, 0)
    return branch


def _nested(table: TableTemplate, rows: tuple[Row, ...], depth: int) -> list[Branch]:
    """Return one level of the stub; neighbours with the same name share a branch."""
    if depth == len(table.stub):
        return [_leaf(table, row) for row in rows]
    branches: list[Branch] = []
    start = 0
    name = table.stub[depth]
    for end in range(1, len(rows) + 1):
        if end == len(rows) or rows[end][name] != rows[start][name]:
            text = str(rows[start][name]) or translate("tree.blank-level")
            branches.append(Branch([(text, "")], _nested(table, rows[start:end], depth + 1)))
            start = end
    return branches


def _leaf(table: TableTemplate, row: Row) -> Branch:
    leaves = [column for name, column in table.columns.items() if name not in table.stub]
    values = [(row[column.name], column.kind) for column in leaves]
    filled = [(value, kind) for value, kind in values if value not in ("", None, Target())]
    if not filled:
        return Branch([(translate("tree.empty-slot"), "faint")])
    spans = [_shown(value, kind) for value, kind in filled]
    return Branch([spans[0], *((f"  {text}", colour) for text, colour in spans[1:])])


def _shown(value: Value, kind: ValueKind | None) -> Span:
    if value is None:
        return translate("tree.missing"), "faint"
    if isinstance(value, Decimal) and kind in ("number", "percent"):
        return f"{plain(value)}{'%' if kind == 'percent' else ''}", ""
    if isinstance(value, Decimal):
        return _money(value), "money"
    if isinstance(value, Target):
        return value.text, "target"
    text = value.text if isinstance(value, Period) else value
    return (" ".join(text.split()), "") if text else (translate("tree.blank"), "faint")


def _money(amount: Decimal) -> str:
    return translate("tree.money", amount=plain(amount))


def _notes(notes: tuple[Note, ...]) -> Branch:
    shown = [Branch([(note_sentence(note), "")]) for note in notes[:_LISTED_NOTES_AT_MOST]]
    if len(notes) > _LISTED_NOTES_AT_MOST:
        more = translate("tree.more", count=len(notes) - _LISTED_NOTES_AT_MOST)
        shown.append(Branch([(more, "faint")]))
    return Branch([(translate("tree.notes", count=len(notes)), "note")], shown)


def _unread(submission: Submission, *, full: bool) -> Branch:
    places = (f"{u.sheet}!{u.range}" if u.range else u.sheet for u in submission.unread)
    below = [
        Branch([(place, "place"), (f"  {unread.because}", "")])
        for place, unread in zip(places, submission.unread, strict=True)
    ]
    count = translate("tree.unread", count=len(submission.unread))
    return Branch([(count, "note")], below if full else [])


def note_sentence(note: Note) -> str:
    """Return a note as a sentence, with its cell first."""
    return f"{note.cell}  {translate(f'note.{note.code}', seen=note.seen, meant=note.meant)}"


def _total_label(name: str, table: TableTemplate) -> str:
    """Return the display name of a total, with its column if the row has several."""
    label = translate("tree.total", table=table.official)
    columns = {field: column for column, field in table.total_fields.items()}
    return label if len(columns) == 1 else f"{label}·{table.columns[columns[name]].official}"


def field_label(name: str, template: FormTemplate) -> str:
    """Return a field's display name: its printed label, or its own name in English."""
    if language() != "zh":
        return name
    if name in template.fields:
        return template.fields[name].official
    for table in template.tables.values():
        if name in table.total_fields.values():
            return _total_label(name, table)
    return name
