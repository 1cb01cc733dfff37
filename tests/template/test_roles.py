"""Roles: declared, documented, checked, and the same in every edition of a form."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from xlform.errors import DeclarationProblem
from xlform.messages import set_language
from xlform.model.submission import Form
from xlform.template.form import FormTemplate
from xlform.template.form_values import FormValues
from xlform.template.roles import TABLE_ROLES, Role
from xlform.template.store import load_template, load_templates, templates_folder

DOCUMENT = Path(__file__).parents[2] / "docs" / "templates.md"
DECLARED = """
kind = "x"
name = "某表"
title = ['某表$']
[recognise]
labels = ["甲", "乙"]
[field]
who  = { label = "单位名称", role = "unit" }
plan_total = { label = "预算合计", kind = "amount" }
[table.lines]
role = "expenses"
[table.lines.column]
what = { label = "事项", role = "item" }
amount = { label = "金额", kind = "amount" }
points = { label = "得分", kind = "number" }
[table.lines.total]
label = "合计"
fields = { amount = "sum", points = "score" }
"""


def loaded(folder: Path, text: str) -> FormTemplate:
    (folder / "form.toml").write_text(text, encoding="utf-8")
    return load_template(folder, "set/x")


def test_fields_columns_tables_and_totals_are_found_by_role(tmp_path: Path) -> None:
    template = loaded(tmp_path, DECLARED)
    form = Form(
        "x", "set/x", "表", "A1:C9", "某表", 2024,
        fields={"who": "甲镇", "sum": Decimal(3), "score": None},
        tables={"lines": ({"what": "修路", "amount": Decimal(3), "points": None},)},
        origins={},
    )  # fmt: skip
    values = FormValues(form, template)
    assert values.text(Role.UNIT) == "甲镇"
    assert values.path_of(Role.TOTAL) == "sum"
    assert values.amount(Role.TOTAL) == Decimal(3)
    assert values.path_of(Role.SCORE) == "score"
    assert values.amount(Role.BUDGET) is None
    (row,) = values.rows(Role.EXPENSES)
    assert (row.text(Role.ITEM), row.amount()) == ("修路", Decimal(3))
    assert row.path_of(Role.AMOUNT) == "lines[0].amount"
    assert (row.path_of(Role.BASIS), row.value(Role.BASIS)) == ("", None)
    assert values.column_label(Role.EXPENSES, Role.ITEM) == "事项"
    assert values.rows(Role.FUNDS) == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'role = "unit"',
            'role = "unitt"',
            ["第 8 行 field.who.role", "unitt", "是不是“unit”"],
        ),
        ('role = "item"', 'role = "itme"', ["lines.column.what.role", "itme", "是不是“item”"]),
        ('role = "unit"', 'role = "expenses"', ["who", "expenses", "栏和列"]),
        ('role = "expenses"', 'role = "unit"', ["lines", "unit", "表格", "expenses"]),
        (
            'kind = "amount" }\n[table.lines]',
            'kind = "amount", role = "unit" }\n[table.lines]',
            ["who", "plan_total", "unit", 'role = ""'],
        ),
        ('label = "金额"', 'label = "金额", role = "item"', ["lines.what", "lines.amount"]),
        (
            'label = "合计"',
            'label = "合计"\nroles = { amuont = "total" }',
            ["lines", "是不是“amount”"],
        ),
    ],
)
def test_a_wrong_role_is_named_with_the_nearest(
    tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    assert DECLARED.count(old) == 1
    with pytest.raises(DeclarationProblem) as caught:
        loaded(tmp_path, DECLARED.replace(old, new))
    for word in words:
        assert word in str(caught.value)


def test_a_name_has_its_role_unless_declared_otherwise(tmp_path: Path) -> None:
    names = 'fund = { label = "专项" }\nperiod_goal = { label = "目标" }\nunit = { label = "乡镇" }'
    roles = loaded(tmp_path, DECLARED.replace("[field]", f"[field]\n{names}")).roles
    assert (roles.field(Role.FUND), roles.field(Role.PERIOD_GOAL)) == ("fund", "period_goal")
    # A role that is declared goes before one by name.
    assert roles.field(Role.UNIT) == "who"
    without = DECLARED.replace('points = { label = "得分"', 'points = { label = "得分", role = ""')
    roles = loaded(tmp_path, without).roles
    assert not roles.column("lines", Role.SCORE)
    assert roles.has((Role.EXPENSES, Role.ITEM))
    assert not roles.has((Role.EXPENSES, Role.BASIS))
    assert not roles.has((Role.FUNDS, Role.ITEM))
    places = ("who", "lines[12].amount", "lines[0].points", "other")
    assert [roles.at(path) for path in places] == [Role.UNIT, Role.AMOUNT, None, None]


def test_every_shipped_form_says_what_it_is() -> None:
    """Each form has a unit and a goal or money; columns of indicators are known by role."""
    for template in load_templates(templates_folder()):
        roles = template.roles
        assert roles.has(Role.UNIT), template.name
        for table in template.tables:
            assert roles.role_of_table(table), f"{template.name}: {table}"
        for table in (Role.INDICATORS, Role.PERIOD_INDICATORS):
            for name in roles.tables.get(table, ()):
                columns = (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.TARGET)
                assert all(roles.column(name, role) for role in columns), template.name


def test_the_documentation_lists_every_role_with_its_sentence() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([a-z0-9-]+)` \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    set_language("zh")
    assert [tuple(map(str.strip, row)) for row in documented] == [
        (role.value, role.official, role.meaning) for role in Role
    ]
    assert {role for role in Role if role in TABLE_ROLES} == TABLE_ROLES
