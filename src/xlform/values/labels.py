"""Targets that repeat the name of their indicator: 资金到位率达100%, 宣传10次."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import structs

from xlform.model.submission import Target
from xlform.values.numerals import NUMERALS, WORDS, one_of
from xlform.values.quantities import quantities, read_quantity
from xlform.values.words import Lexicon, lexicon

_LONGEST = 24
_SHORTEST = 2
_SHAPE = re.compile(r"[一-鿿A-Za-z0-9.“”()、·/-]{2,24}:?")
_YEAR = re.compile("((?:19|20)[0-9]{2})年度?")
_DATE_FIGURE = re.compile("[0-9][年月日号季]")
# 一年两次, 半年2次, 月巡查2次: how often is said before the number.
_HOW_OFTEN = re.compile(f"[{NUMERALS}]+[年月日天周季]|半年|^[日周月季](?!均)")
_FIGURE = re.compile("[0-9±]|[百千]分之|百分百")
_NUMERAL = re.compile(WORDS)
# What has an age, a score or a share has it each time.
_NOT_EACH = frozenset(("%", "‰", "岁", "周岁", "分", "个百分点", "百分点"))


class Labels:
    """The patterns of the words in force."""

    def __init__(self, words: Lexicon) -> None:
        ends = one_of(*words.label_ends)
        self.signs = re.compile(one_of(*words.signs, *words.comparators))
        self.fillers = re.compile(f"(?:{one_of(*words.fillers, *words.plans)}|均|都|:)+$")
        self.ends = re.compile(f"{ends}$")
        self.after_end = re.compile(f"^.*{ends}")
        self.barred = re.compile(one_of(*words.not_in_labels))
        self.of_change = re.compile(
            f"(?:{one_of(*words.not_in_labels)})[一-鿿]{{0,3}}?{one_of(*words.label_ends_of_change)}$"
        )
        self.not_last = re.compile(f"{one_of(*words.not_at_label_ends)}$")
        self.with_digits = re.compile(one_of(*words.labels_with_digits))


@lru_cache(maxsize=1)
def _labels() -> Labels:
    return Labels(lexicon())


def read_labelled(text: str, folded: str, year: int | None) -> Target | None:
    """Read a quantity behind a name; ``None`` where the name may give it another meaning.

    ``year`` is that of the form: its own before the number (``2023年≥12次``) is passed over.
    """
    of_year = _YEAR.match(folded)
    if of_year:
        if int(of_year[1]) != year:
            return None
        rest = folded[of_year.end() :]
        return read_quantity(text, rest) or read_labelled(text, rest, None)
    labels = _labels()
    for sign in labels.signs.finditer(folded):
        found = _behind(text, folded, sign.start(), signed=True)
        if found:
            return found
    figure = _FIGURE.search(folded)
    if figure is None:
        numerals = list(_NUMERAL.finditer(folded))
        return _counted_in_words(text, folded, numerals[-1].start()) if numerals else None
    found = _behind(text, folded, figure.start(), signed=False)
    if found is None and (end := labels.after_end.match(folded)):
        later = _FIGURE.search(folded, end.end())
        found = _behind(text, folded, later.start(), signed=False) if later else None
    return found


def _behind(text: str, folded: str, start: int, *, signed: bool) -> Target | None:
    """Read what begins at ``start``, if what stands before is a name."""
    label = _labels().fillers.sub("", folded[:start])
    if not label:
        return None
    found = None if not _is_label(label, signed=signed) else read_quantity(text, folded[start:])
    if found is None or not _is_apt(label, found, signed=signed):
        return None
    each = _each(label)
    if each is None:
        return None
    if not each or found.unit in _NOT_EACH:
        return found
    return (
        None
        if "/" in found.unit or not found.unit
        else structs.replace(found, unit=found.unit + each)
    )


def _counted_in_words(text: str, folded: str, start: int) -> Target | None:
    """Read numerals behind a name (开展培训三次): only with a known unit, and never 一."""
    found = _behind(text, folded, start, signed=False)
    known = quantities().units.known
    return found if found and found.unit in known and folded[start] != "一" else None


def _is_label(label: str, *, signed: bool) -> bool:
    labels = _labels()
    named = labels.ends.search(label) is not None or labels.with_digits.fullmatch(label) is not None
    plain = labels.with_digits.sub("", label)
    if not _SHAPE.fullmatch(label) or _DATE_FIGURE.search(plain):
        return False
    if not named and any(one.isdecimal() for one in plain):
        return False
    barred = labels.barred.search(label)
    of_change = barred and labels.of_change.search(label)
    if barred and not (of_change and of_change.start() == barred.start()):
        return False
    return signed or named or not _HOW_OFTEN.search(label)


def _is_apt(label: str, found: Target, *, signed: bool) -> bool:
    """Return whether the last words of a name go with the number read."""
    labels = _labels()
    if labels.ends.search(label) or signed:
        return True
    if not found.unit:
        return False
    # 接报后30分钟内: a limit of time counts from what was named.
    if label.endswith(("后", "起", "之日")) and found.comparator == "<=":
        return found.unit in quantities().units.time
    return not labels.not_last.search(label)


def _each(label: str) -> str | None:
    """Return the strokes of 每月, 每人, 人均 in a name; ``None`` for an unknown 每."""
    grammar = quantities()
    named = _labels().ends.search(label) is not None
    found = grammar.each.findall(label)
    if label.count("每") != sum(1 for every, _ in found if every):
        return None
    # 日均访问量 and 年均浓度 are the names of what is measured.
    return "".join(
        f"/{every or average}"
        for every, average in found
        if every or not (named and average in grammar.words.time)
    )
