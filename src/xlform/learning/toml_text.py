"""Text of a learnt declaration: ``form.toml`` with the cell each line comes from, and doubts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from xlform.grid.model import origin
from xlform.learning.declared import (
    column_data,
    declaration_data,
    field_data,
    relation_data,
    table_data,
)
from xlform.learning.proposal import LearntColumn, LearntField, LearntForm, LearntTable
from xlform.messages import listed, translate

_TABLE_KEYS = ("title", "under", "role", "split", "composite", "one_of", "total")
_WIDE = 60


def toml_text(form: LearntForm, source: str) -> str:
    """Return the declaration as TOML; ``source`` is the name of the blank."""
    data = declaration_data(form)
    lines = [*_comment(translate("learnt.head", file=source, sheet=form.sheet))]
    keys = [key for key in data if key not in ("recognise", "field", "table", "relation")]
    width = max(map(len, keys))
    for key in keys:
        where = f"  # {_title_cell(form)}" if key == "title" and form.title_cell else ""
        lines.append(f"{key:<{width}} = {toml_value(data[key])}{where}")
    lines += ["", "[recognise]"]
    lines += [f"{key} = {toml_value(value)}" for key, value in data["recognise"].items()]
    lines += ["", "[field]", *_fields(form.fields)]
    for table in form.tables:
        lines += _table(table)
    lines += _relations(form)
    if form.unread:
        lines += ["", *_comment(translate("learnt.unread", cells=listed(form.unread)))]
    return "\n".join(lines) + "\n"


def _title_cell(form: LearntForm) -> str:
    return origin(form.title_cell.position) if form.title_cell else ""


def _comment(text: str) -> Iterator[str]:
    yield from (f"# {line}" for line in text.splitlines())


def _fields(fields: list[LearntField]) -> Iterator[str]:
    width = max((len(field.name) for field in fields), default=0)
    for field in fields:
        yield from _doubts(field.doubts, field.label)
        line = f"{field.name:<{width}} = {toml_value(field_data(field))}"
        cells = origin(field.head.position)
        if field.row_head:
            cells += f" × {origin(field.row_head.position)}"
        if field.value != field.head.position:
            cells += f" → {origin(field.value)}"
        yield f"{line}  # {cells}"


def _doubts(doubts: list[str], label: str) -> Iterator[str]:
    for doubt in dict.fromkeys(doubts):
        yield f"# {translate(f'doubt.{doubt}', label=label)}"


def _table(table: LearntTable) -> Iterator[str]:
    data = table_data(table)
    yield ""
    yield f"[table.{table.name}]"
    for key in _TABLE_KEYS:
        if key in data:
            yield f"{key} = {toml_value(data[key])}"
    for part in ("stub", "column"):
        columns = [c for c in table.columns if c.stub == (part == "stub")]
        if columns or part == "column":
            yield f"[table.{table.name}.{part}]"
            yield from _columns(columns)


def _columns(columns: list[LearntColumn]) -> Iterator[str]:
    width = max((len(column.name) for column in columns), default=0)
    for column in columns:
        yield from _doubts(column.doubts, column.label)
        line = f"{column.name:<{width}} = {toml_value(column_data(column))}"
        yield f"{line}  # {origin(column.head.position)}"


def _relations(form: LearntForm) -> Iterator[str]:
    for relation in form.relations:
        mark = "" if relation.sure else "# "
        key = "learnt.formula" if relation.sure else "learnt.likely"
        yield ""
        yield f"# {translate(key, cell=relation.cell)}"
        yield f"{mark}[[relation]]"
        for name, value in relation_data(relation).items():
            yield f"{mark}{name} = {toml_value(value)}"


def toml_value(value: Any) -> str:  # noqa: ANN401  (what a declaration holds)
    """Return a value as TOML on one line; patterns in literal quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        literal = "\\" in value and "'" not in value
        return f"'{value}'" if literal else json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(key)} = {toml_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return str(value)


def _key(key: str) -> str:
    plain = key.replace("_", "").replace("-", "")
    return key if plain.isascii() and plain.isalnum() else json.dumps(key, ensure_ascii=False)
