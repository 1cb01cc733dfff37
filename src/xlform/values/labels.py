"""Targets that repeat the name of their indicator: 资金到位率达100%, 宣传10次."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from msgspec import structs

from xlform.model.submission import Target
from xlform.values.affixes import Affixes
from xlform.values.numerals import NUMERALS
from xlform.values.quantities import quantities, read_quantity
from xlform.values.target_units import target_units
from xlform.values.words import Lexicon, lexicon

# Marks a name may hold beside Chinese characters, letters and figures.
_MARKS = frozenset(".“”()、·/-")
_LENGTHS = range(2, 25)
_CENTURIES = ("19", "20")
_YEAR = "((?:19|20)[0-9]{2})年度?"  # compiled by `re` at its first use
_CALENDAR = "年月日号季"
_PERIODS = "年月日天周季"
_FIGURE = re.compile("[0-9±]|百分之|千分之|百分百")
# What has an age, a score or a share has it each time.
_NOT_EACH = frozenset(("%", "‰", "岁", "周岁", "分", "个百分点", "百分点"))
_LONGEST_CHANGE = 5
_RATES = ("率", "占比", "比例", "比重", "度")


class Labels:
    """Words of names, those in force."""

    def __init__(self, words: Lexicon) -> None:
        self.filler = Affixes((*words.fillers, *words.plans, "均", "都", ":"))
        self.ends = words.label_ends
        self.barred = words.not_in_labels
        self.negations, self.not_negations = words.negations, words.not_negations
        self.ends_of_change = words.label_ends_of_change
        self.not_last = words.not_at_label_ends
        self.with_digits = words.labels_with_digits

    def is_named(self, label: str) -> bool:
        """Return whether a name ends so that the number behind it is its own."""
        return label.endswith(self.ends) or label in self.with_digits

    def last_end(self, text: str) -> int:
        """Return where the last such end of a text lies; -1 for none."""
        return max((at + len(end) for end in self.ends if (at := text.rfind(end)) >= 0), default=-1)

    def is_barred(self, label: str) -> bool:
        """Return whether a name says that the number is something else: 上年完成, 减少.

        增长率 and 减排量 are names, as the first such word goes into the end of the name.
        """
        if not label.endswith(_RATES):
            plain = label
            for word in self.not_negations:
                plain = plain.replace(word, "")
            if any(word in plain for word in self.negations):
                return True
        found = [(at, len(word)) for word in self.barred if (at := label.find(word)) >= 0]
        if not found:
            return False
        at, length = min(found)
        rest = label[at + length :]
        return not (len(rest) <= _LONGEST_CHANGE and rest.endswith(self.ends_of_change))


@lru_cache(maxsize=1)
def _labels() -> Labels:
    return Labels(lexicon())


def read_labelled(text: str, folded: str, year: int | None) -> Target | None:
    """Read a quantity behind a name; ``None`` where the name may give it another meaning.

    ``year`` is that of the form: its own before the number (``2023年≥12次``) is passed over.
    """
    of_year = re.match(_YEAR, folded) if folded.startswith(_CENTURIES) else None
    if of_year:
        if int(of_year[1]) != year:
            return None
        rest = folded[of_year.end() :]
        return read_quantity(text, rest) or read_labelled(text, rest, None)
    for start in range(1, len(folded)):
        if quantities().sign.at(folded, start):
            found = _behind(text, folded, start, signed=True)
            if found:
                return found
    figure = _FIGURE.search(folded)
    if figure is None:
        return _counted_in_words(text, folded)
    found = _behind(text, folded, figure.start(), signed=False)
    end = -1 if found else _labels().last_end(folded)
    if end >= 0 and (later := _FIGURE.search(folded, end)):
        found = _behind(text, folded, later.start(), signed=False)
    return found


def _behind(text: str, folded: str, start: int, *, signed: bool) -> Target | None:
    """Read what begins at ``start``, if what stands before is a name."""
    label = _labels().filler.stripped(folded[:start], at_most=4)
    found = read_quantity(text, folded[start:]) if _is_label(label, signed=signed) else None
    if found is None or not (signed or _is_apt(label, found)):
        return None
    each = _each(label)
    if each is None:
        return None
    if not each or found.unit in _NOT_EACH:
        return found
    if found.unit.endswith(each):  # 亩均税收≥20万元/亩
        return found
    if "/" in found.unit or not found.unit:
        return None
    return structs.replace(found, unit=found.unit + each)


def _counted_in_words(text: str, folded: str) -> Target | None:
    """Read numerals behind a name (开展培训三次): only with a known unit, and never 一."""
    last = max(map(folded.rfind, NUMERALS))
    start = len(folded[: last + 1].rstrip(NUMERALS))
    found = _behind(text, folded, start, signed=False)
    return found if found and found.unit in target_units().known and folded[start] != "一" else None


def _is_label(label: str, *, signed: bool) -> bool:
    labels = _labels()
    named, plain = labels.is_named(label), label
    for name in labels.with_digits:
        plain = plain.replace(name, "")
    if len(label) not in _LENGTHS or not all(one.isalnum() or one in _MARKS for one in label):
        return False
    figures = [n for n, one in enumerate(plain) if one.isdecimal()]
    if (figures and not named) or any(plain[n + 1 : n + 2] in set(_CALENDAR) for n in figures):
        return False
    return not labels.is_barred(label) and (signed or named or not _says_how_often(label))


def _says_how_often(label: str) -> bool:
    """Return whether a name holds a frequency without 每: 一年两次, 半年2次, 月巡查2次."""
    if label[0] in "日周月季" and label[1] != "均":
        return True
    pairs = itertools.pairwise(label)
    return any(one in NUMERALS + "半" and other in _PERIODS for one, other in pairs)


def _is_apt(label: str, found: Target) -> bool:
    """Return whether the last words of a name go with the number read."""
    if _labels().is_named(label):
        return True
    # 接报后30分钟内: a limit of time counts from what was named.
    if label.endswith(("后", "起", "之日")) and found.comparator == "<=":
        return found.unit in target_units().time
    return bool(found.unit) and not label.endswith(_labels().not_last)


def _each(label: str) -> str | None:
    """Return the strokes of 每月, 每人, 人均 in a name; ``None`` for an unknown 每."""
    words, named, found, here = quantities(), _labels().is_named(label), "", 0
    while here < len(label):
        stroke, end = words.strokes(label, here)
        if not stroke and label[here] == "每":
            return None
        # 日均访问量 and 年均浓度 are the names of what is measured.
        if stroke and (label[here] == "每" or not (named and stroke[1:] in words.words.time)):
            found += stroke
        here = end if stroke else here + 1
    return found
