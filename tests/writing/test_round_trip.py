"""What is written reads back as it was: form by form, value by value."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from filing import TEMPLATES, forms, submission
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import xlform
from xlform.model.submission import Form, Submission, Value
from xlform.reading.values import empty_value
from xlform.submission.json import to_plain
from xlform.submission.read import read_workbook
from xlform.template.form import FormTemplate
from xlform.writing.blank_layout import blank_layout
from xlform.writing.round_trip import expected_form
from xlform.writing.workbook_draft import draft_workbook

ROOT = Path(__file__).parents[2]
SAMPLES = [
    ROOT / "samples" / "云田镇.xlsx",
    ROOT / "samples" / "项目支出绩效目标申报表.xlsx",
    *sorted((ROOT / "samples" / "district").glob("*.xlsx")),
    *sorted((ROOT / "samples" / "broken").glob("*.xlsx")),
]
KNOWN = {template.name: template for template in TEMPLATES}


def content_of(form: Form) -> dict[str, object]:
    """All that makes two forms equal: kind, template, title, year, fields, tables.

    Origins, the sheet's name, the range and notes are apart; amounts count with their places.
    """
    (whole,) = to_plain(submission(form))["forms"]
    return {key: whole[key] for key in ("kind", "template", "title", "year", "fields", "tables")}


def again(found: Submission) -> tuple[Form, ...]:
    data = draft_workbook(found, TEMPLATES).data
    return read_workbook(data, Path("again.xlsx"))[0].forms


def in_order(found: tuple[Form, ...]) -> list[Form]:
    return sorted(found, key=lambda form: KNOWN[form.template].appendix)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_read_back_as_they_were_read(path: Path) -> None:
    filed = xlform.read(path)
    expected = [content_of(official(form)) for form in in_order(filed.forms)]
    assert [content_of(form) for form in again(filed)] == expected


def official(form: Form) -> Form:
    """The form but for what the blank itself prints: its title for the year, its money unit.

    What only some forms have, and the blank has no place for, is told as not written.
    """
    template = KNOWN[form.template]
    blank = blank_layout(template)
    unit: dict[str, Value] = {
        name: "万元" for name in form.fields if name == "money_unit" and name in blank.fields
    }
    unit |= {
        name: empty_value(field.kind)
        for name, field in template.fields.items()
        if field.declaration.optional and not blank.has_place(name)
    }
    expected = expected_form(form, blank)
    composite = any(t.declaration.composite for t in template.tables.values())
    lacks = any(
        column.declaration.optional and name not in blank.columns(table)
        for table, declared in template.tables.items()
        for name, column in declared.columns.items()
    )
    # An amount in 元 has no places of 万元; a target in several columns is read from them.
    if blank.units or composite or lacks:
        form = msgspec.structs.replace(form, fields=expected.fields, tables=expected.tables)
    return msgspec.structs.replace(form, title=expected.title, fields={**form.fields, **unit})


@pytest.mark.parametrize(
    "template", [t for t in TEMPLATES if not t.prose], ids=lambda template: template.name
)
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_generated_forms_read_back_as_they_were(
    template: FormTemplate, data: st.DataObject
) -> None:
    form = data.draw(forms(template))
    (found,) = again(submission(form))
    assert content_of(found) == content_of(official(form))


def test_points_that_look_like_a_month_are_points() -> None:
    path = ROOT / "samples" / "部门整体支出绩效自评表.xlsx"
    filed = xlform.read(path)
    (form,) = filed.forms
    first, *others = form.tables["indicators"]
    rows = ({**first, "weight": Decimal("2024.05")}, *others)
    changed = msgspec.structs.replace(form, tables={**form.tables, "indicators": rows})
    (found,) = again(msgspec.structs.replace(filed, forms=(changed,)))
    assert found.tables["indicators"][0]["weight"] == Decimal("2024.05")
