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
    r"""``_x000D_`` and its like as the characters they stand for (ECMA-376 part 1, 22.9.2.19).

    Line breaks become ``\n``; half a character outside the first plane, which no file could be
    written with, becomes U+FFFD.
    """
    if "_x" in text:
        text = _ESCAPE.sub(_meant, text)
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n") if "\r" in text else text


def _meant(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def read_strings(package: Package, part: str) -> list[str]:
    """The shared strings in order; an empty list where the workbook has none."""
    if not part or part not in package:
        return []
    data = package.read(part)
    plain = plain_strings(data)
    if plain is not None:
        return [unescape(text) for text in plain]
    return [plain_text(item) for item in package.elements(part, _STRING, data=data)]


def plain_text(item: ET.Element) -> str:
    """The words of a ``<si>`` or ``<is>``; reading aids in ``<rPh>`` are not among them."""
    if len(item) == 1 and item[0].tag in _TEXT:
        return unescape(item[0].text or "")
    words: list[str] = []
    for child in item:
        if child.tag in _TEXT:
            words.append(child.text or "")
        elif child.tag in _RUN:
            words += [text.text or "" for text in child if text.tag in _TEXT]
    return unescape("".join(words))
