r"""One cell of the grid notation: the text between two bars, to a cell and back.

==================  =====================================================================
``人居环境宣传``     text
``'66``             text that looks like something else; ``'`` alone is the empty text
``66.00``, ``98%``  a number, with the decimals it prints; a percentage is 0.98
``2023-12-31``      a date;  ``TRUE`` ``FALSE``  ``#REF!``  ``#(Err:508)``  as they look
``=A1+A2 → 3``      a formula and its result;  no arrow: the result is unknown
``?``               an unknown value
==================  =====================================================================

After it come ``@percent`` and ``@places 2`` where the form of the result does not show them,
``@stored 0``, the stored result where it differs, ``@format "≥"0"次"``, a number format that says
more than the number, and ``@struck 20``, words struck out. A backslash escapes ambiguous
characters: ``\n`` a line break, ``\|``, ``\s`` a blank at the edge, ``\u00a0`` by number.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from xlform.grid.model import Cell, CellError, CellValue

ABOVE, LEFT = "^", "<"
_TEXT, _FORMULA, _UNKNOWN, _ARROW = "'", "=", "?", " → "
_TRUTHS = {"TRUE": True, "FALSE": False}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]{1,9})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ERROR = re.compile(r"#[A-Z][A-Z0-9_/]*[!?]?", re.ASCII)
_ODD_ERROR = re.compile(r"#\((.*)\)", re.DOTALL)
_WORDS = re.compile(r"(?<= )@(percent|places|stored|format|struck)(?![a-z])")
_MISREAD_WORD = re.compile(r"(^| )@(?=percent|places|stored|format|struck)")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.?)", re.DOTALL)
_SPELLED = {"n": "\n", "r": "\r", "t": "\t", "s": " "} | {char: char for char in '\\|→@"'}
_SPELLINGS = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", "|": "\\|"}
_IDEOGRAPHIC_SPACE = "\u3000"
_SHORT_NUMBER = -30
_LAST_SHORT_CODE = 0xFFFF


def read_cell(raw: str) -> Cell | None:
    """Return the cell that ``raw`` describes, ``None`` for a blank; ``ValueError`` if invalid."""
    head, words = _split_words(raw)
    if not head:
        if words:
            raise ValueError(raw)
        return None
    formula, result = "", head
    if head.startswith(_FORMULA):
        formula, result = _split_formula(head)
    value, percent = _read_value(result)
    places = _read_places(words["places"]) if "places" in words else _places(value, formula)
    cached = _read_value(words["stored"])[0] if "stored" in words else None
    code = unescape(words.get("format", ""))
    struck = unescape(words.get("struck", ""))
    return Cell(value, formula, percent or "percent" in words, cached, places, code, struck)


def cell_text(cell: Cell) -> str:
    """Return the cell in the notation; :func:`read_cell` is the inverse."""
    text = shown_text(cell)
    if cell.percent and not _is_number(cell.value):
        text += " @percent"
    if cell.places != _places(cell.value, cell.formula):
        text += f" @places {cell.places}"
    if cell.cached is not None:
        text += f" @stored {_value_text(cell.cached, percent=cell.percent)}"
    if cell.format:
        text += f" @format {escape(cell.format)}"
    if cell.struck:
        text += f" @struck {escape(cell.struck)}"
    return text


def shown_text(cell: Cell) -> str:
    """Return what a reader of the sheet sees, in the notation: the formula and the value."""
    text = _value_text(cell.value, percent=cell.percent)
    if not cell.formula:
        return text
    formula = _FORMULA + escape(cell.formula).replace("→", "\\→")
    return formula if cell.value is None else formula + _ARROW + text


def escape(text: str) -> str:
    """Return a text with ambiguous characters escaped by a backslash."""
    if not text.isprintable() or "|" in text or "\\" in text:
        text = "".join(map(_spelling, text))
    if text[:1] == " ":
        text = f"\\s{text[1:]}"
    if text[-1:] == " ":
        text = f"{text[:-1]}\\s"
    return _MISREAD_WORD.sub(r"\1\\@", text)


def unescape(text: str) -> str:
    """Return the text given to ``escape``; ``ValueError`` for an unknown escape."""
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _spelling(char: str) -> str:
    if char in _SPELLINGS:
        return _SPELLINGS[char]
    if char.isprintable() or char == _IDEOGRAPHIC_SPACE:
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= _LAST_SHORT_CODE else f"\\U{code:08x}"


def _meant(match: re.Match[str]) -> str:
    spelled = match[1]
    if spelled in _SPELLED:
        return _SPELLED[spelled]
    if len(spelled) > 1:
        return chr(int(spelled[1:], 16))
    raise ValueError(match[0])


def _split_words(raw: str) -> tuple[str, dict[str, str]]:
    """Return the text before the first ``@`` word, and the text after each of them."""
    head, *rest = _WORDS.split(raw)
    words = dict(zip(rest[::2], (text.strip(" ") for text in rest[1::2]), strict=True))
    if words.get("percent") or 2 * len(words) != len(rest):
        raise ValueError(raw)
    return head.strip(" "), words


def _split_formula(head: str) -> tuple[str, str]:
    """Return the formula without its equals sign, and its result as written."""
    formula, arrow, result = head[1:].partition(_ARROW)
    formula = unescape(formula.strip(" "))
    if not formula or (not arrow and head.endswith(_ARROW.rstrip(" "))):
        raise ValueError(head)
    return formula, result.strip(" ") if arrow else _UNKNOWN


def _read_value(raw: str) -> tuple[CellValue, bool]:
    """Return the value, and whether it is written as a percentage."""
    if raw.startswith(_TEXT):
        return unescape(raw[1:]), False
    if raw == _UNKNOWN:
        return None, False
    if raw in _TRUTHS:
        return _TRUTHS[raw], False
    if _NUMBER.fullmatch(raw):
        return Decimal(raw), False
    if raw.endswith("%") and _NUMBER.fullmatch(raw[:-1]):
        return _moved(Decimal(raw[:-1]), -2), True
    return _read_look(raw), False


def _read_look(raw: str) -> CellValue:
    """Return a date or an error by its form, else the text."""
    if _DATE.fullmatch(raw):
        try:
            return dt.date.fromisoformat(raw)
        except ValueError:
            return raw
    if odd := _ODD_ERROR.fullmatch(raw):
        return CellError(unescape(odd[1]))
    return CellError(raw) if _ERROR.fullmatch(raw) else unescape(raw)


def _value_text(value: CellValue, *, percent: bool) -> str:
    if value is None:
        return _UNKNOWN
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return f"{_number_text(_moved(value, 2))}%" if percent else _number_text(value)
    if isinstance(value, CellError):
        return value.code if _ERROR.fullmatch(value.code) else f"#({escape(value.code)})"
    return _plain_text(value) if isinstance(value, str) else value.isoformat()


def _plain_text(text: str) -> str:
    written = escape(text)
    marks = ("", ABOVE, LEFT, _UNKNOWN)
    looks_else = written in marks or written.startswith(_FORMULA) or _read_value(written)[0] != text
    return _TEXT + written if looks_else else written


def _number_text(number: Decimal) -> str:
    exponent = number.as_tuple().exponent
    readable = isinstance(exponent, int) and _SHORT_NUMBER <= exponent <= 0
    return format(number, "f") if readable else str(number)


def _moved(number: Decimal, by: int) -> Decimal:
    """Return the number times a power of ten, exact at any precision."""
    sign, digits, exponent = number.as_tuple()
    return Decimal((sign, digits, exponent + by)) if isinstance(exponent, int) else number


def _is_number(value: CellValue) -> bool:
    return isinstance(value, Decimal)


def _read_places(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _places(value: CellValue, formula: str) -> int:
    """Return the decimals that a formula prints, from the way its result is written."""
    exponent = value.as_tuple().exponent if formula and isinstance(value, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0
