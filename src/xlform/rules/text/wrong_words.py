"""T-01 and T-08: misspelt words and obsolete names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from xlform.model.memoize import by_text
from xlform.model.submission import Form
from xlform.model.word_finder import pieces, wording
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.slips import (
    Slip,
    corrected,
    is_explained,
    slips,
    suspicious_pairs,
    without_words,
)
from xlform.rules.text.text_fixes import excerpt, goal_example, text_fix
from xlform.rules.text_tests import Words, holding, of_text, of_wording, words_in

_HOLDS_TYPO, _HOLDS_NO_TYPO = holding("typos"), holding("not-typos")
_HOLDS_OBSOLETE = holding("obsolete")


@of_wording("typos", "not-typos")
def _has_slips(text: str, words: Words) -> bool:
    return bool(of_text(_slips_in, words)(text))


@register
class Typo(Rule):
    """A word is misspelt."""

    code = "T-01"
    name = "typo"
    severity = "warning"
    text_tests = (_has_slips,)
    summary = Text("错别字", "A word is misspelt")
    rationale = Text(
        "绩效目标要随预算公开，错别字会被公开网站的检查扫描出来。",
        "Goals are published with the budget, and published sites are scanned for such errors.",
    )
    help = Text("请核对，建议改为“{right}”。", "Check; {right} is meant.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（内容准确）；"
        "词表 templates/words/typos.toml"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{wrong}”疑为“{right}”（……{about}……）。", "{wrong}: {right}? (…{about}…)"),
    }
    bad_example = goal_example("改善社区环竟，栽种行道树400株")
    good_example = goal_example("改善社区环境，栽种行道树400株")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        slips_in = context.of_text(_slips_in)
        for located in context.texts_where(form, _has_slips):
            for same in slips_in(located.text):
                start, wrong, right = same[0].start, same[0].wrong, same[0].right
                about = excerpt(located.text, start, start + len(wrong))
                details = {"wrong": wrong, "right": right, "about": about}
                fix = text_fix(form, context, located, corrected(located.text, same), "unsafe")
                yield Violation(
                    form, located.path, details=details, expected=right, actual=wrong, fix=fix
                )


def _slips_in(text: str, words: Words) -> tuple[tuple[Slip, ...], ...]:
    """Return the slips of a text, those of the same word together."""
    if not _HOLDS_TYPO(text, words) and not _HOLDS_NO_TYPO(text, words):
        return _slips_of_pairs(wording(text))
    typos, present = words.get("typos", {}), words_in(text, words, "typos")
    rest = without_words(text, words_in(text, words, "not-typos"))
    return _same_together(_slips_of(rest, typos, present, suspicious_pairs(text)))


@by_text
def _slips_of_pairs(text: str) -> tuple[tuple[Slip, ...], ...]:
    """Return the slips of a text that holds no listed word; no digit or mark is part of one."""
    if not any(map(_has_slip_of_pair, pieces(text))):
        return ()
    return _same_together(slips(text, suspicious_pairs(text)))


@by_text
def _has_slip_of_pair(piece: str) -> bool:
    return any(True for _ in slips(piece, suspicious_pairs(piece)))


def _same_together(found: Iterable[Slip]) -> tuple[tuple[Slip, ...], ...]:
    same: dict[tuple[str, str], list[Slip]] = {}
    for slip in found:
        same.setdefault((slip.wrong, slip.right), []).append(slip)
    return tuple(map(tuple, same.values()))


def _slips_of(
    text: str, typos: Mapping[str, str], present: list[str], suspicious: Sequence[str]
) -> Iterator[Slip]:
    """Yield the misspelt words of the list in a text, the longest first, then other slips."""
    for word in sorted(present, key=len, reverse=True):
        while (start := text.find(word)) >= 0:
            slip = Slip(start, word, typos[word])
            if not is_explained(text, slip):
                yield slip
            text = text.replace(word, "\n" * len(word), 1)
    yield from slips(text, suspicious)


@register
class ObsoleteName(Rule):
    """An office or task has a name that is no longer used."""

    code = "T-08"
    name = "obsolete-name"
    severity = "info"
    text_tests = (_HOLDS_OBSOLETE,)
    summary = Text("用了机构改革前的名称", "A name from before the reform of offices")
    rationale = Text(
        "“计生”“卫计”等名称在机构改革后已不再使用，公开时容易被指出。",
        "Such names went out of use when offices were reorganised.",
    )
    help = Text("请核对，现称“{right}”。", "Check: now {right}.")
    legal_basis = "2018年《深化党和国家机构改革方案》；词表 templates/words/wording.toml"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{wrong}”是旧名称，现为“{right}”。", "{wrong} is an old name for {right}."
        ),
    }
    bad_example = goal_example("做好城管、计生等工作，全年巡查60次")
    good_example = goal_example("完成统计生产经营单位400家的任务")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        obsolete = context.words.get("obsolete", {})
        for located in context.texts_where(form, _HOLDS_OBSOLETE):
            for wrong in _obsolete_names(located.text, context.words):
                details = {"wrong": wrong, "right": obsolete[wrong]}
                yield Violation(
                    form, located.path, details=details, expected=obsolete[wrong], actual=wrong
                )


def _obsolete_names(text: str, words: Words) -> Iterator[str]:
    """Yield the obsolete names in a text that are in no harmless word, the longest first.

    If one name contains another, only the longer is reported.
    """
    remaining = without_words(text, words_in(text, words, "not-obsolete"))
    for name in sorted(words_in(text, words, "obsolete"), key=len, reverse=True):
        if name in remaining:
            remaining = remaining.replace(name, "\n")
            yield name
