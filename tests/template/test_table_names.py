"""Names of the tables that hold the forms of many submissions."""

from __future__ import annotations

import pytest

from xlform.template.store import load_templates, templates_folder
from xlform.template.table_names import TableNames

NAMES = TableNames(load_templates(templates_folder()), {"files", "notes"})


@pytest.mark.parametrize(
    ("kind", "table", "name"),
    [
        ("fund-summary", "funds", "funds"),
        ("fund-direction", "expenses", "expenses"),
        # Another kind's money is kept apart, tables of words are shared.
        ("street-plan", "funds", "street-plan_funds"),
        ("department", "indicators", "indicators"),
        ("self-evaluation", "indicators", "indicators"),
        ("street-plan", "indicators", "indicators"),
        # Names that are taken, and what no folder can be called.
        ("street-plan", "project", "project_rows"),
        ("street-plan", "notes", "notes_rows"),
        ("计划 / 台账", "expenses", "计划_台账_expenses"),
    ],
)
def test_a_table_has_a_name_of_its_own_where_money_is_in_it(
    kind: str, table: str, name: str
) -> None:
    assert NAMES.of_table(kind, table) == name


def test_a_kind_is_not_called_like_another_table() -> None:
    assert [NAMES.of_kind(kind) for kind in ("department", "files", "计划 / 台账")] == [
        "department",
        "files_forms",
        "计划_台账",
    ]
