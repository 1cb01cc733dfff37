"""Line of each key in a TOML file, which ``tomllib`` does not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xlform.model.toml_files import toml_data

# Path of a key from the top: names of tables and keys, and numbers of list items from 0.
KeyPath = tuple[str | int, ...]

# Compiled by `re` at its first use: a line is looked for where a declaration has a fault.
_LEXEME = (
    r"(?s)(?P<comment>#[^\n]*)"
    r"|(?P<string>'''.*?'''+|\"\"\"(?:\\.|.)*?\"\"\"+|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*')"
    r"|(?P<newline>\n)|(?P<symbol>[\[\]{}=,.])|(?P<bare>[^\s#\"'\[\]{}=,.]+)|(?P<blank>[^\S\n]+|.)"
)
_SKIPPED = frozenset(("comment", "blank"))
_AFTER_VALUE = frozenset(",]}")
_END = ("end", "", 0)
Token = tuple[str, str, int]


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line, from 1, of each key, table and list item of a TOML document.

    Of a document that is not valid TOML, it returns the lines of what can be told.
    """
    return _Scanner(text).scan()


def line_of(lines: Mapping[KeyPath, int], key: KeyPath) -> int:
    """Return the line of a key, or of the nearest table around it that is written; else 1."""
    for length in range(len(key), 0, -1):
        if key[:length] in lines:
            return lines[key[:length]]
    return 1


class _Scanner:
    """Scanner of one document, one token at a time."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._next = 0
        self._lines: dict[KeyPath, int] = {}
        # Number of the current item of each list of tables.
        self._items: dict[KeyPath, int] = {}

    def scan(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while self._peek() != _END:
            start = self._next
            if self._take("["):
                table = self._header()
            elif self._peek()[0] in ("bare", "string"):
                self._pair(table)
            if self._next == start:
                self._next += 1
        return self._lines

    def _header(self) -> KeyPath:
        """Read ``[table]`` or ``[[list]]`` from after its first bracket; return its path."""
        line = self._peek()[2]
        listed = self._take("[")
        names = self._names()
        while self._take("]"):
            pass
        path = self._resolved(names[:-1] if listed else names)
        for length in range(1, len(path) + 1):
            self._record(path[:length], line)
        if not listed or not names:
            return path
        path = (*path, names[-1])
        self._items[path] = self._items.get(path, -1) + 1
        self._record(path, line)
        self._record((*path, self._items[path]), line)
        return (*path, self._items[path])

    def _resolved(self, names: KeyPath) -> KeyPath:
        """Return the path of a table, in the last item of each list of tables it is below."""
        path: KeyPath = ()
        for name in names:
            path = (*path, name)
            if path in self._items:
                path = (*path, self._items[path])
        return path

    def _pair(self, table: KeyPath) -> None:
        line = self._peek()[2]
        names = self._names()
        for length in range(1, len(names) + 1):
            self._record((*table, *names[:length]), line)
        if self._take("="):
            self._value((*table, *names))

    def _value(self, path: KeyPath) -> None:
        if self._take("["):
            number = 0
            while self._more("]"):
                self._record((*path, number), self._peek()[2])
                self._value((*path, number))
                number += 1
        elif self._take("{"):
            while self._more("}"):
                start = self._next
                self._pair(path)
                self._next = max(self._next, start + 1)
        else:
            while self._peek()[0] not in ("newline", "end") and self._peek()[1] not in _AFTER_VALUE:
                self._next += 1

    def _more(self, end: str) -> bool:
        """Return True if another item follows; commas, line breaks and the ``end`` are passed."""
        while self._peek()[0] == "newline" or self._take(","):
            if self._peek()[0] == "newline":
                self._next += 1
        return self._peek() != _END and not self._take(end)

    def _names(self) -> KeyPath:
        names: list[str] = []
        while self._peek()[0] in ("bare", "string"):
            kind, text, _ = self._peek()
            names.append(_unquoted(text) if kind == "string" else text)
            self._next += 1
            if not self._take("."):
                break
        return tuple(names)

    def _take(self, symbol: str) -> bool:
        taken = self._peek()[:2] == ("symbol", symbol)
        self._next += taken
        return taken

    def _peek(self) -> Token:
        return self._tokens[self._next] if self._next < len(self._tokens) else _END

    def _record(self, path: KeyPath, line: int) -> None:
        self._lines.setdefault(path, line)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a TOML document, each with its kind and line; blanks are passed."""
    found: list[Token] = []
    line = 1
    for token in re.finditer(_LEXEME, text.replace("\r\n", "\n")):
        kind = token.lastgroup or ""
        if kind not in _SKIPPED:
            found.append((kind, token[0], line))
        line += token[0].count("\n")
    return found


def _unquoted(text: str) -> str:
    try:
        value = toml_data(f"key = {text}")["key"]
    except ValueError:  # tomllib.TOMLDecodeError
        return text.strip("'\"")
    return str(value)
