"""Fast reading of parts in the spelling that all office programs use, without a tree.

Most sheets hold only rows of cells with a value and perhaps a formula, always spelled alike. The
grammar is narrow on purpose: for anything else in a part (a comment, an entity, another prefix, one
character out of place) the result is ``None`` and the general reader takes over. Both readers agree
on every part that both can read, which a test checks.
"""

from __future__ import annotations

import re

from xlform.ooxml.read.raw_cell import RawFormula

# Literal text: no markup, no entity, no line end that a parser would change. Possessive repeats
# (``*+``) never backtrack: there is only one way to match.
TEXT = r"[^<>&\r\x00-\x08\x0b\x0c\x0e-\x1f]*+"
ATTRIBUTES = r'(?: [A-Za-z][A-Za-z0-9_.:-]*+="[^"<>&\r\n\t]*+")*+'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARED = (
    r'<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="(?:yes|no)")?\?>\s*'
)
_LARGE_HEAD = rf'(?:{_DECLARED})?<worksheet xmlns="{re.escape(MAIN)}"'
_DECLARATION = re.compile(_DECLARED)
_TAG_END = re.compile(f"{ATTRIBUTES}>")
# A token is up to one cell with content, and what is before it: the end of a row, the beginning of
# the next, cells without content. Groups: the token; row, its attributes, the sign that ends it at
# once; column, style, type, formula's attributes, formula, value.
_TOKEN = re.compile(
    rf'((?=</?row|<c )(?:</row>)?+(?:<row r="([1-9][0-9]{{0,6}}+)"({ATTRIBUTES})(/)?+>)?+'
    rf'(?:<c r="[A-Z]{{1,3}}+[1-9][0-9]{{0,6}}+"(?: s="[0-9]{{1,6}}+")?+/>)*+'
    rf'(?:<c r="([A-Z]{{1,3}}+)[1-9][0-9]{{0,6}}+"(?: s="([0-9]{{1,6}}+)")?+'
    rf'(?: t="(n|s|b|e|str)")?+>'
    rf"(?:<f({ATTRIBUTES})(?:/>|>({TEXT})</f>))?+(?:<v>({TEXT})</v>)?+</c>)?+)"
)
_STRING = re.compile(rf'<si><t(?: xml:space="preserve")?>({TEXT})</t></si>')
_ATTRIBUTE = re.compile(r'([A-Za-z]+)="([^"]*)"')
DATA, DATA_END = "<sheetData>", "</sheetData>"
# What begins a comment, a section of CDATA, a document type.
SPECIAL = "<!"
_SIZE_AT_MOST = 1 << 20
_HEAD_LOOKED_AT = 512
_HIDDEN = (' hidden="1"', ' hidden="true"')

Token = tuple[str, str, str, str, str, str, str, str, str, str]


def has_plain_head(frame: bytes) -> bool:
    """Return whether a worksheet part begins as :func:`plain_rows` requires."""
    text = plain_text(frame[:_HEAD_LOOKED_AT])
    return text is not None and SPECIAL not in text and bool(re.match(_LARGE_HEAD, text))


def plain_rows(data: bytes) -> list[Token] | None:
    """Return the tokens of some rows, or ``None`` unless all of them are in the plain spelling."""
    text = plain_text(data)
    return None if text is None else tokens_of(text, 0, len(text))


def tokens_of(text: str, start: int, end: int) -> list[Token] | None:
    """Return the tokens of the rows in a part of a text, or ``None`` as :func:`plain_rows`."""
    tokens: list[Token] = _TOKEN.findall(text, start, end)
    # Tokens can't overlap: if their lengths add up to the total, there is nothing between them.
    if len("".join([token[0] for token in tokens])) != end - start or not _nested(tokens):
        return None
    return tokens


def plain_strings(data: bytes) -> list[str] | None:
    """Return the shared strings, or ``None`` unless all of the part is in the plain spelling."""
    text = plain_text(data)
    if text is None or not text.endswith("</sst>"):
        return None
    root = root_end(text, "sst")
    head = _TAG_END.match(text, root) if root else None
    if head is None:
        return None
    pieces = _STRING.split(text[head.end() : -len("</sst>")])
    return None if any(pieces[::2]) else pieces[1::2]


def root_end(text: str, name: str) -> int:
    """Return the end of the first tag's name and namespace in a part; 0 if it is another tag."""
    declaration = _DECLARATION.match(text)
    tag = f'<{name} xmlns="{MAIN}"'
    if declaration is None or not text.startswith(tag, declaration.end()):
        return 0
    return declaration.end() + len(tag)


def is_hidden(attributes: str) -> bool:
    """Return whether the attributes of a row hide it."""
    return "hidden" in attributes and any(mark in attributes for mark in _HIDDEN)


def attributes_of(text: str) -> dict[str, str]:
    """Return the attributes of a formula by name."""
    return dict(_ATTRIBUTE.findall(text)) if text else {}


def plain_formula(attributes: str, text: str) -> RawFormula:
    """Return a formula by its attributes and its text."""
    get = attributes_of(attributes).get
    return RawFormula(text, get("t", ""), get("si", ""), get("ref", ""))


def plain_text(data: bytes) -> str | None:
    """Return the text of a part, or ``None`` for one that is too large or spelled otherwise.

    A comment or a section of CDATA may be in it, which no grammar here allows.
    """
    if len(data) > _SIZE_AT_MOST:
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return None if "\ufffe" in text or "\uffff" in text else text


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
