"""A formula's text cut into tokens, in linear time for any text; nothing is judged here."""

from __future__ import annotations

import re
from typing import Literal

TokenKind = Literal["text", "quoted", "bracket", "number", "word", "error", "space", "symbol"]
Token = tuple[TokenKind, str]

# Possessive throughout: a text, a name or a bracket that is never closed is read once.
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*+"?)
    |(?P<quoted>'(?:[^']|'')*+'?)
    |(?P<bracket>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+\]?)
    |(?P<number>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?(?![\w.$\\]))
    |(?P<word>[\w.$\\?]++)
    |(?P<error>\#(?:DIV/0!|N/A|[A-Z_]++[!?]))
    |(?P<space>\s++)
    |(?P<symbol><=|>=|<>|.)""",
    re.VERBOSE | re.DOTALL,
)
_KINDS: dict[str, TokenKind] = {
    "text": "text",
    "quoted": "quoted",
    "bracket": "bracket",
    "number": "number",
    "word": "word",
    "error": "error",
    "space": "space",
    "symbol": "symbol",
}
# How functions newer than the format are written in files ([MS-XLSX] 2.2.2).
_PREFIXES = ("_XLFN.", "_XLWS.", "_XLL.")


def tokens(formula: str) -> list[Token]:
    """Return the tokens of a formula without its equals sign; joined they are the formula.

    A ``word`` is a cell, a name, a function or an unquoted sheet; a ``symbol`` an operator or a
    single character.
    """
    return [(_KINDS[match.lastgroup or "symbol"], match[0]) for match in _TOKEN.finditer(formula)]


def unquoted(text: str, mark: str) -> str:
    """Return what is between the marks of a ``text`` (``"``) or ``quoted`` (``'``) token."""
    inner = text[1:-1] if len(text) > 1 and text.endswith(mark) else text[1:]
    return inner.replace(mark * 2, mark)


def function_name(word: str) -> str:
    """Return a function's name as people write it: ``_xlfn.XLOOKUP`` is ``XLOOKUP``."""
    name = word.upper()
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name
