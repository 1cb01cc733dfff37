"""Faults of a file that is not TOML: where it stops being so, and what was likely meant."""

from __future__ import annotations

import re

from xlform.template.faults import DeclarationFault
from xlform.template.toml_lines import tokens

_PLACE = re.compile(r"\(at line ([0-9]+), column ([0-9]+)\)")
_STRINGS = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*")
# Signs of Chinese input that are no TOML, and those that are.
_HALF_WIDTH = {
    "“": '"', "”": '"', "＂": '"', "‘": "'", "’": "'", "＝": "=", "，": ",", "、": ",", "｛": "{",
    "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]", "＃": "#", "：": "=",
    "。": ".", "．": ".",
}  # fmt: skip
# Beginnings of tomllib's messages, and the fault each of them means.
_MESSAGES = {
    "Cannot overwrite": "toml-twice",
    "Duplicate inline table key": "toml-twice",
    "Cannot mutate": "toml-twice",
    "Cannot redefine": "toml-table-twice",
    "Cannot declare": "toml-table-twice",
    "Unclosed": "toml-unclosed",
    "Unterminated": "toml-string",
    "Illegal character": "toml-string",
    "Expected '='": "toml-equals",
    "Expected ']'": "toml-header",
    "Expected newline": "toml-rest",
    "Invalid value": "toml-value",
    "Invalid statement": "toml-key",
    "Invalid initial character": "toml-key",
    "Unescaped": "toml-backslash",
    "Reserved escape": "toml-backslash",
    "Invalid hex": "toml-backslash",
}


def encoding_fault(error: UnicodeDecodeError) -> DeclarationFault:
    """Return the fault of a file that is not in UTF-8."""
    return DeclarationFault("toml-encoding", line=error.object[: error.start].count(b"\n") + 1)


def toml_fault(text: str, error: ValueError) -> DeclarationFault:
    """Return the fault for which a text is not TOML."""
    lines = text.replace("\r\n", "\n").split("\n")
    message = str(error)
    place = _PLACE.search(message)
    line = int(place[1]) if place else len(lines)
    code = next((code for start, code in _MESSAGES.items() if message.startswith(start)), "toml")
    if code == "toml-twice" and place and place[2] == "1":
        line -= 1
    if code == "toml-unclosed":
        line, sign = _open_bracket(lines[:line])
        if not _full_width(lines[line - 1]):
            return DeclarationFault(code, line=line, sign=sign)
    written = lines[line - 1].strip()
    if sign := _full_width(written):
        return DeclarationFault("toml-full-width", line=line, sign=sign, right=_HALF_WIDTH[sign])
    return DeclarationFault(code, line=line, written=written)


def _full_width(line: str) -> str:
    """Return the first sign of a line, outside its texts, that Chinese input writes wide."""
    return next((sign for sign in _STRINGS.sub("", line) if sign in _HALF_WIDTH), "")


def _open_bracket(lines: list[str]) -> tuple[int, str]:
    """Return the line of the last bracket that is still open, and the one that would close it."""
    last = len(lines)
    closing = {"[": "]", "{": "}"}
    opened: list[tuple[int, str]] = []
    for kind, sign, line in tokens("\n".join(lines)):
        if kind == "symbol" and sign in closing and (line < last or not opened):
            opened.append((line, closing[sign]))
        elif opened and sign == opened[-1][1] and kind == "symbol" and line < last:
            opened.pop()
    return opened[-1] if opened else (last, "]")
