"""Printed labels in comparable form: without padding, colons and parentheses, in one width."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from xlform.model.blanks import without_blanks
from xlform.template.declaration import OneOrMoreOrNone

_DECORATION = frozenset(":()[]{}<>《》「」【】〔〕")
_WITHOUT_DECORATION = dict.fromkeys(map(ord, _DECORATION))
# Compiled by `re` at their first use.
_NUMBERING = (
    r"^(?:[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[、.]|[（(][一二三四五六七八九十0-9]{1,2}[)）])"
)
_POINTS = r"[（(][0-9]+(?:\.[0-9]+)?分[)）]$"
_NUMBERS = frozenset("一二三四五六七八九十0123456789（(")
# Numbering of headings in official documents, outermost first: 一、（一） 1. （1）
# (GB/T 9704-2012).
_ORDINAL = (  # compiled by `re` at its first use: forms in cells need none
    r"\s*(?:(?P<chapter>[一二三四五六七八九十]{1,3}、)|[(（][一二三四五六七八九十0-9]{1,3}[)）]"
    r"|[0-9]{1,2}(?:、|[.．](?![0-9])))\s*"
)


# A range between two numbers, such as the months of a monitoring form: 1—7月, 1～7月, 1月至7月.
_RANGE_SIGNS = frozenset("-‐‑‒–—―~至到")
_RANGE = r"(?<=[0-9])月?[-‐‑‒–—―~至到](?=[0-9])"  # compiled by `re` at its first use
_FIGURES = frozenset("0123456789")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a label in comparable form: ``支出方向 （子项）：`` → ``支出方向子项``.

    A range of numbers has one sign: ``1—7月`` → ``1-7月``. Source: domain.md §1.10.
    """
    return folded(text)


def folded(text: str) -> str:
    """Return the same of a text that hardly recurs, such as a unit's name, and keep nothing."""
    folded = without_blanks(text)
    if not _DECORATION.isdisjoint(folded):
        folded = folded.translate(_WITHOUT_DECORATION)
    if _RANGE_SIGNS.isdisjoint(folded) or _FIGURES.isdisjoint(folded):
        return folded
    return re.sub(_RANGE, "-", folded)


def folded_labels(labels: OneOrMoreOrNone) -> tuple[str, ...]:
    """Return one label or several in comparable form, as a tuple."""
    if not labels:  # most lists of a declaration
        return ()
    return (fold(labels),) if isinstance(labels, str) else tuple(map(fold, labels))


@lru_cache(maxsize=8192)
def compact(text: str) -> str:
    """Return a text in one width (NFKC) and without whitespace."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=2048)
def canonical_level(text: str) -> str:
    """Return the name of an indicator level without spaces, 一、 and （50分） (contract.md)."""
    compact = "".join(text.split())
    if compact[:1] in _NUMBERS:
        compact = re.sub(_NUMBERING, "", compact)
    return re.sub(_POINTS, "", compact) if compact.endswith(("）", ")")) else compact


def without_prompt(text: str, prompts: tuple[str, ...]) -> str:
    """Return a text without the prompt (already compact) that it starts or ends with.

    A prompt is printed where a value goes: ``（填写项目概况，200字以内）``.
    """
    for prompt in prompts:
        for is_end in (False, True):
            seen = ""
            for number, char in enumerate(reversed(text) if is_end else text, 1):
                seen = compact(char) + seen if is_end else seen + compact(char)
                if seen == prompt:
                    return text[:-number] if is_end else text[number:]
                if not (prompt.endswith(seen) if is_end else prompt.startswith(seen)):
                    break
    return text


def unnumbered(text: str) -> tuple[str, bool]:
    """Return a paragraph without its leading number, and True if that numbers a chapter (一、)."""
    found = re.match(_ORDINAL, text)
    return (text[found.end() :], bool(found["chapter"])) if found else (text, False)
