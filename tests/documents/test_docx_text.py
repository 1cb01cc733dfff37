"""Text of Word as a reader of it sees it: changes accepted, results shown, numbers set in front."""

from __future__ import annotations

import pytest
from wordfile import WORD, document, grid_text, packed, paragraph

from xlform.formats.docx.reader import read_docx
from xlform.grid.model import PROSE

RUN = "<w:r><w:t>{}</w:t></w:r>"
RAISED = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{}</w:t></w:r>"


def lines(body: str) -> list[str]:
    sheet = read_docx(packed(document(body)), "x").sheets[0]
    assert sheet.name == PROSE
    return [one.text for one in sheet.cells.values()]


def beside(body: str) -> tuple[str, ...]:
    return read_docx(packed(document(body)), "x").sheets[0].beside_cells


def field(code: str, result: str) -> str:
    marks = [
        f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end")
    ]
    begun = f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}"
    return f"{begun}{RUN.format(result)}{marks[2]}"


def form_field(data: str, result: str = "") -> str:
    """Return a form field as Word stores it, or with a result as other programs do."""
    begun = f"<w:r><w:fldChar w:fldCharType='begin'><w:ffData>{data}</w:ffData></w:fldChar></w:r>"
    parted = f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{RUN.format(result)}"
    return f"{begun}{parted if result else ''}<w:r><w:fldChar w:fldCharType='end'/></w:r>"


def drawn(*code: str) -> str:
    """Return an EQ field as Word stores it: its code in one or several runs, and no result."""
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in code)
    begin, end = (f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "end"))
    return f"{begin}{runs}{end}"


def terms(kind: str, **parts: str) -> str:
    """Return an equation of this kind; a part that is no equation itself is text."""
    inner = "".join(
        f"<m:{name}>{part if '<' in part else f'<m:r><m:t>{part}</m:t></m:r>'}</m:{name}>"
        for name, part in parts.items()
    )
    return f"<m:{kind}>{inner}</m:{kind}>"


def fraction(above: str, below: str) -> str:
    return terms("f", num=above, den=below)


def power(base: str, exponent: str) -> str:
    return terms("sSup", e=base, sup=exponent)


def choice(state: str) -> str:
    return f"<w:ddList>{state}<w:listEntry w:val='甲'/><w:listEntry w:val='乙'/></w:ddList>"


@pytest.mark.parametrize(
    ("data", "result", "seen"),
    [
        (choice("<w:result w:val='1'/>"), "", "选乙项"),
        (choice("<w:default w:val='1'/>"), "", "选乙项"),
        (choice("<w:default w:val='1'/><w:result w:val='0'/>"), "", "选甲项"),
        (choice(""), "", "选甲项"),
        (choice("<w:result w:val='1'/>"), "乙", "选乙项"),
        (choice("<w:result w:val='7'/>"), "", "选项"),
        (choice("<w:result w:val='x'/>"), "", "选甲项"),
        ("<w:ddList/>", "", "选项"),
        ("<w:checkBox><w:default w:val='0'/></w:checkBox>", "", "选□项"),
        ("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", "", "选☑项"),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", "", "选□项"),
        ("<w:textInput><w:default w:val='1'/></w:textInput>", "95", "选95项"),
    ],
)
def test_a_form_field_says_what_is_chosen(data: str, result: str, seen: str) -> None:
    parts = RUN.format("选"), form_field(data, result), RUN.format("项")
    assert lines(f"<w:p>{''.join(parts)}</w:p>") == [seen]


def test_a_choice_stands_where_the_field_ends_without_a_result() -> None:
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    begun = form_field(choice("<w:result w:val='1'/>")).removesuffix(mark.format("end"))
    body = f"<w:p>{begun}{mark.format('separate')}{mark.format('end')}</w:p>"
    assert lines(body) == ["乙"]


def test_a_choice_within_the_code_of_another_field_is_not_seen() -> None:
    inner = form_field(choice("<w:result w:val='1'/>"))
    code = f"IF </w:instrText></w:r>{inner}<w:r><w:instrText>"
    body = f"<w:p>{field(code, '外')}</w:p>"
    assert lines(body) == ["外"]


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("<w:ins w:id='1'>" + RUN.format("新") + "</w:ins>" + RUN.format("文"), "新文"),
        ("<w:del w:id='1'><w:r><w:delText>旧</w:delText></w:r></w:del>" + RUN.format("文"), "文"),
        ("<w:moveFrom w:id='1'>" + RUN.format("去") + "</w:moveFrom>" + RUN.format("文"), "文"),
        ("<w:moveTo w:id='1'>" + RUN.format("来") + "</w:moveTo>" + RUN.format("文"), "来文"),
        ("<w:hyperlink>" + RUN.format("链") + "</w:hyperlink>", "链"),
        ("<w:fldSimple w:instr='DATE'>" + RUN.format("2023") + "</w:fldSimple>", "2023"),
        (field("PAGE", "7") + RUN.format("页"), "7页"),
        (field(f"IF {field('X', '内')}", "外"), "外"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", "甲\n乙\n丙"),
        ("<w:r><w:br w:type='page'/><w:t>甲</w:t></w:r>", "甲"),
        ("<w:r><w:t>5\u00ad0</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>3</w:t></w:r>", "50-3"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/><w:t>是</w:t></w:r>", "√是"),
        ("<m:oMath><m:r><m:t>20×0.5</m:t></m:r></m:oMath>", "20×0.5"),
        # An exponent and the terms of a fraction do not join into a number nobody wrote.
        (fraction("1", "2") + RUN.format("以上"), "1/2以上"),
        (fraction("1+2", "3元"), "(1+2)/3元"),
        (fraction(fraction("1", "2"), "3"), "(1/2)/3"),
        (RUN.format("3") + fraction("1", "2") + RUN.format("倍"), "3 1/2倍"),
        (power("10", "4") + RUN.format("元"), "10⁴元"),
        (power("x", "k"), "x^(k)"),
        (RUN.format("10") + RAISED.format("4") + RUN.format("元"), "10⁴元"),
        (RUN.format("10") + RAISED.format("-") + RAISED.format("12"), "10⁻¹²"),
        (RUN.format("300m") + RAISED.format("2"), "300m²"),
        (RUN.format("95") + RAISED.format("th"), "95th"),
        # Set higher than the line, but not behind a figure.
        (RAISED.format("95"), "95"),
        (RUN.format("注") + RAISED.format("1"), "注1"),
        ("<w:r><w:t>10</w:t><w:ptab w:alignment='right'/><w:t>20</w:t></w:r>", "10\t20"),
        ("<w:ruby><w:rt>" + RUN.format("yún") + "</w:rt><w:rubyBase>" + RUN.format("云")
         + "</w:rubyBase></w:ruby>", "云"),
        ("<w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr>" + RUN.format("甲"), "甲"),
        ("<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" + RUN.format("甲"), "甲"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + RUN.format("填") + "</w:sdtContent></w:sdt>", "填"),
    ],
)  # fmt: skip
def test_what_a_paragraph_says(inside: str, seen: str) -> None:
    assert lines(f"<w:p>{inside}</w:p>") == [seen]


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        (drawn(r" eq \o\ac(□,√) ") + RUN.format("是□否"), "☑是□否"),
        (drawn(r"EQ \o\ac(□, ×)"), "☒"),
        (drawn(r" eq \o\ac(", "○", ",3)") + RUN.format("项"), "③项"),
        (drawn(r"eq \o\ac(○,25)") + drawn(r"eq \o\ac(○,50)"), "㉕㊿"),
        (drawn(r"eq \o\ac(○,三)") + drawn(r"eq \o\ac(◯,B)"), "㊂Ⓑ"),
        (drawn(r"eq \f(4,5)") + RUN.format("×10"), "4/5×10"),
        (drawn(r"eq \f(1+2;3)"), "(1+2)/3"),
        (RUN.format("3") + drawn(r"eq \f(1,2)"), "3 1/2"),
        (RUN.format("10") + drawn(r"eq \s\up 5(4)") + RUN.format("元"), "10⁴元"),
        (RUN.format("CO") + drawn(r"eq \s\do5(2)"), "CO2"),
        (drawn(r"eq \x(95)") + drawn(r"eq 得分 \b(\f(1,\b(2)))"), "95得分 (1/((2)))"),
        (drawn(r"eq 1\,056"), "1,056"),
        ("<w:fldSimple w:instr=' EQ \\f(4,5) '/>", "4/5"),
        # A result that another program stored is what is seen.
        (field(r"eq \f(4,5)", "0.8"), "0.8"),
        (drawn("EQUATION 1") + drawn(r"= \f(4,5)") + RUN.format("无"), "无"),
    ],
)
def test_an_equation_field_says_what_word_draws(inside: str, seen: str) -> None:
    assert lines(f"<w:p>{inside}</w:p>") == [seen]
    assert "equationField" not in beside(f"<w:p>{inside}</w:p>")


@pytest.mark.parametrize(
    "code",
    [
        r"eq \o\ac(△,!)", r"eq \o\ac(○,51)", r"eq \o(=,/)", r"eq \r(3,8)", r"eq \i(1,2,x)",
        r"eq \s\up5(4,5)", r"eq \f(4", r"eq \f4", r"eq \b\bc\[(4)",
        "eq " + r"\x(" * 40 + "4" + ")" * 40,
        "eq " + "4" * 3_000,
    ],
)  # fmt: skip
def test_an_equation_field_that_is_no_line_of_text_is_told(code: str) -> None:
    body = f"<w:p>{RUN.format('10')}{drawn(code)}{RUN.format('元')}</w:p>"
    assert lines(body) == ["10\ufffd元"]
    assert beside(body) == ("equationField",)


def test_a_field_within_an_equation_field_is_told() -> None:
    code = r"eq \f(</w:instrText></w:r>" + field("=A1", "4") + r"<w:r><w:instrText>,5)"
    body = f"<w:p>{drawn(code)}</w:p>"
    assert lines(body) == ["(\ufffd)/5"]
    assert beside(body) == ("equationField",)


def test_a_control_nobody_filled_in_says_nothing() -> None:
    control = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + RUN.format("单击此处输入文字。")
        + "</w:sdtContent></w:sdt>"
    )
    assert lines(f"<w:p>{RUN.format('单位：')}{control}</w:p>") == ["单位："]


def test_a_control_around_a_cell_leaves_the_cell_where_it_is() -> None:
    cells = "".join(
        f"<w:sdt><w:sdtPr>{hint}</w:sdtPr><w:sdtContent><w:tc>{paragraph(text)}</w:tc>"
        "</w:sdtContent></w:sdt>"
        for hint, text in (("<w:showingPlcHdr/>", "请填写"), ("", "乙"))
    )
    assert "@at B1\n| 乙 |" in grid_text(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")


def test_a_paragraph_whose_mark_was_deleted_runs_into_the_next() -> None:
    gone = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    assert lines(f"<w:p>{gone}{RUN.format('甲')}</w:p>{paragraph('乙')}") == ["甲乙"]


def test_how_things_were_before_a_change_is_not_read() -> None:
    was = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    now = f"<w:pPr><w:pPrChange>{was}</w:pPrChange></w:pPr>"
    numbered = numbered_document(f"<w:p>{now}{RUN.format('甲')}</w:p>")
    assert [one.text for one in read_docx(numbered, "x").sheets[0].cells.values()] == ["甲"]


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        (f"<w:r><w:pict><w:txbxContent>{paragraph('框')}</w:txbxContent></w:pict></w:r>",
         "textBox"),
        ("<w:r><w:footnoteReference w:id='2'/></w:r>", "footnotes"),
        ("<w:r><w:commentReference w:id='0'/></w:r>", "comments"),
        ("<w:r><w:drawing/></w:r>", "picture"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>", "hiddenText"),
    ],
)  # fmt: skip
def test_what_stands_beside_the_text_is_told_and_not_read(inside: str, kind: str) -> None:
    body = f"<w:p>{RUN.format('甲')}{inside}</w:p>"
    assert lines(body) == ["甲"]
    assert kind in beside(body)


def test_of_two_choices_the_one_for_older_programs_is_left_out() -> None:
    new, old = RUN.format("新"), RUN.format("旧")
    choices = f"<mc:Choice>{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
    body = f"<w:p><mc:AlternateContent>{choices}</mc:AlternateContent></w:p>"
    assert lines(body) == ["新"]


def level(number: int, numerals: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{numerals}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(numerals: str = "chineseCountingThousand", start: int = 1) -> str:
    levels = level(0, numerals, "%1、", start) + level(1, "chineseCounting", "（%2）")
    return f"""<w:numbering xmlns:w="{WORD}">
    <w:abstractNum w:abstractNumId="0">{levels}{level(2, "decimal", "%1.%3.")}</w:abstractNum>
    <w:abstractNum w:abstractNumId="1">{level(0, "bullet", "●")}</w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="0"/>
      <w:lvlOverride w:ilvl="0"><w:startOverride w:val="10"/></w:lvlOverride></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
    </w:numbering>"""


STYLES = f"""<w:styles xmlns:w="{WORD}">
<w:style w:styleId="a"><w:pPr>
<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>"""


def numbered_document(body: str) -> bytes:
    parts = {"word/numbering.xml": numbering(), "word/styles.xml": STYLES}
    return packed(document(body), parts, {"numbering": "numbering.xml", "styles": "styles.xml"})


def in_list(text: str, list_name: int, level: int = 0) -> str:
    own = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list_name}'/></w:numPr>"
    return paragraph(text, f"<w:pPr>{own}</w:pPr>")


def test_numbers_that_word_sets_are_made_text() -> None:
    body = "".join(
        [
            in_list("基本信息", 1),
            in_list("单位", 1, 1),
            in_list("金额", 1, 1),
            in_list("细目", 1, 2),
            in_list("工作计划", 1),
            paragraph("党建", "<w:pPr><w:pStyle w:val='b'/></w:pPr>"),
            in_list("重新起", 2),
            in_list("点", 3),
            paragraph("无", "<w:pPr><w:pStyle w:val='b'/><w:numPr><w:ilvl w:val='0'/>"
                            "<w:numId w:val='0'/></w:numPr></w:pPr>"),
        ]
    )  # fmt: skip
    sheet = read_docx(numbered_document(body), "x").sheets[0]
    assert [one.text for one in sheet.cells.values()] == [
        "一、基本信息", "（一）单位", "（二）金额", "一.1.细目", "二、工作计划", "（一）党建",
        "十、重新起", "点", "无",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("numerals", "count", "written"),
    [
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 105, "一百〇五"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalFullWidth", 12, "１２"),
        ("upperLetter", 28, "BB"),
        ("lowerRoman", 14, "xiv"),
        ("ideographTraditional", 2, "乙"),
        ("unheardOf", 7, "7"),
    ],
)
def test_ways_of_counting(numerals: str, count: int, written: str) -> None:
    parts = {"word/numbering.xml": numbering(numerals, count)}
    data = packed(document(in_list("", 1)), parts, {"numbering": "numbering.xml"})
    assert read_docx(data, "x").sheets[0].cells[1, 1].text == f"{written}、"


@pytest.mark.parametrize(("text", "told"), [("第 3 页 共 9 页", ()), ("内部资料", ("header",))])
def test_a_header_is_told_where_it_says_more_than_the_page(
    text: str, told: tuple[str, ...]
) -> None:
    header = document(paragraph(text), name="hdr")
    data = packed(document(paragraph("甲")), {"word/h.xml": header}, {"header": "h.xml"})
    assert read_docx(data, "x").sheets[0].beside_cells == told
