"""What a formula reads, as tables of formulas and references."""

from __future__ import annotations

import time

import pytest

from xlform.formula.names import Names
from xlform.formula.references import Area, Reference, references
from xlform.formula.tokens import tokens

NAMES = (
    ("合计数", "附表2!$C$5:$C$9"),
    ("单价", "$D$3"),
    ("两级", "合计数*单价"),
    ("税率", "0.13"),
    ("绕圈", "绕回+$A$1"),
    ("绕回", "绕圈"),
    ("左边", "附表2!B5"),
    ("外表", "[1]汇总!$A$1"),
    ("两义", "附表1!$A$1"),
    ("两义", "附表2!$A$1"),
    ("坏了", "#REF!"),
    ("大写Name", "$B$2"),
)


def shown(one: Reference) -> str:
    if not isinstance(one, Area):
        return f"{one.why}:{one.text}"
    sheets = f"{one.sheet}~{one.last_sheet}" if one.last_sheet else one.sheet
    return f"{sheets}!{one.range}" if one.sheet != "本表" else str(one.range)


def read(formula: str) -> str:
    return " ".join(map(shown, references(formula, "本表", NAMES)))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # cells and ranges
        ("A1", "A1"),
        ("$A$1+A$2-$A3", "A1 A2 A3"),
        ("SUM(B2:A1)", "A1:B2"),
        ("SUM(D22:D26)+sum(d22:d26)", "D22:D26"),
        ("A1+A1*A1", "A1"),
        ("XFD1048576", "XFD1048576"),
        ("-A1%^B1", "A1 B1"),
        ("SUM(A1:B2 B1:C2)", "A1:B2 B1:C2"),
        ("@A1:A3", "A1:A3"),
        ("SUM( A1 : A3 )", "A1:A3"),
        # whole columns and rows
        ("SUM(C:C)", "C1:C1048576"),
        ("SUM($C:D)", "C1:D1048576"),
        ("SUM(3:$5)", "A3:XFD5"),
        # sheets
        ("附表2!C5", "附表2!C5"),
        ("'附表 2'!$C$5:$C$9", "附表 2!C5:C9"),
        ("'田''家'!A1", "田'家!A1"),
        ("附表2!A:A+'1-1'!2:3", "附表2!A1:A1048576 1-1!A2:XFD3"),
        ("2023!B2", "2023!B2"),
        ("附表2!A1:附表2!B3", "附表2!A1:B3"),
        ("'附表 2'!A1:'附表 2'!B3", "附表 2!A1:B3"),
        ("A1!B2", "A1!B2"),
        ("'汇总表 '!C7", "汇总表 !C7"),
        # through several sheets
        ("SUM(一月:三月!B2)", "一月~三月!B2"),
        ("SUM('一 月:三月'!B2:C3)", "一 月~三月!B2:C3"),
        # texts and numbers are no references
        ('"A1"&B1', "B1"),
        ('"说""A1"""&"B1', ""),
        ("1E5+LOG10(100)+2.5E-3", ""),
        ("TRUE+FALSE", ""),
        ("A1(1)", ""),
        # what is no cell
        ("XFE1+A1048577+A0", "name:XFE1 name:A1048577 name:A0"),
        ("#REF!+附表2!#REF!+SUM(#REF!:A3)", "dynamic:: A3"),
        # names
        ("合计数", "附表2!C5:C9"),
        ("SUM(合计数)+单价", "附表2!C5:C9 D3"),
        ("两级", "附表2!C5:C9 D3"),
        ("附表2!合计数", "附表2!C5:C9"),
        ("大写NAME", "B2"),
        ("税率*2", ""),
        ("绕圈", "name:绕圈 A1"),
        ("左边", "dynamic:B5:B5 附表2!B5"),
        ("两义", "附表1!A1 附表2!A1 name:两义"),
        ("没有", "name:没有"),
        ("坏了", ""),
        # other files
        ("[1]汇总!A1+B1", "external:[1]汇总 B1"),
        ("'[1]汇 总'!A1:B2", "external:[1]汇 总"),
        (r"'C:\表\[年报.xlsx]汇总'!A1", r"external:C:\表\[年报.xlsx]汇总"),
        ("[1]!合计", "external:[1]"),
        ("外表", "external:[1]汇总"),
        ('GETPIVOTDATA("金额",A1)', "external:GETPIVOTDATA A1"),
        # what computing alone tells
        ('INDIRECT("A1")', "dynamic:INDIRECT"),
        ("SUM(OFFSET(A1,1,0,B1))", "dynamic:OFFSET A1 B1"),
        ("A1:INDEX(B:B,3)", "A1 dynamic:: B1:B1048576"),
        ("A1#", "A1 dynamic:#"),
        ("TODAY()-A1", "clock:TODAY A1"),
        # structured references
        ("SUM(表1[金额])", "table:表1 table:[金额]"),
        ("[@金额]*2", "table:[@金额]"),
        ("表1[[#This Row],[数''量]]", "table:表1 table:[[#This Row],[数''量]]"),
        # functions that look at the place, that stretch, that skip what is hidden
        ("ROW(A1)+COLUMNS(A1:C1)+ROWS(合计数)", ""),
        ("ROW(SUM(A1))", "A1"),
        ('SUMIF(A1:A9,">1",B1)', "A1:A9 B1 B1:B9"),
        ("SUBTOTAL(9,A1:A3)", "shown-rows:SUBTOTAL A1:A3"),
        ("_xlfn.XLOOKUP(A1,B:B,C:C)", "A1 B1:B1048576 C1:C1048576"),
        ("", ""),
    ],
)
def test_references_of_a_formula(formula: str, expected: str) -> None:
    assert read(formula) == expected


def test_tokens_joined_are_the_formula() -> None:
    formula = "SUM('a''b'!A1:B2, [x]y!C3)&\"未闭合 + #REF!&'z"
    assert "".join(text for _, text in tokens(formula)) == formula


def test_names_that_were_met_are_known() -> None:
    names = Names(NAMES)
    references("两级+单价", "本表", names)
    assert names.used == {"两级", "合计数", "单价"}


def test_names_that_lead_on_without_end_are_not_followed() -> None:
    chain = [(f"名{n}", f"名{n + 1}+$A${n + 1}") for n in range(200)]
    (first, *_) = (one for one in references("名0", "本表", chain) if not isinstance(one, Area))
    assert first.why == "dynamic"


def test_names_that_double_at_each_step_are_read_once() -> None:
    chain = [(f"名{n}", f"名{n + 1}+名{n + 1}") for n in range(30)]
    assert read_with("名0", [*chain, ("名30", "$A$1")]) == "A1"


def test_name_that_stands_for_too_many_places_is_not_followed() -> None:
    many = ",".join(f"$A${row}" for row in range(1, 3000, 2))
    assert read_with("多", [("多", many)]) == "dynamic:多"


def read_with(formula: str, names: list[tuple[str, str]]) -> str:
    return " ".join(map(shown, references(formula, "本表", names)))


@pytest.mark.parametrize(
    "piece",
    ["'", '"', "[", "[a'", "[a[b'", "A1:", "(", "SUM(A1,", "$", "1.5E+", "一:", "'a'!", "[1]", "#",
     "A", "9", ".", "!", "''", "]", "一!A1:", "#A"],
)  # fmt: skip
def test_time_is_in_proportion_to_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        began = time.process_time()
        references(text, "本表")
        return time.process_time() - began

    # Quadratic work would take minutes for what takes a fraction of a second.
    assert any(seconds(200_001) < 4 for _ in range(2))
