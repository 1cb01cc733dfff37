"""The shared strings of a workbook, each as plain text (its rich runs joined)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from xlform.errors import FileProblem
from xlform.ooxml.read.package import AT_ONCE, Package, qualified
from xlform.ooxml.read.plain import plain_strings

_STRING = qualified("si")
_TEXT, _RUN, _STRIKE = qualified("t"), qualified("r"), qualified("strike")
_RAISED = qualified("vertAlign")
_OFF = frozenset({"0", "false"})
# `re` compiles these at their first use.
_ESCAPE = "_x([0-9A-Fa-f]{4})_"
_SURROGATE = "[\ud800-\udfff]"
# Text of a cell whose shared string is not in the file.
LOST_TEXT = "\ufffd"


def unescape(text: str) -> str:
    r"""Return a text with ``_x000D_`` and the like resolved (ECMA-376 part 1, 22.9.2.19).

    Line breaks become ``\n``; a lone surrogate, which no file can be written with, becomes U+FFFD.
    """
    if "_x" in text:
        text = re.sub(_ESCAPE, _meant, text)
        if re.search(_SURROGATE, text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n") if "\r" in text else text


def _meant(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def read_strings(
    package: Package, part: str, struck: dict[int, str] | None = None
) -> Sequence[str]:
    """Return the shared strings in order; an empty list where the workbook has none.

    Struck-out runs are left out, and kept in ``struck`` by the number of their string.
    """
    if not part or part not in package:
        return []
    data = package.read(part)
    if len(data) > AT_ONCE and (large := _large_strings(package, part, data)) is not None:
        return large
    plain = plain_strings(data)
    if plain is not None:
        return [unescape(text) for text in plain] if b"_x" in data else plain
    strings = []
    for number, item in enumerate(package.elements(part, _STRING, data=data)):
        text, gone = rich_text(item)
        strings.append(text)
        if gone and struck is not None:
            struck[number] = gone
    return strings


def _large_strings(package: Package, part: str, data: bytes) -> Sequence[str] | None:
    """Return the strings of a large part, parsed when needed; ``None`` for one to read whole."""
    from xlform.ooxml.read.large_strings import LargeStrings  # noqa: PLC0415  (few are so large)

    try:
        return LargeStrings(package.markup(part, data), plain_text)
    except ET.ParseError as damage:
        raise FileProblem("damaged-part", path=package.name, part=part) from damage
    except ValueError:
        return None


def plain_text(item: ET.Element) -> str:
    """Return the text of a ``<si>`` or ``<is>`` without its phonetic and struck-out runs."""
    return rich_text(item)[0]


def rich_text(item: ET.Element) -> tuple[str, str]:
    """Return the text of a ``<si>`` or ``<is>``, and the words struck out of it.

    A string of nothing but struck-out words is both.
    """
    if len(item) == 1 and item[0].tag in _TEXT:
        return unescape(item[0].text or ""), ""
    words: list[str] = []
    gone: list[str] = []
    for child in item:
        if child.tag in _TEXT:
            words.append(child.text or "")
        elif child.tag in _RUN:
            into = gone if is_struck(child) else words
            text = "".join([text.text or "" for text in child if text.tag in _TEXT])
            if _is_raised(child):
                from xlform.grid.raised import raised_text  # noqa: PLC0415  (few runs are)

                text = raised_text(text, "".join(into[-1:]))
            into.append(text)
    kept, struck = unescape("".join(words)), unescape("".join(gone))
    return kept if kept.strip() else struck or kept, struck


def is_struck(element: ET.Element) -> bool:
    """Return whether a run or a font is struck through (18.4.10)."""
    return any(
        strike.get("val", "1") not in _OFF for strike in element.iter() if strike.tag in _STRIKE
    )


def _is_raised(run: ET.Element) -> bool:
    """Return whether a run is superscript (18.4.14)."""
    return any(align.get("val") == "superscript" for align in run.iter() if align.tag in _RAISED)
