"""Removal of pure formatting from a Word document before it is parsed.

Six of ten elements are fonts, sizes and lines of single words. Each is one empty tag, so that
leaving them out changes nothing but the parsing time.
"""

from __future__ import annotations

import re
from itertools import groupby

_OF_RUNS = (
    "b bCs i iCs u sz szCs color lang rFonts kern spacing noProof highlight shd rStyle w position "
    "fitText rtl cs em snapToGrid bdr effect"
)
_OF_PARAGRAPHS = (
    "jc ind keepNext keepLines pageBreakBefore widowControl wordWrap overflowPunct topLinePunct "
    "autoSpaceDE autoSpaceDN adjustRightInd textAlignment outlineLvl contextualSpacing kinsoku "
    "mirrorIndents proofErr lastRenderedPageBreak bookmarkStart bookmarkEnd"
)
_OF_TABLES = (
    "tcW vAlign tblW tblInd tblLook tblLayout tblStyle trHeight cantSplit tblHeader hideMark "
    "noWrap textDirection top left bottom right start end insideH insideV"
)


def _tags(names: str) -> bytes:
    """Return a pattern of the empty tags of these names, grouped by first letter for speed."""
    by_letter = {
        first: "|".join(name[1:] for name in group)
        for first, group in groupby(sorted(names.split()), key=lambda name: name[0])
    }
    alternatives = "|".join(f"{first}(?:{rest})" for first, rest in by_letter.items())
    return f"<w:(?:{alternatives})(?: [^<>]*)?/>".encode()


_FORMATTING = re.compile(_tags(f"{_OF_RUNS} {_OF_PARAGRAPHS} {_OF_TABLES}"))
# Elements that this leaves empty, from the inside out.
_EMPTY = tuple(f"<w:{name}></w:{name}>".encode() for name in ("rPr", "pPr", "tcPr", "trPr", "r"))
# A comment or CDATA section may contain text that looks like a tag.
_NO_TAGS = b"<!"


def without_formatting(part: bytes) -> bytes:
    """Return the part without empty formatting elements; unchanged where that is unsafe."""
    if _NO_TAGS in part:
        return part
    part = _FORMATTING.sub(b"", part)
    for empty in _EMPTY:
        part = part.replace(empty, b"")
    return part
