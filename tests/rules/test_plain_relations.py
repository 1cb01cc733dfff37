"""Relations that hold are seen at a glance; what a rule says is the same as by evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from rule_checks import DISTRICT, SAMPLE, TEMPLATES, run_rules

from xlform.checking.runner import CheckResult
from xlform.formats.source import read_file
from xlform.grid.notation import parse
from xlform.model.submission import Form, Source, Target, Value
from xlform.rules import all_rules
from xlform.rules.arithmetic.plain_relations import PlainRelation, plain_relations
from xlform.rules.arithmetic.relation_rule import RelationRule
from xlform.rules.context import RuleContext
from xlform.template.relation import OWN

_RULES = [rule for rule in all_rules() if isinstance(rule, RelationRule)]


def _results() -> list[CheckResult]:
    source = Source("x.xlsx", "xlsx", "")
    grids = [parse(text) for rule in _RULES for text in (rule.bad_example, rule.good_example)]
    grids += [read_file(path)[1] for path in (SAMPLE, *DISTRICT[:3])]
    return [run_rules(grid, source, codes) for grid in grids for codes in ("A-", "X-0", "D-01")]


def test_what_rules_say_does_not_depend_on_the_glance(monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_glance = _results()
    monkeypatch.setattr(PlainRelation, "holds", lambda *_: False)
    assert [(one.findings, one.not_asked) for one in _results()] == [
        (one.findings, one.not_asked) for one in at_a_glance
    ]


_DEPARTMENT = "shifeng-2023/department"
_FIELDS: dict[str, Value] = {
    "budget_total": Decimal("10.00"),
    "general_public_budget": Decimal("9.00"),
    "government_fund_budget": Decimal("1.00"),
    "other_funds": Decimal(0),
}


def _holds(template: str, fields: Mapping[str, Value], rows: Mapping[str, Value]) -> list[str]:
    """Return the rules of the relations of a form that hold at a glance."""
    by_name = {one.name: one for one in TEMPLATES}
    relations = by_name[template].relations
    tables = {"indicators": ({**rows},), "expenses": ({**rows},)}
    form = Form(by_name[template].kind, template, "表", "A1", "", None, fields, tables, {})
    plain = plain_relations(relations)
    context = RuleContext(by_name)
    return [one.rule for one in relations if plain[id(one)].holds({OWN: (form,)}, 0, context)]


@pytest.mark.parametrize(
    ("template", "fields", "rows", "rules"),
    [
        (_DEPARTMENT, _FIELDS, {}, ["A-01"]),
        (_DEPARTMENT, {**_FIELDS, "other_funds": Decimal("0.01")}, {}, []),
        (_DEPARTMENT, {**_FIELDS, "other_funds": None}, {}, []),
        (_DEPARTMENT, {**_FIELDS, "other_funds": "0"}, {}, []),
        (
            _DEPARTMENT,
            {"basic_expenditure": Decimal("4.00")},
            {"target": Target("4万元", "", Decimal(4), "万元", "number")},
            ["A-12"],
        ),
        (
            _DEPARTMENT,
            {"basic_expenditure": Decimal("4.00")},
            {"target": Target("4人", "", Decimal(4), "人", "number")},
            [],
        ),
        (
            "shifeng-2023/fund-direction",
            {"expense_total": Decimal(3)},
            {"amount": Decimal(3)},
            ["A-04"],
        ),
        ("shifeng-2023/fund-direction", {"expense_total": Decimal(3)}, {"amount": None}, []),
        (
            "shifeng-2023/fund-direction",
            {"amount": Decimal(3), "expense_total": Decimal(2)},
            {"amount": Decimal(3)},
            ["A-05"],
        ),
    ],
)
def test_only_numbers_that_are_filled_in_hold_at_a_glance(
    template: str, fields: Mapping[str, Value], rows: Mapping[str, Value], rules: list[str]
) -> None:
    assert _holds(template, fields, rows) == rules
