"""Formulas that a cell holds as text."""

from __future__ import annotations

import re
import unicodedata

from xlform.formula.functions.registry import FUNCTIONS
from xlform.formula.parser import parse
from xlform.formula.tree import Call, Cells, Chain, Node, walk

_WITH_SIGN = re.compile(r"(?:'\s*)?[=＝]\s*(?P<body>\S.*)", re.DOTALL)
_MARKS = " \t\r\n\u3000\xa0'’"
# A formula is written in letters, digits and these; a word in brackets is none.
_CALL = re.compile(r"[A-Za-z.]{1,20}\s*\(.+\)|[-+A-Za-z0-9$!']+", re.DOTALL)
_CELLS_AND_SUM = re.compile(
    r"(?:SUM|\$?[A-Z]{1,3}\$?[0-9]{1,7}|[-+(){},;:，；：（）\s])+", re.IGNORECASE
)
_LENGTH_AT_MOST = 8192


def formula_in_text(text: str) -> str:
    """Return the formula a text spells, without its equals sign; "" if it spells none.

    ``=SUM(D3:D5)``, also with an apostrophe or full-width signs, or without its equals sign.
    """
    found = _WITH_SIGN.fullmatch(text.strip())
    if found:
        return found["body"]
    if len(text) > _LENGTH_AT_MOST:
        return ""
    body = unicodedata.normalize("NFKC", text.strip(_MARKS))
    return body if _CALL.fullmatch(body) and _computes_cells(parse(body)) else ""


def spells_cells(body: str) -> bool:
    """Return whether a formula that can't be read is made of cells and SUM, and of no numbers.

    ``SUM(D3;D5)``, ``D3+D4+``, ``SUM(D3:D5``.
    """
    return _CELLS_AND_SUM.fullmatch(body) is not None


def _computes_cells(tree: Node) -> bool:
    """Return whether a text is a formula and nothing else: a function or a sum of cells."""
    match tree:
        case Call():
            calls = [node for node in walk(tree) if isinstance(node, Call)]
            known = all(call.name in FUNCTIONS for call in calls)
            return known and any(isinstance(node, Cells) for node in walk(tree))
        case Chain():
            return set(tree.operators) == {"+"} and all(
                isinstance(one, Cells) for one in tree.operands
            )
    return False
