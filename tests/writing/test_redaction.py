"""Personal data: declared in templates, recognised elsewhere only where nothing joins it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from declaring import add_form, replaced, shipped_copy

import xlform
from xlform.model.submission import Form, Submission, Target
from xlform.template.form import FormTemplate
from xlform.template.store import load_templates, templates_folder
from xlform.writing.redaction import mask_numbers, redact
from xlform.writing.value_changes import ValueChange

SAMPLE = xlform.read(Path(__file__).parents[2] / "samples" / "云田镇.xlsx")


def with_fields(**fields: object) -> Submission:
    form = SAMPLE.forms[2]
    changed = msgspec.structs.replace(form, fields={**form.fields, **fields})
    return msgspec.structs.replace(SAMPLE, forms=(changed,))


def redacted(
    filed: Submission, templates: tuple[FormTemplate, ...] = ()
) -> tuple[Form, list[ValueChange]]:
    new, changes = redact(filed, templates or load_templates(templates_folder()))
    return new.forms[0], changes


@pytest.mark.parametrize(
    "code",
    [
        "51000021R000000019951",
        "430204-13800001234",
        "13800001234-01",
        "XM13800001234",
        "P_13800001234",
        "43020019000101000X2023",
        "2023430200190001010000",
        "430200190013010000",
        "114302040062691253",
        "9900731-00000000",
        "12345678901",
        "金额13800001234567元",
        "073100000000001",
    ],
)
def test_a_code_is_no_telephone_and_no_identity_number(code: str) -> None:
    text = f"项目编码{code}，见附件"
    assert mask_numbers(text) == text
    form, changes = redacted(with_fields(annual_goal=text))
    assert form.fields["annual_goal"] == text
    assert "年度绩效目标" not in {change.what for change in changes}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13800001234。", "电话138****1234。"),
        ("138 0000 1234", "138 **** 1234"),
        ("13800001234/13900004321", "138****1234/139****4321"),
        ("Tel:13800001234", "Tel:138****1234"),
        ("tel13800001234", "tel138****1234"),
        ("86-13800001234", "86-1******1234"),
        ("（0731）00000000", "（073*）****0000"),
        ("(0731)00000000", "(073*)****0000"),
        ("0731-00000000-801", "073*-*******0-801"),
        ("0731-00000000转801", "073*-*******0转801"),
        ("身份证43020019000101000X", "身份证430***********000X"),
    ],
)
def test_a_number_that_stands_alone_is_masked(text: str, masked: str) -> None:
    assert mask_numbers(text) == masked


def test_signatory_preparer_and_telephone_are_declared_personal_in_every_form() -> None:
    for template in load_templates(templates_folder()):
        fields = template.fields
        for name in {"signatory", "preparer", "phone"} & fields.keys():
            assert fields[name].declaration.personal, f"{template.name} {name}"


def test_a_signatory_is_masked_there_and_elsewhere_and_listed() -> None:
    form, changes = redacted(
        with_fields(signatory="主任：田小禾", annual_goal="由田小禾负责，主任督办")
    )
    assert form.fields["signatory"] == "主任：田＊＊"
    assert form.fields["annual_goal"] == "由田＊＊负责，主任督办"
    listed = {change.what: change.new for change in changes}
    assert listed["单位负责人签字"] == "主任：田＊＊"
    assert listed["年度绩效目标"] == "由田＊＊负责，主任督办"
    assert not any("田小禾" in change.old + change.new for change in changes)


def test_the_units_name_is_not_a_persons() -> None:
    form, changes = redacted(with_fields(signatory=f"{SAMPLE.unit}", preparer="云田 田小禾"))
    assert form.fields["signatory"] == SAMPLE.unit
    assert form.fields["preparer"] == "云田 田＊＊"
    assert form.fields["unit"] == SAMPLE.forms[2].fields["unit"]
    assert {change.what for change in changes} >= {"填表人"}


def test_a_short_number_is_masked_in_its_own_field_only() -> None:
    form, _ = redacted(with_fields(phone="8612", annual_goal="补助8612元"))
    assert form.fields["phone"] == "**12"
    assert form.fields["annual_goal"] == "补助8612元"


def test_the_filed_number_inside_a_code_is_left() -> None:
    goal = "编码5100286135790012，电话28613579"
    form, _ = redacted(with_fields(phone="28613579", annual_goal=goal))
    assert form.fields["annual_goal"] == "编码5100286135790012，电话******79"


@pytest.mark.parametrize(
    ("field", "filed", "masked"),
    [
        ("direction", "田小禾", "田＊＊"),
        ("fund", "阿依·买买提，13800001234", "阿＊＊＊＊＊，138****1234"),
        ("period_goal", "田小禾（村委会）", "田＊＊（村＊＊）"),
    ],
)
def test_any_field_can_be_declared_personal(
    field: str, filed: str, masked: str, tmp_path: Path
) -> None:
    def personal(text: str) -> str:
        line = next(line for line in text.splitlines() if line.split("=")[0].strip() == field)
        return text.replace(line, line.removesuffix(" }") + ", personal = true }")

    folder = shipped_copy(tmp_path / "templates")
    add_form(folder, "own/fund-direction", "fund-direction", personal)
    submission = with_fields(**{field: filed})
    own = msgspec.structs.replace(submission.forms[0], template="own/fund-direction")
    own_submission = msgspec.structs.replace(submission, forms=(own,))
    form, changes = redacted(own_submission, load_templates(folder))
    assert form.fields[field] == masked
    listed = [change for change in changes if change.what != "填表人"]
    assert masked in [change.new for change in listed]


def test_a_column_can_be_declared_personal(tmp_path: Path) -> None:
    folder = shipped_copy(tmp_path / "templates")
    edit = replaced(
        'level3   = { label = "三级指标" }', 'level3 = { label = "三级指标", personal = true }'
    )
    add_form(folder, "own/fund-direction", "fund-direction", edit)
    filed = SAMPLE.forms[2]
    row = {**filed.tables["indicators"][0], "level3": "田小禾", "target": Target("田小禾家2户")}
    own = msgspec.structs.replace(
        filed, template="own/fund-direction", tables={**filed.tables, "indicators": (row,)}
    )
    form, changes = redacted(msgspec.structs.replace(SAMPLE, forms=(own,)), load_templates(folder))
    (found,) = form.tables["indicators"]
    assert found["level3"] == "田＊＊"
    assert isinstance(found["target"], Target)
    assert found["target"].text == "田＊＊家2户"
    assert {change.new for change in changes} >= {"田＊＊", "田＊＊家2户"}


def test_the_source_text_of_an_unreadable_amount_is_masked_and_listed() -> None:
    filed = with_fields(amount=None)
    form = filed.forms[0]
    origins = {**form.origins, "amount.text": "问13800001234"}
    form = msgspec.structs.replace(form, origins=origins)
    new, changes = redacted(msgspec.structs.replace(filed, forms=(form,)))
    assert new.origins["amount.text"] == "问138****1234"
    assert "问138****1234" in {change.new for change in changes}
