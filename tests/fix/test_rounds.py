"""What is taken, what is refused, what is told: rules of the tests' own on small workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

import xlform
from xlform.errors import FileProblem
from xlform.model.findings import Edit, EditKind, Fix, Safety, Severity
from xlform.model.submission import Form
from xlform.report.changes_text import changes_lines
from xlform.rules.context import RuleContext
from xlform.rules.kernel import REGISTRY, Rule, RuleOutput, Text, Undetermined, Violation

SAMPLE = Path(__file__).parents[2] / "samples" / "broken" / "没有毛病.xlsx"
SHEET = "附表3-1"
Answering = Callable[[Form, RuleContext], RuleOutput]


def rule(code: str, answer: Answering, severity: Severity = "error") -> Rule:
    """A rule asked on 附表3-1 only."""

    class Asked(Rule):
        kinds = ("fund-direction",)
        summary = rationale = help = Text("试", "test")
        legal_basis = "x"
        bad_example = good_example = ""
        messages: ClassVar[dict[str, Text]] = {"message": Text("不对。", "Wrong.")}

        def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
            if form.sheet == SHEET:
                yield from answer(form, context)

    Asked.code, Asked.name, Asked.severity = code, code.lower(), severity
    return Asked()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Enter rules beside those that are there."""

    def enter(*rules: Rule) -> None:
        xlform.check(SAMPLE, select=["C-02"])
        for one in rules:
            monkeypatch.setitem(REGISTRY, one.code, one)

    return enter


def turns(
    cell: str, old: str, new: str, kind: EditKind = "formula", safety: Safety = "safe"
) -> Answering:
    """An answer: where a cell holds ``old``, it should hold ``new``."""

    def answer(form: Form, context: RuleContext) -> Iterator[Violation]:
        if typed_in(form, context, cell) == old:
            yield Violation(form, cell=cell, fix=Fix(safety, (Edit(SHEET, cell, old, new, kind),)))

    return answer


def typed_in(form: Form, context: RuleContext, cell: str) -> str:
    sheet = context.sheet(form)
    row, column = int(cell[1:]), ord(cell[0]) - 64
    found = sheet.cells.get((row, column)) if sheet else None
    if found is None:
        return ""
    return f"={found.formula}" if found.formula else found.text


TOTAL = "=SUM(D22:D24)"


def only(path: Path = SAMPLE, *, unsafe: bool = False) -> xlform.Fixed:
    return xlform.fix(path, only=["G-9"], unsafe=unsafe)


def test_of_two_edits_to_a_cell_the_first_rule_wins_and_the_other_is_told(
    asked: Callable[..., None],
) -> None:
    asked(
        rule("G-91", turns("D25", TOTAL, "=D22+D23+D24")),
        rule("G-92", turns("D25", TOTAL, "=ROUND(SUM(D22:D24),2)")),
    )
    fixed = only()
    [change] = fixed.changes
    assert (change.code, change.new) == ("G-91", "=D22+D23+D24")
    assert change.passed_over == ("G-92",)
    assert fixed.left == ()


def test_a_conflict_that_lasts_is_left_to_a_person(asked: Callable[..., None]) -> None:
    def lasting(form: Form, context: RuleContext) -> Iterator[Violation]:
        now = typed_in(form, context, "D25")
        edit = Edit(SHEET, "D25", TOTAL, "=ROUND(SUM(D22:D24),2)", "formula")
        yield Violation(form, cell="D25", fix=Fix("safe", (edit,)), details={"now": now})

    asked(rule("G-91", turns("D25", TOTAL, "=D22+D23+D24")), rule("G-92", lasting))
    fixed = only()
    assert [one.code for one in fixed.changes] == ["G-91"]
    assert [(one.finding.code, one.because) for one in fixed.declined] == [("G-92", "moved")]


def test_the_same_edit_asked_for_twice_is_no_conflict(asked: Callable[..., None]) -> None:
    same = turns("D25", TOTAL, "=D22+D23+D24")
    asked(rule("G-91", same), rule("G-92", same))
    fixed = only()
    assert [one.cell for one in fixed.changes] == ["D25"]
    assert fixed.declined == ()


def test_rounds_go_on_until_nothing_is_left(asked: Callable[..., None]) -> None:
    steps = [TOTAL, "=D22+SUM(D23:D24)", "=D22+D23+D24"]
    first = turns("D25", steps[0], steps[1])
    second = turns("D25", steps[1], steps[2])

    def both(form: Form, context: RuleContext) -> RuleOutput:
        yield from second(form, context)
        if typed_in(form, context, "D25") == steps[0]:
            yield Violation(form, cell="D22")

    asked(rule("G-91", first), rule("G-92", both))
    fixed = only()
    assert [(one.old, one.new) for one in fixed.changes] == [*pairwise(steps)]
    assert fixed.declined == ()


def test_a_fix_that_mends_nothing_is_dropped(asked: Callable[..., None]) -> None:
    def always(form: Form, context: RuleContext) -> Iterator[Violation]:
        now = typed_in(form, context, "D25")
        edit = Edit(SHEET, "D25", now, f"{now}+0", "formula")
        yield Violation(form, cell="D25", fix=Fix("safe", (edit,)))

    asked(rule("G-91", always), rule("G-92", turns("C22", "村庄清洁行动人工费", "人工费", "text")))
    fixed = only()
    assert [one.code for one in fixed.changes] == ["G-92"]
    assert [(one.finding.code, one.because) for one in fixed.declined] == [("G-91", "in-vain")]


def appears(cell: str, when: str) -> Answering:
    """An answer: a finding once a cell holds that."""

    def answer(form: Form, context: RuleContext) -> Iterator[Violation]:
        if typed_in(form, context, cell) == when:
            yield Violation(form, cell="B5")

    return answer


CHANGE = turns("D25", TOTAL, "=D22+D23+D24")


OTHERS = (
    turns("C22", "村庄清洁行动人工费", "人工费", "text"),
    turns("C23", "村庄清洁行动垃圾清运费", "清运费", "text"),
    turns("C24", "沟渠清淤机械作业费", "机械费", "text"),
)


def told_of(fixed: xlform.Fixed) -> str:
    return " ".join("".join(changes_lines(fixed, columns=200)).split())


def test_only_the_fix_that_brings_up_a_finding_is_dropped(asked: Callable[..., None]) -> None:
    asked(
        rule("G-90", OTHERS[0]),
        rule("G-91", CHANGE),
        rule("G-92", OTHERS[1]),
        rule("G-93", OTHERS[2]),
        rule("X-91", appears("D25", "=D22+D23+D24")),
    )
    fixed = only()
    assert [one.cell for one in fixed.changes] == ["C22", "C23", "C24"]
    [left] = fixed.declined
    assert (left.finding.code, left.because, left.by) == ("G-91", "brings-up", "X-91")
    assert left.reason == "附表3-1!B5 X-91 不对。"
    assert "没有改：改后会新出现问题（附表3-1!B5 X-91 不对。）" in told_of(fixed)
    assert '"because":"brings-up","by":"X-91","reason":"附表3-1!B5' in fixed.json()


def test_fixes_that_do_harm_together_only_cost_one_of_them(asked: Callable[..., None]) -> None:
    def both(form: Form, context: RuleContext) -> Iterator[Violation]:
        if (typed_in(form, context, "C22"), typed_in(form, context, "C24")) == ("人工费", "机械费"):
            yield Violation(form, cell="B5")

    numbered = zip(("G-91", "G-92", "G-93"), OTHERS, strict=True)
    asked(*(rule(code, answer) for code, answer in numbered), rule("X-91", both))
    fixed = only()
    assert [one.cell for one in fixed.changes] == ["C22", "C23"]
    assert [one.because for one in fixed.declined] == ["brings-up"]


def test_a_file_whose_every_fix_does_harm_stays_as_it_is(asked: Callable[..., None]) -> None:
    asked(rule("G-91", CHANGE), rule("X-91", appears("D25", "=D22+D23+D24")))
    fixed = only()
    assert fixed.data == fixed.source
    assert [one.because for one in fixed.declined] == ["brings-up"]


def test_an_array_cell_costs_itself_alone(asked: Callable[..., None], tmp_path: Path) -> None:
    path = tmp_path / "附.xlsx"
    book = openpyxl.load_workbook(SAMPLE)
    book[SHEET]["H1"] = ArrayFormula("H1:H3", "=D22:D24*1")
    book.save(path)
    asked(
        rule("G-91", turns("H1", "=D22:D24*1", "=D22")),
        rule("G-92", OTHERS[0]),
    )
    fixed = xlform.fix(path, only=["G-9"])
    assert [one.cell for one in fixed.changes] == ["C22"]
    [left] = fixed.declined
    assert (left.finding.cell, left.because) == ("H1", "not-editable")
    assert "H1" in left.reason
    assert f"没有改：{left.reason}。" in told_of(fixed)


def test_a_hint_that_appears_is_told(asked: Callable[..., None]) -> None:
    asked(rule("G-91", CHANGE), rule("X-91", appears("D25", "=D22+D23+D24"), "info"))
    fixed = only()
    assert len(fixed.changes) == 1
    assert [one.code for one in fixed.emerged] == ["X-91"]


def test_what_could_not_be_asked_before_is_no_new_fault(asked: Callable[..., None]) -> None:
    def answer(form: Form, context: RuleContext) -> RuleOutput:
        if typed_in(form, context, "D25") == TOTAL:
            yield Undetermined(form, Text("缺数", "a number is missing"))
        else:
            yield Violation(form, cell="B5")

    asked(rule("G-91", CHANGE), rule("X-91", answer))
    fixed = only()
    assert len(fixed.changes) == 1
    assert fixed.emerged == ()


def test_a_fix_made_for_other_contents_is_not_taken(asked: Callable[..., None]) -> None:
    def answer(form: Form, context: RuleContext) -> Iterator[Violation]:  # noqa: ARG001  (a rule's signature)
        edit = Edit(SHEET, "D25", "=SUM(D1:D2)", "=D22", "formula")
        yield Violation(form, cell="D25", fix=Fix("safe", (edit,)))

    asked(rule("G-91", answer))
    fixed = only()
    assert fixed.changes == ()
    assert [one.because for one in fixed.declined] == ["moved"]


def test_a_finding_without_a_fix_is_left(asked: Callable[..., None]) -> None:
    asked(rule("G-91", lambda form, _: iter([Violation(form, cell="D25")])))
    fixed = only()
    assert [one.because for one in fixed.declined] == ["none"]
    assert fixed.data == fixed.source


def test_numbers_texts_and_blanks(asked: Callable[..., None], tmp_path: Path) -> None:
    asked(
        rule("G-91", turns("D22", "12", "13.5", "number", "unsafe")),
        rule("G-92", turns("C23", "村庄清洁行动垃圾清运费", "清运费", "text", "unsafe")),
        rule("G-93", turns("C24", "沟渠清淤机械作业费", "", "blank", "unsafe")),
        rule("X-92", appears("D22", "never")),
    )
    fixed = only(unsafe=True)
    assert [one.cell for one in fixed.changes] == ["C23"]
    assert {one.finding.cell: one.because for one in fixed.declined} == {
        "D22": "brings-up",
        "C24": "brings-up",
    }
    assert {one.because for one in only().declined} == {"unsafe"}
    asked(rule("G-91", turns("C22", "村庄清洁行动人工费", "人工费", "text", "unsafe")))
    path = tmp_path / "改.xlsx"
    fixed = xlform.fix(SAMPLE, only=["G-91"], unsafe=True)
    fixed.write(path)
    assert openpyxl.load_workbook(path)[SHEET]["C22"].value == "人工费"
    assert fixed.changes[0].new_value == "人工费"


def test_a_result_that_depends_on_the_change_is_renewed(
    asked: Callable[..., None], tmp_path: Path
) -> None:
    path = tmp_path / "附.xlsx"
    book = openpyxl.load_workbook(SAMPLE)
    book[SHEET]["H1"], book[SHEET]["H2"] = "=D22", "=H1*2"
    book[SHEET]["H3"] = '=CELL("width",H1)'
    book.save(path)
    asked(rule("G-91", turns("H1", "=D22", "=D22+D23")))
    fixed = xlform.fix(path, only=["G-91"])
    fixed.write(tmp_path / "改.xlsx")
    results = openpyxl.load_workbook(tmp_path / "改.xlsx", data_only=True)[SHEET]
    assert results["H1"].value == 18
    assert results["H2"].value == 36
    assert results["H3"].value is None
    assert [(one.cell, one.formula) for one in fixed.unknown] == [("H3", '=CELL("width",H1)')]
    told = told_of(fixed)
    assert '附表3-1!H3 的公式 =CELL("width",H1) 没有算出（随日期或时间变化）' in told
    shown = {one.cell: one.new_value for one in fixed.results}
    assert Decimal(shown["H2"]) == 36


def test_data_has_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "云田镇.json"
    path.write_text(xlform.read(SAMPLE).json(), encoding="utf-8")
    with pytest.raises(FileProblem, match="没有单元格可改"):
        xlform.fix(path)
