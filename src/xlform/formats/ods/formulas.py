"""Formulas of OpenDocument (OpenFormula) as a spreadsheet of the other kind writes them.

``of:=SUM([.D22:.D26];[$附表2.C5])`` → ``SUM(D22:D26,附表2!C5)``. Source: OpenDocument 1.3 part 4.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from xlform.formats.binary_formula import quoted_sheet

_LANGUAGE = re.compile(r"(of|oooc|msoxl):=|=")
# Strings, references in brackets, errors, and what separates arguments, rows and areas.
_PARTS = re.compile(
    r"\"(?:[^\"]|\"\")*+\"|\[[^\[\]]*+\]|\{[^{}]*+\}|#[A-Z0/]++[!?]|[;~]|(?<=[\])]) *+!"
)
# A cell; whole columns and rows are ranges of two ends.
_PLACE = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}|\$?[A-Za-z]{1,3}|\$?[0-9]{1,7}"
_END = rf"(?:(\$?(?:'(?:[^']|'')*+'|[^.'\[\]:#]*+))\.)?+({_PLACE})"
_FILE = r"(?:'((?:[^']|'')*+)'#)?+"
_REFERENCE = re.compile(rf"{_FILE}{_END}(?::{_END})?+")
_LOST = "#REF!"
_NAMES_APART = re.compile(r"\b(?:COM\.MICROSOFT|LEGACY|ORG\.OPENOFFICE|ORG\.LIBREOFFICE)\.")
_MEANING = {";": ",", "!": " ", "~": ","}  # an area of two: where they meet, or both


def plain_formula(written: str) -> str:
    """Return the formula without its equals sign; "" for an unknown formula language."""
    language = _LANGUAGE.match(written)
    if language is None:
        return ""
    formula = written[language.end() :]
    if language[1] == "msoxl":
        return formula
    try:
        return _NAMES_APART.sub("", _PARTS.sub(_part, formula)).strip()
    except ValueError:
        return ""


def plain_reference(written: str) -> str:
    """``$附表1.$A$1:.$E$30`` → ``附表1!$A$1:$E$30``; ``ValueError`` for what is no reference."""
    if _LOST in written:
        return _LOST
    match = _REFERENCE.fullmatch(written)
    if match is None:
        raise ValueError(written)
    file, sheet, first, last_sheet, last = match.groups()
    ends = [_sheet(sheet), *([_sheet(last_sheet)] if last_sheet else [])]
    book = f"[{_file_name(file)}]" if file else ""
    where = ":".join(dict.fromkeys(filter(None, ends)))
    place = f"{first}:{last}" if last else first
    return f"{quoted_sheet(book + where)}!{place}" if book or where else place


def _part(match: re.Match[str]) -> str:
    part = match[0]
    if part.startswith("["):
        return plain_reference(part[1:-1])
    if part.startswith("{"):
        # Within braces ; parts the values of a row and | its rows.
        return part.replace(";", ",").replace("|", ";")
    return _MEANING.get(part.strip(), part)


def _sheet(name: str | None) -> str:
    name = (name or "").removeprefix("$")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _file_name(address: str) -> str:
    return unquote(address).replace("\\", "/").rpartition("/")[2]
