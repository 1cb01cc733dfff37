"""Fast reading of parts in the spelling that all office programs use, without a tree.

Most sheets hold only rows of cells with a value and perhaps a formula, always spelled alike. The
grammar is narrow on purpose: for anything else in a part (a comment, an entity, another prefix, one
character out of place) the result is ``None`` and the general reader takes over. Both readers agree
on every part that both can read, which a test checks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

import msgspec

# Literal text: no markup, no entity, no line end that a parser would change. Possessive repeats
# (``*+``) never backtrack: there is only one way to match.
_TEXT = r"[^<>&\r\x00-\x08\x0b\x0c\x0e-\x1f]*+"
_NO_CHARS = ("\ufffe", "\uffff")
_ATTRIBUTES = r'(?: [A-Za-z][A-Za-z0-9_.:-]*+="[^"<>&\r\n\t]*+")*+'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARATION = (
    r'<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="(?:yes|no)")?\?>\s*'
)
_SHEET_HEAD = re.compile(rf'{_DECLARATION}<worksheet xmlns="{re.escape(_MAIN)}"')
_LARGE_HEAD = rf'(?:{_DECLARATION})?<worksheet xmlns="{re.escape(_MAIN)}"'
_STRINGS_HEAD = re.compile(rf'{_DECLARATION}<sst xmlns="{re.escape(_MAIN)}"{_ATTRIBUTES}>')
# A token is up to one cell with content, and what is before it: the end of a row, the beginning of
# the next, cells without content. Groups: the token; row, its attributes, the sign that ends it at
# once; column, style, type, formula's attributes, formula, value.
_TOKEN = re.compile(
    rf'((?=</?row|<c )(?:</row>)?+(?:<row r="([1-9][0-9]{{0,6}}+)"({_ATTRIBUTES})(/)?+>)?+'
    rf'(?:<c r="[A-Z]{{1,3}}+[1-9][0-9]{{0,6}}+"(?: s="[0-9]{{1,6}}+")?+/>)*+'
    rf'(?:<c r="([A-Z]{{1,3}}+)[1-9][0-9]{{0,6}}+"(?: s="([0-9]{{1,6}}+)")?+'
    rf'(?: t="(n|s|b|e|str)")?+>'
    rf"(?:<f({_ATTRIBUTES})(?:/>|>({_TEXT})</f>))?+(?:<v>({_TEXT})</v>)?+</c>)?+)"
)
_STRING = re.compile(rf'(<si><t(?: xml:space="preserve")?>({_TEXT})</t></si>)')
_MERGE = re.compile(r'<mergeCell ref="([^"<>&]*+)"')
_COLUMN = re.compile(rf"<col({_ATTRIBUTES})/>")
_ATTRIBUTE = re.compile(r'([A-Za-z]+)="([^"]*)"')
_DATA, _DATA_END = "<sheetData>", "</sheetData>"
_SIZE_AT_MOST = 1 << 20
_HEAD_LOOKED_AT = 512
_HIDDEN = (' hidden="1"', ' hidden="true"')

_FRAME_AT_MOST = 16_384

# References of the merges, attributes of the columns.
_Frame = tuple[tuple[str, ...], tuple[dict[str, str], ...]]
Token = tuple[str, str, str, str, str, str, str, str, str, str]


class PlainSheet(msgspec.Struct, frozen=True):
    """Rows and cells of a sheet as tokens, references of its merges, attributes of its columns."""

    tokens: list[Token]
    merges: tuple[str, ...]
    columns: tuple[dict[str, str], ...]


def plain_sheet(data: bytes) -> PlainSheet | None:
    """Return a worksheet part's tokens, or ``None`` unless all of it is in the plain spelling."""
    text = _plain_text(data)
    if text is None or not _SHEET_HEAD.match(text) or text.count(_DATA) != 1:
        return None
    start = text.index(_DATA) + len(_DATA)
    end = text.find(_DATA_END, start)
    if end < 0:
        return None
    tokens = _tokens(text, start, end)
    if tokens is None:
        return None
    frame = _frame(text[:start] + text[end:])
    return None if frame is None else PlainSheet(tokens, *frame)


def _frame(text: str) -> _Frame | None:
    """Return the merges and columns of a part without its rows; ``None`` unless it is plain."""
    return _known_frame(text) if len(text) <= _FRAME_AT_MOST else _read_frame(text)


def _read_frame(text: str) -> _Frame | None:
    merges: list[str] = _MERGE.findall(text)
    columns: list[str] = _COLUMN.findall(text)
    complete = len(merges) == text.count("<mergeCell ") and len(columns) == text.count("<col ")
    if not complete or not _is_well_formed(text):
        return None
    return tuple(merges), tuple(attributes_of(column) for column in columns)


# Frames recur: those of one layout differ only where rows were added.
_known_frame = lru_cache(maxsize=64)(_read_frame)


def has_plain_head(frame: bytes) -> bool:
    """Return whether a worksheet part begins as :func:`plain_rows` requires."""
    text = _plain_text(frame[:_HEAD_LOOKED_AT])
    return text is not None and bool(re.match(_LARGE_HEAD, text))


def plain_rows(data: bytes) -> list[Token] | None:
    """Return the tokens of some rows, or ``None`` unless all of them are in the plain spelling."""
    text = _plain_text(data)
    return None if text is None else _tokens(text, 0, len(text))


def _tokens(text: str, start: int, end: int) -> list[Token] | None:
    tokens: list[Token] = _TOKEN.findall(text, start, end)
    # Tokens can't overlap: if their lengths add up to the total, there is nothing between them.
    if len("".join([token[0] for token in tokens])) != end - start or not _nested(tokens):
        return None
    return tokens


def plain_strings(data: bytes) -> list[str] | None:
    """Return the shared strings, or ``None`` unless all of the part is in the plain spelling."""
    text = _plain_text(data)
    head = _STRINGS_HEAD.match(text) if text is not None else None
    if text is None or head is None or not text.endswith("</sst>"):
        return None
    strings: list[tuple[str, str]] = _STRING.findall(text, head.end())
    length = len(text) - head.end() - len("</sst>")
    if len("".join([item for item, _ in strings])) != length:
        return None
    return [words for _, words in strings]


def is_hidden(attributes: str) -> bool:
    """Return whether the attributes of a row hide it."""
    return "hidden" in attributes and any(mark in attributes for mark in _HIDDEN)


def attributes_of(text: str) -> dict[str, str]:
    """Return the attributes of a formula by name."""
    return dict(_ATTRIBUTE.findall(text)) if text else {}


def _plain_text(data: bytes) -> str | None:
    if len(data) > _SIZE_AT_MOST or b"<!" in data:
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return None if any(char in text for char in _NO_CHARS) else text


def _is_well_formed(frame: str) -> bool:
    """Return whether a part without its rows is well-formed XML."""
    try:
        expat.ParserCreate().Parse(frame, True)  # noqa: FBT003  (expat takes it by position)
    except expat.ExpatError:
        return False
    return True


def _nested(tokens: list[Token]) -> bool:
    """Return whether cells are inside rows and each row is closed before the next."""
    inside = False
    for token, row, _, closed, *_ in tokens:
        if token.startswith("</"):
            if not inside:
                return False
            inside = False
        if row:
            if inside:
                return False
            inside = not closed
        if not inside and "<c" in token:
            return False
    return not inside
