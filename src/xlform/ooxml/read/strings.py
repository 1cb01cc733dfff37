"""The shared strings of a workbook, each as plain text (its rich runs joined)."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from xlform.ooxml.read.package import Package, qualified
from xlform.ooxml.read.plain import plain_strings

_STRING = qualified("si")
_TEXT, _RUN = qualified("t"), qualified("r")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")


def unescape(text: str) -> str:
    r"""Return a text with ``_x000D_`` and the like resolved (ECMA-376 part 1, 22.9.2.19).

    Line breaks become ``\n``; a lone surrogate, which no file can be written with, becomes U+FFFD.
    """
    if "_x" in text:
        text = _ESCAPE.sub(_meant, text)
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n") if "\r" in text else text


def _meant(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def read_strings(package: Package, part: str) -> list[str]:
    """Return the shared strings in order; an empty list where the workbook has none."""
    if not part or part not in package:
        return []
    data = package.read(part)
    plain = plain_strings(data)
    if plain is not None:
        return [unescape(text) for text in plain]
    return [plain_text(item) for item in package.elements(part, _STRING, data=data)]


def plain_text(item: ET.Element) -> str:
    """Return the text of a ``<si>`` or ``<is>`` without its phonetic runs (``<rPh>``)."""
    if len(item) == 1 and item[0].tag in _TEXT:
        return unescape(item[0].text or "")
    words: list[str] = []
    for child in item:
        if child.tag in _TEXT:
            words.append(child.text or "")
        elif child.tag in _RUN:
            words += [text.text or "" for text in child if text.tag in _TEXT]
    return unescape("".join(words))
