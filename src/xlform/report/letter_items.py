"""Items of a letter: groups of findings in plain words, numbered in the order of the letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from xlform.checking.baseline import Changes
from xlform.messages import translate
from xlform.model.findings import Finding, Group, LetterSection
from xlform.report.checked_file import CheckedFile
from xlform.report.letter_lines import line_count
from xlform.report.letter_places import Places
from xlform.report.letter_text import (
    ELLIPSIS,
    condensed,
    finding_sentences,
    lower_first,
    pattern,
    plain_words,
    shortened,
    with_short_quotations,
    without_full_stop,
)
from xlform.report.note_text import rule_summary

# Lines of an item, its place included: of one to correct, of one with advice, of one to explain.
_CORRECTION_LINES, _ADVISED_LINES, _QUESTION_LINES = 3, 2, 2
_VALUE_AT_MOST: Final = 24


class LetterItem(msgspec.Struct, frozen=True):
    """One item: its number in the letter and in the list of the marked workbook.

    ``state`` is ``kept`` or ``new`` since the earlier round, "" without one. ``findings`` is the
    number of its findings, effects included. ``advice`` says what to do where ``text`` has no room
    for it, "" where it asks for something or findings differ in it.
    """

    number: int
    section: LetterSection
    place: str
    text: str
    findings: int
    state: str = ""
    advice: str = ""


def letter_items(checked_file: CheckedFile) -> list[LetterItem]:
    """Return what a unit has to correct, then what it has to explain, then the rest."""
    submission, checked = checked_file.submission, checked_file.checked
    places = Places(submission, checked_file.context)
    by_id = {finding.id: finding for finding in checked.findings}
    return [
        _item(group, [by_id[one] for one in group.findings], places, checked_file.changes)
        for group in checked_file.groups
    ]


def _item(
    group: Group, findings: list[Finding], places: Places, changes: Changes | None
) -> LetterItem:
    place = text = ""
    findings = [finding for finding in findings if finding.code == group.code] or findings
    if group.section == "must":
        place = places.text(group.places)
        text = places.in_words(_correction(group, findings, place))
    elif group.section == "explain":
        place = places.text(group.places, brief=True)
        text = places.in_words(_question(findings, place))
    return LetterItem(
        number=group.rank,
        section=group.section,
        place=place,
        text=text,
        findings=len(group.findings) + len(group.effects),
        state=_state(group, changes),
        advice=_advice(findings, places, text) if text else "",
    )


def _advice(findings: Sequence[Finding], places: Places, text: str) -> str:
    """Return what to do about findings that do not differ in it, if their item does not say so."""
    _, advice = _sentences(findings)
    said = places.in_words(advice[0]) if len(advice) == 1 else ""
    begun = text.endswith(ELLIPSIS) or translate("letter.asks") in text
    return "" if begun or said in text else shortened(said)


def _state(group: Group, changes: Changes | None) -> str:
    """Return ``new`` if every finding is new, ``kept`` if one was there before."""
    if changes is None or changes.first:
        return ""
    states = {changes.states.get(finding, "new") for finding in group.findings}
    return "kept" if "kept" in states else "new"


def _correction(group: Group, findings: Sequence[Finding], place: str) -> str:
    """Return the sentences after a place: problems, figures, what to do, what else it corrects."""
    problems, advice = _sentences(findings)
    text = pattern("join").join((problems[0], *_figures(findings)))
    if line_count(place + text) > _CORRECTION_LINES:
        text = pattern("join").join((condensed(problems[0]), *_figures(findings)))
    if len(problems) > 1:
        joined = _each(findings)
        fits = line_count(place + joined) <= _CORRECTION_LINES
        text = joined if fits else _summary(findings[0], problems[0], place)
    more = advice if len(advice) == 1 else []
    if group.effects:
        more.append(translate("letter.effects", count=len(group.effects)))
    for sentence in more:
        longer = pattern("join").join((text, sentence))
        if line_count(place + longer) <= max(_ADVISED_LINES, line_count(place + text)):
            text = longer
    return shortened(text)


def _question(findings: Sequence[Finding], place: str) -> str:
    """Return the sentence after a place: the problem in two lines, else what rule it breaks."""
    problems, _ = _sentences(findings)
    for problem in (problems[0], condensed(problems[0])) if len(problems) == 1 else ():
        if line_count(place + problem) <= _QUESTION_LINES:
            return problem
    return without_full_stop(plain_words(rule_summary(findings[0]))) + pattern("stop")


def _sentences(findings: Sequence[Finding]) -> tuple[list[str], list[str]]:
    """Return the different problems of the findings, and the different advice."""
    sentences = [finding_sentences(finding) for finding in findings]
    problems, advice = zip(*sentences, strict=True)
    return list(dict.fromkeys(problems)), list(dict.fromkeys(advice))


def _figures(findings: Sequence[Finding]) -> list[str]:
    """Return the value and the expected one of a single finding, if its message has them not."""
    if len(findings) > 1:
        return []
    [finding] = findings
    parts = []
    for part, text in (("actual", finding.actual), ("expected", finding.expected)):
        words = shortened(without_full_stop(plain_words(text)), _VALUE_AT_MOST)
        is_repeated = text in finding.message or (part == "expected" and text in finding.help)
        if words and not is_repeated:
            parts.append(translate(f"letter.{part}", text=words))
    return parts


def _each(findings: Sequence[Finding]) -> str:
    """Return the sentences of several findings as one, each with its cell."""
    told: dict[str, str] = {}
    for finding in findings:
        told.setdefault(without_full_stop(finding_sentences(finding)[0]), finding.cell)
    joined = pattern("semicolon").join(
        pattern("at", cell=cell, text=text) if cell else text for text, cell in told.items()
    )
    return joined + pattern("stop")


def _summary(finding: Finding, problem: str, place: str) -> str:
    """Return what several findings have in common, with the first as an example.

    Only the example if both are too long together.
    """
    common = without_full_stop(plain_words(rule_summary(finding)))
    example = lower_first(without_full_stop(with_short_quotations(problem)))
    text = translate("letter.example", text=common, example=example)
    if line_count(place + text) <= _CORRECTION_LINES:
        return text
    return translate("letter.alike", example=without_full_stop(problem))
