"""Rewriting of one cell's element."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

import msgspec

from xlform.formula.prefixes import stored_formula
from xlform.ooxml.edit.cell_values import (
    Value,
    escaped_text,
    number_text,
    result_text,
    stored_text,
)
from xlform.ooxml.edit.outline import Element
from xlform.ooxml.edit.splice import Splice, printable, tag_name, without_attribute
from xlform.ooxml.escaping import escape

Kind = Literal["formula", "number", "text", "blank"]
# Attributes that qualify a cell's value and go with it: its type, and the numbers of its dynamic
# array and of its rich value.
_OF_CONTENT: Final = ("t", "cm", "vm")
_OF_VALUE: Final = ("t", "vm")
_CONTENT: Final = ("f", "v", "is")


class CellContent(msgspec.Struct, frozen=True):
    """New content of a cell.

    ``text`` is the formula without its equals sign, the number as a decimal, or the text; "" for a
    blank. ``result`` is a formula's value, ``None`` where it is unknown.
    """

    kind: Kind
    text: str
    result: Value = None


class Stored(msgspec.Struct, frozen=True):
    """Content of a cell as stored: the cell's type, value and formula, ``None`` if it has none."""

    kind: str
    value: str | None
    formula: str | None = None


def stored(content: CellContent, *, since_1904: bool) -> Stored:
    """Return a content as stored; ``ValueError`` for a number or formula that no cell can hold."""
    if content.kind == "number":
        return Stored("", number_text(_decimal(content.text)))
    if content.kind == "text":
        return Stored("inlineStr", stored_text(content.text))
    if content.kind == "blank":
        return Stored("", None)
    result = result_text(content.result, since_1904=since_1904)
    return stored_result(result, stored_formula(printable(content.text)))


def stored_result(result: tuple[str, str] | None, formula: str) -> Stored:
    """Return a formula with its result; without a result the cell has no value at all."""
    return Stored(*result, formula) if result else Stored("", None, formula)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as problem:
        raise ValueError(text) from problem


def rewritten(data: bytes, cell: Element, new: Stored) -> Splice:
    """Return the splice that gives a cell new content; its style and other children stay."""
    tag = cell.tag(data)
    for name in _OF_CONTENT:
        tag = without_attribute(tag, name)
    content = {id(child) for local in _CONTENT for child in cell.each(local)}
    others = (child for child in cell.children if id(child) not in content)
    rest = b"".join(data[child.start : child.end] for child in others)
    return Splice(cell.start, cell.end, element(_head(tag), cell.prefix, new, rest))


def element(head: bytes, prefix: str, new: Stored, rest: bytes = b"") -> bytes:
    """Return a cell's element; ``head`` is its start tag without the type and the final >."""
    body = rest
    if new.kind == "inlineStr":
        body = inline_text(prefix, new.value or "") + rest
    elif new.value is not None:
        body = value_element(prefix, new.value) + rest
    if new.formula is not None:
        body = formula_element(f"<{prefix}f>".encode(), new.formula) + body
    kind = f' t="{new.kind}"'.encode() if new.kind else b""
    if not body:
        return head + kind + b"/>"
    return head + kind + b">" + body + b"</" + tag_name(head + b">") + b">"


def revalued(data: bytes, cell: Element, formula: Element, new: Stored) -> list[Splice]:
    """Return the splices that give a formula's cell a new result; its formula stays as written."""
    tag = cell.tag(data)
    kept = tag
    for name in _OF_VALUE:
        kept = without_attribute(kept, name)
    kind = f' t="{new.kind}"'.encode() if new.kind else b""
    edits = [Splice(cell.start, cell.inner, _head(kept) + kind + b">")]
    written = b"" if new.value is None else value_element(cell.prefix, new.value)
    values = [*cell.each("v"), *cell.each("is")]
    edits += [Splice(child.start, child.end, b"") for child in values[1:]]
    start, end = (values[0].start, values[0].end) if values else (formula.end, formula.end)
    return [*edits, Splice(start, end, written)]


def value_element(prefix: str, value: str) -> bytes:
    """Return the ``v`` of a cell."""
    return f"<{prefix}v>{escaped_text(value)}</{prefix}v>".encode()


def inline_text(prefix: str, text: str) -> bytes:
    """Return the ``is`` of a cell that holds a text itself."""
    keep = _keeps_blanks(text)
    return f"<{prefix}is><{prefix}t{keep}>{escaped_text(text)}</{prefix}t></{prefix}is>".encode()


def formula_element(tag: bytes, formula: str) -> bytes:
    """Return the ``f`` of a cell; ``tag`` is its start tag, that of an empty element or not."""
    head = _head(without_attribute(tag, "xml:space"))
    end = b"</" + tag_name(head + b">") + b">"
    return head + _keeps_blanks(formula).encode() + b">" + escape(formula).encode() + end


def _keeps_blanks(text: str) -> str:
    return ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""


def _head(tag: bytes) -> bytes:
    """Return a start tag up to the place of another attribute."""
    return tag.removesuffix(b">").removesuffix(b"/").rstrip()


def fitting_spans(tag: bytes, spans: str, columns: Iterable[int]) -> bytes:
    """Return a row's tag without its ``spans``, a hint to readers, if a column is outside them.

    Source: ECMA-376 part 1, 18.3.1.73.
    """
    edges = [part.partition(":")[::2] for part in spans.split()]
    ranges = [(int(first), int(last)) for first, last in edges]
    inside = all(any(first <= column <= last for first, last in ranges) for column in columns)
    return tag if inside or not spans else without_attribute(tag, "spans")
