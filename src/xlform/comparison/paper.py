"""Texts of a scan held against others: what recognition loses or mistakes is not on the paper.

Full stops, commas and quotation marks are lost in print, a dash is taken for 一, a lone mark for a
letter, and a rare character for a common one of its shape. Figures and their signs are compared as
they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from xlform.template.labels import compact

# Punctuation counts in a figure only: 1,056.40.
_PUNCTUATION: Final = re.compile(r"(?<![0-9])[,.、;:。·…]+|[,.、;:。·…]+(?![0-9])")
_QUOTES: Final = re.compile("[“”‘’\"'`]")
_DASHES: Final = re.compile("[—–－−‐‑―─]+")
_STROKE: Final = re.compile("(?<=[0-9年月日])一(?=[0-9])|^[-一]+$")
_CIRCLE: Final = re.compile("^[〇○◯OoОΟ]$")
_SIGNS: Final = frozenset("≥≤><=")
_NUMERALS: Final = frozenset("零一二三四五六七八九十百千万亿")
# The small figure of m², and a stroke between words, are lost without a trace.
_LOST_IN_WORDS: Final = re.compile("(?<=m)[23]|(?<![0-9])/(?![0-9])")
# A decimal point is taken for another dot or comma.
_POINT: Final = re.compile("(?<=[0-9])[,.、;:。·](?=[0-9])")
# A lone mark: it is easily lost, or taken for a letter.
_MARK_AT_MOST: Final = 2
# Characters of a text that rare ones may have been taken for.
_RARE_AT_MOST: Final = 3
# GB/T 2312-1980 has its rarer characters from this row on, as the first byte of their code.
_RARE_ROW: Final = 0xD8
_IDEOGRAPHS: Final = ("\u4e00", "\u9fff")


@lru_cache(maxsize=4096)
def as_on_paper(text: str) -> str:
    """Return a text as far as a scan of it can tell: without punctuation outside figures."""
    folded = _QUOTES.sub("", _PUNCTUATION.sub("", compact(text)))
    folded = _STROKE.sub("-", _DASHES.sub("-", folded))
    return _CIRCLE.sub("〇", folded)


def same_on_paper(left: str, right: str) -> bool:
    """Return whether two texts say the same as far as a scan can tell."""
    return as_on_paper(left) == as_on_paper(right)


def may_be_misread(own: str, scanned: str) -> bool:
    """Return whether a scan may say ``own`` although it was read as ``scanned``."""
    ours, theirs = compact(own), compact(scanned)
    return (
        _is_lost_mark(ours, theirs)
        or _is_of_rare_characters(ours, theirs)
        or _has_lost_end(as_on_paper(own), as_on_paper(scanned))
        or _LOST_IN_WORDS.sub("", ours) == theirs
        or _POINT.sub(".", as_on_paper(own)) == _POINT.sub(".", as_on_paper(scanned))
    )


def _has_lost_end(own: str, scanned: str) -> bool:
    """Return whether a few words, no figures, are missing before or behind what was read."""
    missing = len(own) - len(scanned)
    if not scanned or not 0 < missing <= _RARE_AT_MOST:
        return False
    ends = (own.removesuffix(scanned), own.removeprefix(scanned))
    return any(len(end) == missing and all(map(_is_ideograph, end)) for end in ends)


def _is_lost_mark(own: str, scanned: str) -> bool:
    """Return whether a mark was lost, or taken for a letter; not for another sign or a figure."""
    if not 0 < len(own) <= _MARK_AT_MOST or any(map(_is_word, own)):
        return False
    is_other = _SIGNS.intersection(scanned) or any(map(str.isdecimal, scanned))
    return len(scanned) <= _MARK_AT_MOST and not is_other


def _is_word(character: str) -> bool:
    return character.isdecimal() or (character.isalpha() and character != "〇")


def _is_of_rare_characters(own: str, scanned: str) -> bool:
    """Return whether the texts differ in rare characters alone, lost or taken for others."""
    edits = Levenshtein.editops(as_on_paper(own), as_on_paper(scanned))
    ours = as_on_paper(own)
    return 0 < len(edits) <= _RARE_AT_MOST and all(
        edit.tag != "insert" and _is_rare(ours[edit.src_pos]) for edit in edits
    )


def _is_rare(character: str) -> bool:
    if not _is_ideograph(character):
        return False
    try:
        return character.encode("gb2312")[0] >= _RARE_ROW
    except UnicodeEncodeError:
        return True


def _is_ideograph(character: str) -> bool:
    first, last = _IDEOGRAPHS
    return first <= character <= last and character not in _NUMERALS


def has_stray_end(own: str, scanned: str) -> bool:
    """Return whether a scan was read as a text with more words before or behind it."""
    ours, theirs = as_on_paper(own), as_on_paper(scanned)
    strays = (theirs.removeprefix(ours), theirs.removesuffix(ours))
    return bool(ours) and any(
        0 < len(stray) < len(theirs) and not any(map(str.isdecimal, stray)) for stray in strays
    )
