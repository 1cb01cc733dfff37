"""docs/rules holds the pages of the rules as they are; the terminal shows the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlform.messages import set_language
from xlform.report.rulebook import markdown, rule_list, rule_page
from xlform.rules import all_rules
from xlform.rules.kernel import Rule

FOLDER = Path(__file__).parents[2] / "docs" / "rules"
ANEW = "write them anew: xlform rules --format markdown -o docs/rules"
RULES = all_rules()


def test_the_pages_are_those_of_the_rules() -> None:
    pages = markdown(RULES)
    assert {path.name for path in FOLDER.iterdir()} == set(pages), ANEW
    for name, text in pages.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, f"{name}: {ANEW}"


def test_the_index_leads_to_every_page() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)]+)\)", index)
    assert links == [f"{rule.code}.md" for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_tells_all_there_is_to_know(rule: Rule) -> None:
    text = "\n".join(rule_page(rule, columns=100))
    for title in ("为什么", "错例", "改例", "核对时说", "怎样改", "依据", "不核对这条规则"):
        assert f"\n{title}\n" in text
    assert f"--ignore {rule.code}=理由" in text
    assert "{" not in text.replace(rule.bad_example, "").replace(rule.good_example, "")
    for line in rule.bad_example.strip().splitlines():
        assert line.strip() in text


def test_the_list_has_a_line_for_each_rule() -> None:
    lines = list(rule_list(RULES, columns=10_000))
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]
    assert list(rule_list([], columns=80)) == []


def test_english_is_said_on_request() -> None:
    rule = next(rule for rule in RULES if rule.code == "C-02")
    set_language("en")
    try:
        text = "\n".join(rule_page(rule, columns=80))
        listed = "\n".join(rule_list([rule], columns=80))
    finally:
        set_language("")
    assert "\nRationale\n" in text
    assert rule.summary.en in listed
