"""Every rule's page: complete, in both languages, and its examples do what they say."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

import pytest

from xlform.checking.rule_plan import ordered_by_requirements
from xlform.checking.runner import CheckResult, check
from xlform.grid.notation import parse
from xlform.model.findings import SEVERITIES
from xlform.model.submission import Source, Submission
from xlform.model.word_lists import load_words
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, Text
from xlform.template.store import load_templates, templates_folder

RULES = all_rules()
CODES = {rule.code for rule in RULES}
CODE = re.compile(r"[A-Z]-\d\d")
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TEMPLATES = load_templates(templates_folder())
WORDS = load_words(templates_folder() / "words")
# A batch is more than one file, which one example can't be; such rules have tests of their own.
EXAMPLES = [rule for rule in RULES if rule.scope != "batch"]


def code_of(rule: Rule) -> str:
    return rule.code


def checked(rule: Rule, example: str) -> CheckResult:
    """The example read by the shipped templates and checked by this rule alone."""
    grid = parse(example)
    source = Source("example.xlsx", "xlsx", "0" * 64)
    if rule.scope == "workbook":
        submission = Submission(source, "", None, ())
    else:
        submission = read_grid(grid, source, TEMPLATES)
    templates = {template.name: template for template in TEMPLATES}
    context = RuleContext(templates, grid, None, WORDS, rule.example_data)
    return check(submission, context, [rule], {})


def crashes(found: CheckResult) -> list[str]:
    return [skipped.because for skipped in found.not_asked if skipped.reason == "crashed"]


@pytest.mark.parametrize("rule", EXAMPLES, ids=code_of)
def test_the_bad_example_has_findings_at_a_cell(rule: Rule) -> None:
    found = checked(rule, rule.bad_example)
    assert crashes(found) == [], f"{rule.code} fails on its bad example"
    because = "; ".join(f"{skipped.reason}: {skipped.because}" for skipped in found.not_asked)
    assert found.findings, f"{rule.code} finds nothing in its bad example ({because})"
    placed = [finding for finding in found.findings if finding.cell]
    assert placed, f"{rule.code} names no cell: {found.findings}"
    assert {finding.code for finding in found.findings} == {rule.code}


@pytest.mark.parametrize("rule", EXAMPLES, ids=code_of)
def test_the_good_example_is_silent(rule: Rule) -> None:
    found = checked(rule, rule.good_example)
    assert crashes(found) == [], f"{rule.code} fails on its good example"
    reported = [f"{finding.sheet}!{finding.cell}: {finding.message}" for finding in found.findings]
    assert reported == [], f"{rule.code} still has findings in its good example"


@pytest.mark.parametrize("rule", RULES, ids=code_of)
def test_the_examples_have_the_data_they_need(rule: Rule) -> None:
    lacking = set(rule.needs) - set(rule.example_data)
    assert lacking == set(), f"{rule.code}: give example_data for these tables"


@pytest.mark.parametrize("rule", EXAMPLES, ids=code_of)
def test_the_examples_differ(rule: Rule) -> None:
    assert rule.bad_example.strip() != rule.good_example.strip(), rule.code


@pytest.mark.parametrize("rule", EXAMPLES, ids=code_of)
def test_what_is_reported_is_a_sentence_filled_in(rule: Rule) -> None:
    for finding in checked(rule, rule.bad_example).findings:
        for text in (finding.message, finding.help):
            assert text.strip(), f"{rule.code} says nothing"
            assert text.endswith(("。", "？", "！")), f"{rule.code}: no full stop: {text}"
            assert "None" not in text, f"{rule.code}: {text}"


@pytest.mark.parametrize("rule", RULES, ids=code_of)
def test_the_page_is_complete(rule: Rule) -> None:
    assert CODE.fullmatch(rule.code), f"{rule.code}: a code is a letter, a hyphen, two digits"
    assert NAME.fullmatch(rule.name), f"{rule.code}: {rule.name!r} is no name of a defect"
    assert rule.severity in SEVERITIES, rule.code
    assert rule.scope in {"form", "submission", "batch", "workbook"}, rule.code
    assert rule.legal_basis.strip(), f"{rule.code} names no basis"
    assert rule.messages, f"{rule.code} has no message"
    assert type(rule).__doc__, f"{rule.code} has no docstring"


def texts(rule: Rule) -> Iterator[tuple[str, Text]]:
    yield "summary", rule.summary
    yield "rationale", rule.rationale
    yield "help", rule.help
    for key, text in rule.messages.items():
        yield f"messages[{key}]", text


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("rule", RULES, ids=code_of)
def test_both_languages_say_the_same(rule: Rule) -> None:
    for where, text in texts(rule):
        assert CHINESE.search(text.zh), f"{rule.code} {where}: no Chinese in {text.zh!r}"
        assert re.search("[A-Za-z]", text.en), f"{rule.code} {where}: no English in {text.en!r}"
        same = placeholders(text.zh) == placeholders(text.en)
        assert same, f"{rule.code} {where}: {{…}} differ: {text.zh!r} and {text.en!r}"
    for where in ("summary", "rationale"):
        alone: Text = getattr(rule, where)
        assert not placeholders(alone.zh), f"{rule.code} {where} stands without a finding"


def test_codes_and_names_are_given_once() -> None:
    names = [rule.name for rule in RULES]
    assert len(CODES) == len(RULES)
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("rule", RULES, ids=code_of)
def test_what_a_rule_requires_is_known(rule: Rule) -> None:
    unknown = set(rule.requires) - CODES
    assert unknown == set(), f"{rule.code} requires rules that are none"
    assert rule.code not in rule.requires


def test_no_cycle_of_requirements() -> None:
    ordered = [rule.code for rule in ordered_by_requirements(RULES)]
    assert sorted(ordered) == sorted(CODES)
    place = {code: number for number, code in enumerate(ordered)}
    wrong = [
        f"{rule.code} before {code}"
        for rule in RULES
        for code in rule.requires
        if place[code] > place[rule.code]
    ]
    assert wrong == []


def test_a_cycle_would_be_reported() -> None:
    class First(Rule):
        """Requires the second."""

        code = "Z-01"
        requires = ("Z-02",)

    class Second(Rule):
        """Requires the first."""

        code = "Z-02"
        requires = ("Z-01",)

    with pytest.raises(ValueError, match="Z-01, Z-02"):
        ordered_by_requirements([First(), Second()])


@pytest.mark.parametrize("rule", RULES, ids=code_of)
def test_the_basis_is_one_a_unit_can_look_up(rule: Rule) -> None:
    assert CHINESE.search(rule.legal_basis), f"{rule.code}: {rule.legal_basis}"
    for ours in ("domain.md", "§", "seed"):
        assert ours not in rule.legal_basis, (
            f"{rule.code} rests on our own notes: {rule.legal_basis}"
        )
