"""Wording of letters: punctuation, numbers of headings, and messages in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from xlform.messages import language
from xlform.messages.catalog import CATALOG
from xlform.model.findings import Finding
from xlform.ooxml.edit.splice import printable
from xlform.values.numerals import counted

# Characters of a quotation in a message and in an example, and of a whole text: the form has the
# rest.
_QUOTE_AT_MOST, _EXAMPLE_AT_MOST = 24, 12
_TEXT_AT_MOST: Final = 100
ELLIPSIS: Final = "……"


def _cell_words(found: re.Match[str]) -> str:
    """Return a formula as it is, and a space for the mark between sheet and cell."""
    return found[1] or " "


# Name of a data table.
_CODE = re.compile(r"\b[a-z]++(?:-[a-z]++)++\b")
_DATA_TABLE = "数据表"


def _without_tables(sentence: re.Match[str]) -> str:
    """Return a sentence; "" for one that names data tables."""
    before, found, _ = sentence[0].rpartition(_DATA_TABLE)
    return "" if found and _CODE.search(before) else sentence[0]


# What concerns the program and not the unit: how alike two texts are, the code of a character,
# how a value was read all the same, names of data tables.
_INTERNAL: Final[tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]] = (
    (re.compile(r"，[^，。；：（）]*相似度 ?\d+(?:\.\d+)?%"), ""),
    (re.compile(r"（\d+(?:\.\d+)?% 的字句相同）"), ""),
    (re.compile(r"shares \d+(?:\.\d+)? % of its words"), "shares much of its wording"),
    (re.compile(r"（相似度 ?\d+(?:\.\d+)?%）"), ""),
    (re.compile(r"; (?:they are|the nearest is) \d+(?:\.\d+)?% alike"), ""),
    (re.compile(r"[（(]U\+[0-9A-F]{4,6}[）)]"), ""),
    (re.compile(r" \(U\+[0-9A-F]{4,6}\)"), ""),
    (re.compile(r"，(?:[^，。“”]|“[^“”]*+”)*(?:读取|拆成\d+条读取)(?=[。；])"), ""),
    (re.compile(r"[^。]++。"), _without_tables),
    # 附表2!C6 outside formulas.
    (re.compile(r"(“=[^“”]*+”)|(?<=\w)!(?=\$?[A-Z]{1,3}\$?\d)"), _cell_words),
)  # fmt: skip
_QUOTED: Final = re.compile("“([^“”]*)”")
_IN_NUMBER: Final = re.compile(r"[0-9.,][0-9.,]")
_NUMBER_END: Final = re.compile(r"[-+]?[0-9.,]+\Z")
_BRACKETS: Final = re.compile("(“[^“”]*”)|（[^（）“”]*）")
_SPACES: Final = re.compile(r"(?<!\s)\s++")

# Patterns to join parts, by language: punctuation only.
_PATTERNS: Final = {
    "to": ("{unit}：", "To {unit}:"),
    "item": ("{number}.{place}：", "{number}. {place}: "),
    "place": ("{sheet} {cell}", "{sheet} {cell}"),
    "place-about": ("{sheet}{cell}", "{sheet} {cell}"),
    "about": ("{name}（{about}）", "{name} ({about})"),
    "field": ("{place}“{field}”", "{place} ({field})"),
    "semicolon": ("；", "; "),
    "at": ("{cell}{text}", "{cell}: {text}"),
    "stop": ("。", "."),
    "join-words": (" ", " "),
    "join": ("", " "),
    "and": ("、", ", "),
    "and-sheet": ("，", "; "),
    # A space to write on, and what encloses the note below the date.
    "blank": ("　　　　　　", "            "),
    "open": ("（", "("),
    "close": ("）", ")"),
    "comma": ("，", ", "),
}


def pattern(key: str, /, **details: object) -> str:
    """Return parts joined with the punctuation of the current language."""
    chinese, english = _PATTERNS[key]
    return (english if language() == "en" else chinese).format(**details)


def numbered(count: int) -> str:
    """Return the number of a section's heading: 一、 二、 … 十一、; 1. in English."""
    if language() == "en":
        return f"{count}. "
    return f"{counted(count)}、"


def finding_sentences(finding: Finding) -> tuple[str, str]:
    """Return a finding in plain words: the problem with figures, and what to do about it.

    A rule whose message is written for checkers has its own wording in the catalog.
    """
    message = plain_words(finding.message)
    wording = CATALOG.get(f"letter.rule.{finding.code}")
    details = {"expected": _cut(finding.expected), "actual": _cut(finding.actual)}
    if wording:
        text = wording[language() == "en"]
        if all(words or f"{{{name}}}" not in text for name, words in details.items()):
            message = text.format(**details)
    return message, plain_words(finding.help)


def plain_words(text: str, *, quotations: bool = True) -> str:
    """Return a message for a unit: one paragraph, nothing of the program.

    Long ``quotations`` are cut.
    """
    text = _one_paragraph(text)
    for internal, instead in _INTERNAL:
        text = internal.sub(instead, text)
    return (with_short_quotations(text, _QUOTE_AT_MOST) if quotations else text).strip()


def with_short_quotations(text: str, at_most: int = _EXAMPLE_AT_MOST) -> str:
    """Return a message whose quotations are cut to so many characters."""
    return _QUOTED.sub(lambda quoted: f"“{_cut(quoted[1], at_most)}”", text)


def condensed(text: str) -> str:
    """Return a message with short quotations and without what it says in brackets."""
    return _BRACKETS.sub(lambda found: found[1] or "", with_short_quotations(text))


def _cut(text: str, at_most: int = _QUOTE_AT_MOST) -> str:
    return shortened(_one_paragraph(text), at_most)


def _one_paragraph(text: str) -> str:
    """Return a text with a space for each line break and what is blank around it."""
    return _SPACES.sub(lambda blank: " " if "\n" in blank[0] else blank[0], printable(text).strip())


def shortened(text: str, at_most: int = _TEXT_AT_MOST) -> str:
    """Return a text of at most so many characters, with an ellipsis if it was cut.

    A number is never cut, which would make it another one.
    """
    text = text.strip()
    if len(text) <= at_most:
        return text
    kept = text[: at_most - len(ELLIPSIS)]
    if _IN_NUMBER.match(text, len(kept) - 1):
        kept = _NUMBER_END.sub("", kept)
    kept = kept.rstrip("，、；。 ")
    return kept + ELLIPSIS + "”" * (kept.count("“") > kept.count("”"))


def lower_first(text: str) -> str:
    """Return a sentence to follow a word: in English its first letter is small."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def without_full_stop(text: str) -> str:
    """Return a text without the punctuation at its end, which the sentence around it supplies."""
    return text.strip().rstrip("。.；;")
