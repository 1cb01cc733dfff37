"""Splits of an amount in a text: 项目支出48万元，其中市级20万元、区级28万元."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from xlform.model.submission import Form
from xlform.reading.values import read_text
from xlform.rules.context import RuleContext
from xlform.rules.narrative.paragraphs import paragraphs_of
from xlform.values.numerals import NUMERALS

if TYPE_CHECKING:
    from xlform.reading.clauses import Clauses

# Between an amount and its parts: the amount said again (伍拾万元整), punctuation, and words such
# as 其中 or 按支出性质分.
_LEAD = re.compile(
    rf"(?:\((?:人民币)?[{NUMERALS}点元角分整正0-9,.]{{1,24}}\))?[,;:。、\n]*(?P<open>\()?"
    r"(?P<words>其中|按[^,;:。()\n]{2,6}分|分别为|分别是|包括|包含)?[:,]?"
)
_SEPARATORS = re.compile("[,;:。、\n]")
_BRACKETS = re.compile(r"\([^()]*\)")
# Words of what is no share of the whole: prices, comparisons, sums; and of what comes after shares.
_NO_PART = re.compile("[每/比较增减约共]|均|单价|标准|上年|去年|合计|总计|累计")
_PURPOSE = re.compile("用于|用以|用来")
# Words that say that not every part is named.
_PARTIAL = re.compile("等|主要|(?<!包)含|部分")
_LABEL_AT_MOST = 30
_LENGTH_BEHIND = 1
# Characters in which parts are looked for.
_PARTS_AT_MOST = 500
_ALIKE = 2


class _Part(msgspec.Struct, frozen=True):
    label: str
    amount: Decimal | None
    end: int


class Split(msgspec.Struct, frozen=True):
    """Amount in 万元 at an offset of the text, and its parts as labels and amounts.

    ``partial``: the text may name fewer parts than the whole has.
    """

    start: int
    whole: Decimal
    parts: tuple[tuple[str, Decimal], ...]
    partial: bool

    @property
    def total(self) -> Decimal:
        """Return the sum of the parts in 万元."""
        return sum((amount for _, amount in self.parts), Decimal())


def splits_of(form: Form, context: RuleContext) -> tuple[Split, ...]:
    """Return the splits in a narrative, in the order of the text."""
    return context.memoize(form, _splits)


def money(text: str, form: Form, context: RuleContext) -> Decimal | None:
    """Return an amount in 万元 as a text of the form states it; None if it can't be read."""
    unit = context.templates[form.template].declaration.money
    value = read_text(text, "amount", unit, form.year).value
    return value if isinstance(value, Decimal) else None


def _splits(form: Form, context: RuleContext) -> tuple[Split, ...]:
    from xlform.reading.clauses import clauses  # noqa: PLC0415  (a workbook without a narrative needs none)

    known = clauses(paragraphs_of(form, context).text)
    found = (_split(known, start, end, form, context) for start, end in known.amounts)
    return tuple(split for split in found if split)


def _split(known: Clauses, start: int, end: int, form: Form, context: RuleContext) -> Split | None:
    """Return the split of the amount in a span; None if no parts follow that can be read."""
    text = known.text
    lead = _LEAD.match(text, end)
    whole = money(text[start:end], form, context)
    if not lead or not (lead["words"] or lead["open"]) or whole is None or known.is_range(end):
        return None
    limit = _limit(text, lead)
    parts = list(_parts(known, lead.end(), limit, form, context))
    if not parts or any(part.amount is None or not part.label for part in parts):
        return None
    first = text.find(";", lead.end(), limit)
    groups = ([part for part in parts if part.end <= first], parts)
    splits = [_of_parts(text, start, whole, lead, group) for group in groups if group]
    balanced = [s for s in splits if abs(s.total - whole) <= context.settings.cent]
    if balanced:
        return balanced[0]
    # What follows a semicolon may be no part any more, unless it is called alike.
    is_list = len({part.label[-_ALIKE:] for part in parts}) == 1
    return splits[-1] if is_list or splits[-1].total < whole else splits[0]


def _of_parts(
    text: str, start: int, whole: Decimal, lead: re.Match[str], parts: list[_Part]
) -> Split:
    named = text[lead.start() : parts[-1].end + _LENGTH_BEHIND]
    is_partial = len(parts) == 1 or bool(_PARTIAL.search(named))
    known = tuple((part.label, part.amount) for part in parts if part.amount is not None)
    return Split(start, whole, known, is_partial)


def _limit(text: str, lead: re.Match[str]) -> int:
    """Return where the parts end: at the closing bracket, the sentence, the split of another."""
    opening = lead.start("open")
    if opening >= 0:
        return _closing(text, opening)
    last = min(len(text), lead.end() + _PARTS_AT_MOST)
    stops = [at for mark in "。\n" if (at := text.find(mark, lead.end(), last)) >= 0]
    end = min([*stops, last])
    another = text.find("其中", lead.end(), end)
    if another < 0:
        return end
    return max(text.rfind(";", lead.end(), another), lead.end())


def _closing(text: str, opening: int) -> int:
    """Return the offset of the bracket that closes one; of an unclosed one the line's end."""
    depth, last = 0, min(len(text), opening + _PARTS_AT_MOST)
    for at in range(opening, last):
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth or text[at] == "\n":
            return at
    return last


def _parts(
    known: Clauses, first: int, limit: int, form: Form, context: RuleContext
) -> Iterator[_Part]:
    """Yield the parts of an amount; no label for what may be no part."""
    text, previous = known.text, first
    for start, end in known.amounts[bisect_left(known.amounts, (first, 0)) :]:
        before = text[previous:start]
        if start < limit and before.count("(") > before.count(")"):
            continue
        if end > limit or _PURPOSE.search(before):
            return
        label = _SEPARATORS.split(_BRACKETS.sub("", before))[-1]
        is_part = len(label) <= _LABEL_AT_MOST and not _NO_PART.search(label)
        if text.startswith(("/", "每", "~", "-"), end):
            is_part = False
        yield _Part(label if is_part else "", money(text[start:end], form, context), end)
        previous = end
