"""The narrative drawn up from the forms: figures of theirs, marked blanks, read back the same."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import docx
import msgspec
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.text.run import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_checks import DISTRICT, SAMPLE, TEMPLATES

import xlform
from xlform.errors import XlformError
from xlform.model.submission import Form, Row, Submission, Value
from xlform.template.form import FormTemplate
from xlform.template.store import templates_folder
from xlform.values import parse_target
from xlform.writing.narrative import NarrativeDraft, draft_narrative, write_narrative
from xlform.writing.prose_document import ProseDocument
from xlform.writing.sentences import Sentences

SHEETS = ("department", "fund-summary", "fund-direction")


def template() -> FormTemplate:
    return next(template for template in TEMPLATES if template.kind == "narrative")


def sample(**changed: object) -> Submission:
    """The sample, its forms changed: a field by ``kind__field``, a kind left out by ``None``."""
    submission = xlform.read(SAMPLE)
    forms = [_changed(form, changed) for form in submission.forms]
    kept = tuple(form for form in forms if changed.get(form.kind.replace("-", "_"), "") is not None)
    return msgspec.structs.replace(submission, forms=kept)


def _changed(form: Form, changed: dict[str, object]) -> Form:
    kind = f"{form.kind.replace('-', '_')}__"
    fields = {name.removeprefix(kind): value for name, value in changed.items()
              if name.startswith(kind)}  # fmt: skip
    return msgspec.structs.replace(form, fields={**form.fields, **fields})


def written(submission: Submission, folder: Path) -> tuple[NarrativeDraft, Path]:
    path = folder / "说明.docx"
    return write_narrative(submission, path), path


def narrative_in(path: Path) -> Form:
    [form] = xlform.read(path).forms
    return form


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def marked(path: Path) -> list[Run]:
    """What is coloured, by python-docx."""
    runs = (run for paragraph in docx.Document(str(path)).paragraphs for run in paragraph.runs)
    return [run for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]


# Figures and words


@pytest.mark.parametrize("path", [SAMPLE, *DISTRICT[:4]], ids=lambda path: path.stem)
def test_what_is_written_reads_back_the_same(path: Path, tmp_path: Path) -> None:
    drawn, place = written(xlform.read(path), tmp_path)
    again = narrative_in(place)
    assert again.fields == drawn.form.fields
    assert again.tables == drawn.form.tables
    assert again.year == 2023
    assert again.notes == ()
    assert drawn.conflicts == ()


def test_figures_are_the_forms_with_their_places(tmp_path: Path) -> None:
    drawn, place = written(sample(), tmp_path)
    amounts = {name: str(v) for name, v in drawn.form.fields.items() if isinstance(v, Decimal)}
    assert amounts == {
        "income_total": "1056.40",
        "fiscal_income": "1056.40",
        "other_income": "0.00",
        "expenditure_total": "1056.40",
        "basic_expenditure": "445.40",
        "project_expenditure": "611.00",
        "projects_total": "611.00",
        "projects_fiscal": "611.00",
        "projects_other": "0.00",
    }
    assert [str(row["amount"]) for row in drawn.form.tables["projects"]] == [
        "95.00", "450.00", "36.00", "30.00",
    ]  # fmt: skip
    text = text_of(place)
    assert "2023年收入1056.40万元，其中：财政拨款收入1056.40万元，其他资金来源0.00万元。" in text
    assert "主要用于办用经费90万元、工资及社保360万元。项目实施及绩效情况如下：" in text
    assert "涉及社区数量9个；" in text
    assert drawn.placeholders == 0
    assert marked(place) == []


def test_the_headings_are_those_of_the_official_document(tmp_path: Path) -> None:
    _, place = written(sample(), tmp_path)
    lines = text_of(place).splitlines()
    headings = [line for line in lines if re.match("[一二三]、|[123]\\.|（[1-4]）", line)]
    assert [line[:12] for line in headings] == [
        "一、基本信息", "1.填报单位（盖章）：株", "2.预算收支出情况", "3.部门职能职责概述：贯",
        "二、年度重点工作计划", "三、年度绩效指标", "（1）城乡环境连片整治专", "（2）社区经费",
        "（3）业务性专用经费", "（4）微民生网格事件办理",
    ]  # fmt: skip
    assert "（一）城乡环境连片整治专项：" in text_of(place)


# What the forms don't say


def test_what_is_missing_is_a_marked_blank_and_never_zero(tmp_path: Path) -> None:
    drawn, place = written(sample(department=None), tmp_path)
    again = narrative_in(place)
    for name in ("income_total", "other_income", "basic_expenditure", "project_expenditure"):
        assert drawn.form.fields[name] is None
        assert again.fields[name] is None
    blanks = [run.text for run in marked(place)]
    assert blanks == [
        "【待填：收入合计】", "【待填：财政拨款收入】", "【待填：其他资金来源】",
        "【待填：支出合计】", "【待填：基本支出】", "【待填：项目支出】",
        "【待填：部门职能职责概述】", "【待填：年度重点工作计划】",
        "【待填：项目支出·财政拨款支出】", "【待填：项目支出·其他资金支出】",
    ]  # fmt: skip
    assert drawn.placeholders == len(blanks)
    assert all(run.underline for run in marked(place))
    assert "收入0" not in text_of(place)


def test_a_part_of_a_sum_that_is_missing_leaves_the_sum_blank(tmp_path: Path) -> None:
    drawn, _ = written(sample(department__government_fund_budget=None), tmp_path)
    assert drawn.form.fields["fiscal_income"] is None
    assert drawn.form.fields["income_total"] == Decimal("1056.40")


def test_where_other_money_comes_in_nobody_knows_what_pays_the_projects(tmp_path: Path) -> None:
    drawn, _ = written(sample(department__other_funds=Decimal(20)), tmp_path)
    assert drawn.form.fields["projects_fiscal"] is None
    assert drawn.form.fields["projects_other"] is None


def test_without_a_year_and_a_unit_both_are_blanks(tmp_path: Path) -> None:
    nameless = msgspec.structs.replace(sample(), unit="", year=None)
    _, place = written(nameless, tmp_path)
    text = text_of(place)
    assert text.startswith("【待填：年度】年部门整体支出绩效目标表编报说明")
    assert "填报单位（盖章）：【待填：填报单位】。" in text


def test_without_funds_one_project_is_left_to_be_filled_in(tmp_path: Path) -> None:
    _, place = written(sample(fund_summary=None, fund_direction=None), tmp_path)
    assert "（1）【待填：项目名称】" in text_of(place)
    assert "项目支出【待填：项目支出】万元，主要用于【待填：主要用于】" in text_of(place)


def test_blanks_that_were_left_are_reported_when_the_narrative_is_checked(tmp_path: Path) -> None:
    _, place = written(sample(department__basic_expenditure=None), tmp_path)
    [left] = xlform.check(place, select=["C-08"]).findings
    assert left.message == "“【待填”是填写提示，没有替换成实际内容。"
    assert left.sheet == "正文"
    _, whole = written(sample(), tmp_path)
    assert xlform.check(whole, select=["C-08", "D", "A-21", "C-12", "F"]).findings == ()


# Forms that disagree


def test_figures_that_differ_are_reported_with_their_places_and_marked(tmp_path: Path) -> None:
    drawn, place = written(sample(fund_summary__total=Decimal("545.00")), tmp_path)
    [of_department, of_funds] = drawn.conflicts
    assert of_department.path == "project_expenditure"
    assert of_department.sentence == (
        "“项目支出”各表不一致：附表1 E8 为 611.00 万元，附表2 C5 为 545.00 万元；"
        "现写 611.00 万元，请核对。"
    )
    assert "现写 545.00 万元" in of_funds.sentence
    assert [run.text for run in marked(place)] == ["611.00", "545.00"]
    comments = [item.text for item in docx.Document(str(place)).comments]
    assert comments == [of_department.sentence, of_funds.sentence]
    again = narrative_in(place)
    assert again.fields["projects_total"] == Decimal("545.00")


def test_a_fund_that_two_forms_state_differently_is_reported(tmp_path: Path) -> None:
    submission = sample(fund_direction__fund_amount=Decimal("95.00"))
    drawn, _ = written(submission, tmp_path)
    paths = [item.path for item in drawn.conflicts]
    assert paths == [f"projects[{number}].amount" for number in (1, 2, 3)]
    assert "附表3-2 F5 为 95.00 万元" in drawn.conflicts[0].sentence


# The file


def test_the_same_forms_give_the_same_bytes(tmp_path: Path) -> None:
    submission = sample(fund_summary__total=Decimal(545))  # with comments, which carry a day
    _, path = written(submission, tmp_path)
    first = path.read_bytes()
    _, two = written(submission, tmp_path)
    assert first == two.read_bytes()


def test_texts_of_the_forms_are_words_and_nothing_else(tmp_path: Path) -> None:
    duties = "=1+1 {unit} <w:p/> & ]]>\x0b贯彻政策\n（一）执行决议；\n（二）保护耕地。"
    _, place = written(sample(department__duties=duties), tmp_path)
    lines = text_of(place).splitlines()
    [first] = [n for n, line in enumerate(lines) if "=1+1" in line]
    assert "=1+1 {unit} <w:p/> & ]]>" in lines[first]
    assert lines[first + 1 : first + 3] == ["（一）执行决议；", "（二）保护耕地。"]


def test_nothing_is_written_where_there_is_nothing_to_draw_it_from(tmp_path: Path) -> None:
    place = tmp_path / "说明.docx"
    _, narrative = written(sample(), tmp_path / ".")
    only = xlform.read(narrative)
    narrative.unlink()
    with pytest.raises(XlformError, match="没有可据以写编报说明的表"):
        write_narrative(only, place)
    national = xlform.read(SAMPLE.parent / "项目支出绩效目标申报表.xlsx")
    with pytest.raises(XlformError, match="这套模板没有编报说明"):
        write_narrative(national, place)
    assert list(tmp_path.iterdir()) == []


# Another district's blank


def district(folder: Path, title: list[str], declaration: str = "") -> Path:
    """The shipped templates with another title in the blank narrative, run by run."""
    shutil.copytree(templates_folder(), folder / "templates")
    place = folder / "templates/shifeng-2023/narrative"
    blank = docx.Document(str(place / "blank.docx"))
    first, *_ = blank.paragraphs
    for run in first.runs:
        run.text = ""
    for text in title:
        first.add_run(text).bold = True
    blank.save(str(place / "blank.docx"))
    if declaration:
        text = (place / "form.toml").read_text(encoding="utf-8")
        (place / "form.toml").write_text(text.replace(declaration, "#"), encoding="utf-8")
    return folder / "templates"


def test_a_place_that_an_editor_parted_is_still_one(tmp_path: Path) -> None:
    """Word parts a text into runs wherever somebody touched it."""
    templates = district(tmp_path, ["{ye", "ar", "}年部门整体支出绩效目标表", "编报说明（甲区）"])
    place = tmp_path / "说明.docx"
    write_narrative(sample(), place, templates)
    first = docx.Document(str(place)).paragraphs[0]
    assert first.text == "2023年部门整体支出绩效目标表编报说明（甲区）"
    assert [run.bold for run in first.runs] == [True] * len(first.runs)


def test_a_place_for_no_value_is_refused(tmp_path: Path) -> None:
    templates = district(tmp_path, ["{yaer}年编报说明"])
    with pytest.raises(XlformError, match=r"\{yaer\} 不是这种材料的一项；可用的有 year、unit"):
        write_narrative(sample(), tmp_path / "说明.docx", templates)


def test_a_draft_that_lacks_a_sentence_is_refused(tmp_path: Path) -> None:
    lacking = 'spent       = "{item}{amount}万元"'
    templates = district(tmp_path, ["{year}年编报说明"], lacking)
    with pytest.raises(XlformError, match="缺少 spent 一句"):
        write_narrative(sample(), tmp_path / "说明.docx", templates)


# The law


def _sentence(alphabet: str) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=1, max_size=40).map(lambda text: f"{text}。")


WORDS = _sentence("贯彻政策服务群众办好民生实事乡村社区，；0123456789%")
NAMES = st.text("环境整治社区服务网格办理专项", min_size=1, max_size=12)
AMOUNTS = st.none() | st.decimals(0, 99999, places=2)


def _form(fields: Mapping[str, Value], projects: tuple[Row, ...]) -> Form:
    known: dict[str, Value] = dict.fromkeys(template().fields, "")
    return Form(
        "narrative",
        template().name,
        "",
        "",
        "",
        2023,
        {**known, **fields},
        {"projects": projects},
        {},
    )


@st.composite
def narratives(draw: st.DrawFn) -> Form:
    kinds = {name: field.kind for name, field in template().fields.items()}
    amounts = {name: draw(AMOUNTS) for name, kind in kinds.items() if kind == "amount"}
    texts = {"unit": "云田镇人民政府", "duties": draw(WORDS), "plan": draw(WORDS)}
    row = st.fixed_dictionaries(
        {"name": NAMES, "amount": AMOUNTS, "purpose": WORDS, "performance": WORDS}
    )
    return _form({**amounts, **texts}, tuple(draw(st.lists(row, min_size=1, max_size=12))))


@given(narratives())
@settings(max_examples=25, deadline=None)
def test_reading_a_written_narrative_gives_it_back(form: Form) -> None:
    from xlform.submission.read import read_workbook  # noqa: PLC0415  (the verb takes paths)

    data = ProseDocument(form, template()).written()
    found, _ = read_workbook(data, Path("说明.docx"))
    [again] = found.forms
    assert again.fields == form.fields
    assert again.tables == form.tables


@given(AMOUNTS, AMOUNTS, AMOUNTS)
@settings(max_examples=30, deadline=None)
def test_no_figure_is_made_up(
    total: Decimal | None, basic: Decimal | None, project: Decimal | None
) -> None:
    """A figure in a draft stands in some form or is the sum of two that do."""
    submission = sample(
        department__budget_total=total,
        department__basic_expenditure=basic,
        department__project_expenditure=project,
    )
    declared = template().declaration.draft
    assert declared
    drawn = draft_narrative(submission, template(), declared)
    sums = None if basic is None or project is None else basic + project
    assert drawn.form.fields["expenditure_total"] == (sums if total is None else total)
    assert drawn.form.fields["basic_expenditure"] == basic
    assert drawn.form.fields["project_expenditure"] == project


# As official prose


def sentences() -> Sentences:
    declared = template().declaration.draft
    assert declared
    return Sentences(template(), declared)


def test_no_name_of_the_program_reaches_a_page(tmp_path: Path) -> None:
    declared = template().declaration.draft
    assert declared
    for pattern in (*declared.sentence.values(), "{number}{unknown}"):
        for name in re.findall(r"{([a-z_0-9.]+)}", pattern):
            assert not re.search("[a-z]", sentences().placeholder(name))
    assert sentences().label_of("projects[3].amount") == "项目支出"
    bare = sample(department=None, fund_summary=None)
    forms = [msgspec.structs.replace(form, fields={**form.fields, "fund_amount": None,
             "amount": None}, tables={}) for form in bare.forms]  # fmt: skip
    _, place = written(msgspec.structs.replace(bare, forms=tuple(forms)), tmp_path)
    assert not re.search("[a-z]", text_of(place))


@pytest.mark.parametrize(
    ("unit", "address"),
    [
        ("清江市临河区石门镇人民政府", "我镇"), ("清江市临河区柳林街道办事处", "我街道"),
        ("清江市教育局", "我局"), ("清江市第二中学", "我校"), ("清江市人民医院", "我院"),
        ("清江市公路建设养护中心", "我中心"), ("清江市总工会", "我会"), ("清江市图书馆", "我馆"),
        ("清江市第一幼儿园", "我园"), ("清江市残疾人联合会", "我会"), ("某某", "我单位"),
    ],
)  # fmt: skip
def test_a_unit_calls_itself_by_its_kind(unit: str, address: str) -> None:
    assert sentences().address(unit) == address


@pytest.mark.parametrize(
    ("name", "target", "said"),
    [
        ("安全事故", "=0处", "安全事故为0处"),
        ("合格率", "≥95%", "合格率不低于95%"),
        ("培训", "≥12期", "培训不少于12期"),
        ("成本", "≤5万元", "成本不超过5万元"),
        ("辖区社区数量", "9/个", "辖区社区数量9个"),
        ("配置环卫工人", "66个", "配置环卫工人66个"),
        ("居民幸福指数", "提升", "居民幸福指数提升"),
        ("宣传及保洁", "2023年年底之前", "宣传及保洁于2023年年底之前完成"),
        ("完成时限", "2023年底", "完成时限为2023年底"),
        ("完成时限", "2023-12-20", "完成时限为2023年12月20日"),
        ("树木砍伐", "", "树木砍伐【待填：指标值】"),
    ],
)
def test_an_indicator_is_said_in_words(name: str, target: str, said: str) -> None:
    assert sentences().indicator(name, parse_target(target, 2023)) == said
