"""Words of the grammar, those in force: ``templates/words/values``."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from xlform.model.memoize import by_text
from xlform.values.affixes import Affixes
from xlform.values.words import Lexicon, lexicon

_MONEY = ("元", "万元", "亿元", "千元", "百元")
_LONGEST_THING = 4
# 日处理5000吨 is a rate, 日常维护5次 is none.
NO_RATE = frozenset("至到常期间度用均份底内初末中")
_SCALES = "万千百十"
_LONGEST_LEAD = 8
_LONGEST_NAME = 12
_RATIO = "比例"
_NO_WAGES = ("上年薪", "去年薪", "上年工资", "去年工资", "本年工资", "全年工资", "本年薪")
_RESPECTIVELY = ("分别为", "分别是", "分别")
_TOTALS = ("共", "合计", "小计", "总计")
_NOT_OF_EACH = frozenset("各类项种级界方")
_NOT_ONE = frozenset("第统唯同任单万专")
# 3个月工资 and 本月工资 are sums, 月工资 is a price.
_PART_OF_DATE = frozenset("个本当每上下前后次逐按半")


class Each(NamedTuple):
    """Things a price or rate is for each of, and the start of the words for them."""

    things: tuple[str, ...]
    start: int


class BasisWords:
    """Sets of words by what they do.

    ``one_thing`` maps a name to the one it goes by and the power of ten between the two.
    """

    def __init__(self, words: Lexicon) -> None:
        self.one_thing = {name: _thing(meant) for name, meant in words.one_thing.items()}
        self.counted = Affixes((*words.counters, *words.measures, *self.one_thing))
        self.estimates = Affixes(words.estimate_words)
        self.leads = Affixes((*words.estimate_words, *words.lead_words, *words.figure_labels))
        self.totals = Affixes(words.total_words)
        self.not_restating = words.not_restating
        self.counters = words.counters
        self.number_labels = words.number_labels
        self._not_in_names = Affixes(words.not_in_names)
        self._pays, self._quotes = words.pay_words, words.quote_words
        self._not_each = words.not_each_words
        self._idioms = tuple(words.numeral_words)
        self.each = Affixes((*words.each, *self.counted.words))
        self.price_labels = words.price_labels
        self.claims = Affixes((*words.claim_words, *words.estimate_words))
        self.summing, self.of_year = Affixes(words.summing_words), words.year_words
        self.earlier, self.minus, self.whole = (
            words.earlier_words,
            words.minus_words,
            words.whole_words,
        )
        self.shares = words.share_words
        self._further = words.further_words
        self._wages = words.wage_words
        self._fees, self._no_fees = words.fee_words, words.not_fee_words
        self._times = words.time
        self._places = words.place_words
        self._changes = words.changed_to_words
        self._spent, self._restating = words.spent_words, words.restating_words
        self._money_rates, self._rate_sums = words.money_rates, words.rate_sums
        self._payments, self._instalments = words.payments, words.instalments
        self._whole_totals = words.whole_totals
        self._payers, self._paid, self._rest = words.payers, words.paid_words, words.rest_words
        self.rises, self.falls = words.rise_words, words.fall_words
        self.arranging = words.arranging_words
        self.limits_before, self.limits_behind = words.limits_before, words.limits_behind
        self.announcing = words.announcing_words
        self.including, self.listing = words.including_words, words.listing_words
        self.including_in_brackets = words.including_in_brackets
        self.instalments = words.instalment_words
        self.rates = words.label_ends
        self.name_tails = Affixes(words.name_tails)
        self.name_heads = Affixes(words.name_heads)
        self.calendar = words.calendar
        self.expenses = words.expense_words
        self.expense_tails = Affixes(words.expense_words)
        self.cost_levels = words.cost_levels
        self.count_levels = words.count_levels
        # What is asked of the words before each figure, which recur from line to line.
        self.without_leads = by_text(self._without_leads)
        self.restates = by_text(self._restates)
        self.each_of = by_text(self._each_of)
        self.paid_by = by_text(self._paid_by)

    def counted_at(self, text: str, start: int = 0) -> str:
        """Return the unit prose begins with: 个 of 个社区经费, 万人 of 万人左右; "" for none."""
        if text[start : start + 1] in _SCALES:
            scaled = self.counted.at(text, start + 1)
            if scaled and start < len(text):
                return text[start] + scaled
        return self.counted.at(text, start)

    def is_unit(self, text: str) -> bool:
        """Return whether a text begins with money or what is counted."""
        return text.startswith(_MONEY) or bool(self.counted_at(text))

    def place_at(self, text: str) -> str:
        """Return the kind of place a text begins with: 街道; "" for none."""
        return next((word for word in self._places if text.startswith(word)), "")

    def name_at(self, text: str, start: int) -> str:
        """Return a counter with the name of what it counts: 个社区 of 个社区各."""
        for end in range(start, min(len(text), _LONGEST_NAME)):
            if self._not_in_names.at(text, end) or text.startswith(_TOTALS, end):
                return text[:end]
        return text if len(text) <= _LONGEST_NAME else text[:start]

    def group_in(self, text: str) -> str:
        """Return the group in the words behind a number: 组 of 人一组; "" for none."""
        unit = self.counted.at(text)
        group = text[len(unit) + 1 :] if unit and text[len(unit) :].startswith("一") else ""
        return group if group in self.counted else ""

    def _paid_by(self, lead: str) -> str:
        """Return the time a wage or a rent before a sum is for: 日 of 日工资; "" for none."""
        if lead.endswith("半年") and lead[-3:-2] not in _PART_OF_DATE:
            return "半年"
        if lead.endswith(self._wages) and not lead.endswith(_NO_WAGES):
            return "年"
        for listed in _RESPECTIVELY:  # 月工资分别为
            lead = lead.removesuffix(listed)
        for word in self._pays:
            head = lead.removesuffix(word)
            if head != lead and head.endswith(("日", "天", "月", "小时")):
                before = head[:-1][-1:]
                return "" if before in _PART_OF_DATE else "小时" if head[-1] == "时" else head[-1]
        return ""

    def is_time(self, name: str) -> bool:
        """Return whether a name counts time."""
        return name in self._times

    def is_quoted(self, lead: str) -> bool:
        """Return whether a price is only quoted for comparison: 市场价约6000元/台."""
        return any(word in lead for word in self._quotes)

    def is_idiom(self, text: str, start: int) -> bool:
        """Return whether numerals are part of a word that counts nothing: 十分."""
        return any(text.startswith(word, start) for word in self._idioms)

    def without_claims(self, lead: str) -> str:
        """Return the words before a sum without those that only say it is a result."""
        return self.claims.stripped(lead, at_most=_LONGEST_LEAD)

    def is_claim_of(self, lead: str, calculation: str) -> bool:
        """Return whether a sum is what a calculation makes: 共补助, 奖励资金 of 每家奖励."""
        rest = self.without_claims(lead)
        for word in (*self.expenses, *self._spent):
            rest = rest.removesuffix(word)
        rest = self.without_claims(rest)
        named = len(lead) <= _LONGEST_THING and lead[:2] in calculation
        return not rest and (named or self.without_claims(lead[:1]) == "")

    def is_restating(self, lead: str) -> bool:
        """Return whether a sum says the one before it in other money: 即, 折合."""
        return lead in self._restating

    def change_in(self, lead: str) -> str:
        """Return "+" for 上浮 and "-" for 下浮 in the words before a figure; "" for neither."""
        lead = lead.replace("增值", "")
        if any(word in lead for word in self.falls):
            return "-"
        return "+" if any(word in lead for word in self.rises) else ""

    def is_cut(self, lead: str) -> bool:
        """Return whether a count is taken off those before: 取消2场."""
        return lead.endswith(self.falls)

    def change_behind(self, behind: str) -> str:
        """Return the same for the words right behind a figure: 5%的比例上浮."""
        behind = behind.removeprefix("的").removeprefix("比例")
        if behind.startswith(self.falls):
            return "-"
        return "+" if behind.startswith(self.rises) else ""

    def change_at_end(self, lead: str) -> str:
        """Return the same for words that end so: 较上年增加."""
        if lead.endswith(self.falls):
            return "-"
        return "+" if lead.endswith(self.rises) else ""

    def is_share(self, lead: str) -> bool:
        """Return whether a percentage behind these words is a part of what stands before."""
        return not lead or any(word in lead for word in self.shares)

    def is_fee(self, lead: str) -> bool:
        """Return whether a percentage is that of a fee on top: 监理费按2%."""
        charged = lead.rstrip("按计约取提为")
        return charged.endswith(self._fees) and not charged.endswith(self._no_fees)

    def is_rate(self, lead: str) -> bool:
        """Return whether a percentage behind these words is a rate of something else: 合格率."""
        return lead.endswith(("率", "率达", "率达到", "率为", "满意度", "满意度达到"))

    def is_of_each(self, lead: str, longest: int = _LONGEST_THING) -> bool:
        """Return whether a figure is said of each thing before it: 各, 各配备."""
        if lead.endswith(self._further):
            return True
        behind = lead.rpartition("各")[2] if "各" in lead else "各"
        return len(behind) < longest and behind[:1] not in _NOT_OF_EACH

    def is_changed_to(self, lead: str) -> bool:
        """Return whether a price replaces the one before it: 提高到."""
        return lead.endswith(self._changes)

    def is_part(self, lead: str) -> bool:
        """Return whether a count is a part or the sum of those before it: 其中 A类 300人."""
        return any(word in lead for word in (*self.including, *self.summing.words, "共", "总"))

    def is_sum_of_items(self, behind: str) -> bool:
        """Return whether a count counts the items added up: 三项|合计."""
        return bool(self.totals.at(behind))

    def is_share_note(self, written: str) -> bool:
        """Return whether nothing but 占, 即 or 约 stands before a percentage in a bracket."""
        return len(written) <= _LONGEST_THING and not written.strip("占即约为按的总价比例 ")

    def is_money_rate(self, lead: str) -> bool:
        """Return whether a rate is one of a sum: 年利率, 税率."""
        return any(word in lead for word in self._money_rates)

    def is_of_rate(self, lead: str) -> bool:
        """Return whether a sum is what a rate makes: 利息, 税费, 含税."""
        return not self.without_claims(lead) or any(word in lead for word in self._rate_sums)

    def is_share_behind(self, behind: str) -> bool:
        """Return whether the words behind a percentage say who pays it: 30%由区级承担."""
        return any(word in behind for word in self._payments)

    def is_beside(self, words: str) -> bool:
        """Return whether a share stands beside others: that of a payer, an instalment."""
        return any(word in words for word in (*self._payers, *self._instalments))

    def is_tax(self, lead: str) -> bool:
        """Return whether a rate is that of a tax, which comes on top."""
        return lead.endswith(("税率", "税率为", "税率按"))

    def is_whole_total(self, lead: str) -> bool:
        """Return whether a sum is the whole of what was listed: 总投资."""
        return self.without_leads(lead).endswith(self._whole_totals)

    def is_taxed(self, lead: str) -> bool:
        """Return whether a sum includes the tax."""
        return any(word in lead for word in ("含税", "价税", "本息"))

    def is_payer(self, lead: str) -> bool:
        """Return whether the words before a figure name who pays it: 区级承担."""
        return any(word in lead for word in self._payers)

    def is_paid(self, lead: str) -> bool:
        """Return whether a sum was paid before."""
        return any(word in lead for word in self._paid)

    def is_rest(self, lead: str) -> bool:
        """Return whether a sum is what is left to pay."""
        return any(word in lead for word in self._rest)

    def has_ratio(self, text: str) -> bool:
        """Return whether a text shares money by a ratio: 按4:6比例分担."""
        parted = ":" in text or "：" in text
        if not parted or _RATIO not in text:
            return False
        marks = (place for place, mark in enumerate(text) if mark in ":：")
        return any(text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit() for at in marks)

    def is_limit(self, lead: str, behind: str) -> bool:
        """Return whether a sum is a limit: 不超过10万元, 10万元以内."""
        return lead.endswith(self.limits_before) or behind.startswith(self.limits_behind)

    def is_of_year(self, lead: str) -> bool:
        """Return whether a sum is said of all the months of a year."""
        return any(word in lead for word in self.of_year)

    def sums_up(self, lead: str) -> bool:
        """Return whether a total is said of all items before it."""
        return bool(self.summing.before(self.without_leads(lead)))

    def _each_of(self, lead: str) -> Each | None:
        """Return what 每人每月 or 人均 in the words before a figure divide it by."""
        things: list[str] = []
        start = here = -1
        while (here := lead.find("每", here + 1)) >= 0:
            thing = self._thing_each(lead, here + 1)
            if thing:
                things.append(thing)
                start = here if start < 0 else start
                things += _rate_of_time(lead[here + 1 + len(thing) :])
        average = lead.find("均", 1)
        thing = self.each.before(lead[:average]) if average > 0 else ""
        if thing and lead[average - len(thing) - 1 : average - len(thing)] != "每":
            things.append(thing)
            begin = average - len(thing)
            timed = begin == 1 or (begin > 1 and lead[begin - 2] not in _PART_OF_DATE)
            things += [lead[begin - 1]] if timed and lead[begin - 1] in "月日" else []  # 月人均
            start = begin if start < 0 else start
            things += [one for one in ("月", "年", "日") if lead.startswith(one, average + 1)]
        return Each(tuple(things), start) if things else self._ones(lead)

    def _ones(self, lead: str) -> Each | None:
        """Return what 一人一天 at the end of the words before a figure divides it by."""
        things: list[str] = []
        end = len(lead)
        while (start := lead.rfind("一", 0, end)) >= 0:
            thing = lead[start + 1 : end]
            counter = self.counted.at(thing) or self.each.at(thing)
            named = counter in ("个", "名", "处")
            name = self.name_at(thing, len(counter)) if named else counter
            if not counter or name != thing or thing.startswith(self._not_each):
                break
            if lead[start - 1 : start] in _NOT_ONE:
                break
            things.insert(0, thing)
            end = start
        return Each(tuple(things), end) if things else None

    def _thing_each(self, lead: str, start: int) -> str:
        start += lead.startswith("一", start)
        thing = self.each.at(lead, start) or self.place_at(lead[start:])
        if thing == "个":  # 每个社区
            return thing + (self.each.at(lead, start + 1))
        end = lead.find("每", start)
        rest = lead[start:] if end < 0 else lead[start:end]
        if not thing and rest.endswith(self.expenses):  # 每站年费
            name = self.expense_tails.stripped(rest, at_most=1).rstrip("年月日")
            rest = name or rest
        return thing or (rest if len(rest) <= _LONGEST_THING else "")

    def _without_leads(self, text: str) -> str:
        """Return the words before a figure without 预计, 约, 单价 and the like."""
        return self.leads.stripped(text, at_most=_LONGEST_LEAD)

    def _restates(self, noun: str) -> bool:
        """Return whether a number behind these words may be this plan's own, said twice."""
        return not any(word in noun for word in self.not_restating)


def _rate_of_time(words: str) -> list[str]:
    """Return the time of a rate before its verb: 日 of 每座日处理, none of 每人日常."""
    timed = len(words) > 1 and words[0] in "日月年" and words[1] not in NO_RATE
    return [words[0]] if timed else []


def _thing(meant: str) -> tuple[str, int]:
    name = meant.lstrip("10")
    return name, max(len(meant) - len(name) - 1, 0)


@lru_cache(maxsize=1)
def basis_words() -> BasisWords:
    """Return the words in force."""
    return BasisWords(lexicon())


@lru_cache(maxsize=4096)
def core_name(name: str) -> str:
    """Return what a name is about: 预计整治清理费用 → 整治清理, 水质检测次数 → 水质检测."""
    words = basis_words()
    while 0 < len(head := words.name_heads.at(name)) < len(name):
        name = name[len(head) :]
    while 0 < len(tail := words.name_tails.before(name)) < len(name):
        name = name[: -len(tail)]
    return name
