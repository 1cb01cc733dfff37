"""Errors of DuckDB in the user's language: what is wrong, and the SQL it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from xlform.errors import XlformError
from xlform.messages import listed, translate
from xlform.terminal.width import width

# The statement's line with the carets below it, at the end of a message.
_LINE: Final = re.compile(r"^(LINE (\d+): )(.*)\n( *)(\^+)", re.MULTILINE)
_NEAR: Final = re.compile(r'at or near "(.+?)"')
_QUOTED: Final = re.compile(r'"([^"]+)"')
_CANDIDATES: Final = re.compile(r"^Candidate (?:bindings|tables):(.*)$", re.MULTILINE)
# Code of the sentence by what DuckDB says; the first group is the name that is wrong.
_KINDS: Final = (
    ("query-table", re.compile(r"Table with name (\S+) does not exist")),
    ("query-table", re.compile(r'Referenced table "([^"]+)" not found')),
    ("query-function", re.compile(r"Function with name (\S+) does not exist")),
    ("query-column", re.compile(r'Referenced column "([^"]+)"')),
    ("query-column", re.compile(r'does not have a column named "([^"]+)"')),
    ("query-group", re.compile(r'column "([^"]+)" must appear in the GROUP BY')),
    ("query-types", re.compile(r"No function matches the given name and argument types '([^'(]+)")),
)
_BY_CLASS: Final = {
    "ParserException": "query-syntax",
    "ConversionException": "query-value",
    "OutOfRangeException": "query-value",
    "InvalidInputException": "query-value",
    "OutOfMemoryException": "query-memory",
    "PermissionException": "query-forbidden",
}
_NEAR_AT_MOST: Final = 60


class QueryProblem(XlformError):
    """A statement that can't be run; one sentence says why."""


def query_problem(error: Exception, statement: str, tables: Iterable[str]) -> QueryProblem:
    """Return the problem of a statement over these tables."""
    message = str(error)
    line, near = _place(message, statement)
    details = {"line": line, "near": near, "known": listed(tables)}
    for code, pattern in _KINDS:
        if found := pattern.search(message):
            return QueryProblem(code, name=found[1], similar=_similar(message), **details)
    code = _BY_CLASS.get(type(error).__name__, "query-failed")
    return QueryProblem(code, **details)


def _place(message: str, statement: str) -> tuple[str, str]:
    """Return the line of the error and the SQL there; the beginning where nothing is said of it."""
    found = _LINE.search(message)
    if found is None:
        named = _NEAR.search(message)
        return "1", named[1] if named else " ".join(statement.split())[:_NEAR_AT_MOST]
    label, number, text, before, carets = found.groups()
    start, end = len(before) - len(label), len(before) - len(label) + len(carets)
    near, column = "", 0
    for char in text:
        if start <= column < end:
            near += char
        column += width(char)
    return number, near.strip() or text.strip()[:_NEAR_AT_MOST]


def _similar(message: str) -> str:
    """Return the names that DuckDB proposes, as the end of a sentence; "" for none."""
    found = _CANDIDATES.search(message)
    names = _QUOTED.findall(found[1]) if found else []
    return translate("query.similar", names=listed(names)) if names else ""
