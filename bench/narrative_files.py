"""Files of a narrative: text, Word in several looks, workbook; with or without its forms."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from html import escape

from narrative_hands import Hand
from openpyxl import Workbook

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWN = "http://schemas.openxmlformats.org/package/2006/content-types"
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/>'
    f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
    for n in (1, 2)
)
# Formats of the lists: 一、（一） 1. （1）
_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%1）"), ("decimal", "%1."),
           ("decimal", "（%1）"))  # fmt: skip
Rows = list[list[str]]


def file_of(hand: Hand, *, forms: bool) -> tuple[str, bytes]:
    """The name and content of a narrative's file; a text that needs forms becomes a document."""
    if hand.kind == "xlsx":
        return f"{hand.number}.xlsx", _workbook(hand, forms=forms)
    if hand.kind == "txt" and not forms:
        return f"{hand.number}.txt", hand.text.encode()
    return f"{hand.number}.docx", _document(hand, forms=forms)


def _forms(hand: Hand) -> list[Rows]:
    """附表1 and 附表2 of the unit, as rows of cells."""
    truth, year = hand.truth(), hand.year
    total = truth["income_total"]
    general = truth["fiscal_income"] or total
    other = total - general  # type: ignore[operator]  # amounts in every hand
    first = [
        ["附表1", "", "", ""],
        [f"{year}年部门整体支出绩效目标表", "", "", ""],
        ["填报单位：（盖章）", "", "", "金额：万元"],
        ["部门名称", hand.form_unit, "", ""],
        ["年度预算申请（万元）", f"资金总额：{total}", "", ""],
        ["", "按收入性质分", "", "按支出性质分", ""],
        ["", "其中：一般公共预算拨款", f"{general:.2f}",
         "其中：基本支出", f"{truth['basic_expenditure']:.2f}"],
        ["", "政府性基金拨款", "0.00", "项目支出", f"{truth['project_expenditure']:.2f}"],
        ["", "其他资金", f"{other:.2f}", "", ""],
        ["部门职责概述", str(truth["duties"]).replace("\n", ""), "", ""],
        ["年度重点工作计划", "事项", "责任单位/科室", "工作目标"],
        *(["", fund.name, "办公室", f"完成{fund.name}"] for fund in hand.funds),
        ["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值及单位"],
        ["", "产出指标", "数量指标", "项目个数", f"{len(hand.funds)}个"],
        ["填表人：某某", "", "", "联系电话：00000000"],
    ]  # fmt: skip
    listed = sum((fund.amount for fund in hand.funds), Decimal())
    second = [
        ["附表2", "", "", "", ""],
        [f"{year}年区级专项资金绩效目标汇总表", "", "", "", ""],
        [f"填报单位：{hand.form_unit}", "", "", "金额单位：万元", ""],
        ["序号", "名称", "金额", "实施期绩效目标", "年度绩效目标"],
        ["", "合计", f"{listed:.2f}", "", ""],
        *(
            [str(number), fund.name, f"{fund.amount:.2f}", "按期完成", "按期完成"]
            for number, fund in enumerate(hand.funds, 1)
        ),
        ["填表人：某某", "", "", "联系电话：00000000", ""],
    ]
    return [first, second]


def _workbook(hand: Hand, *, forms: bool) -> bytes:
    book = Workbook()
    del book["Sheet"]
    sheet = book.create_sheet("编报说明")
    if "onecell" in hand.traits:
        sheet["A1"] = hand.text
    else:
        for _, words in hand.paragraphs():
            sheet.append([words])
    for number, rows in enumerate(_forms(hand) if forms else [], 1):
        sheet = book.create_sheet(f"附表{number}")
        for row in rows:
            sheet.append([Decimal(v) if _is_amount(v) else v or None for v in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _is_amount(text: str) -> bool:
    return text.replace(".", "", 1).isdigit() and "." in text


def _document(hand: Hand, *, forms: bool) -> bytes:
    paragraphs = hand.paragraphs()
    if "cell" in hand.traits:
        body = _table([["".join(_paragraph(look, words) for look, words in paragraphs)]])
    elif "rows" in hand.traits:
        body = _table([[_paragraph(look, words)] for look, words in paragraphs])
    else:
        body = "".join(_paragraph(look, words) for look, words in paragraphs)
    if "contents" in hand.traits:
        heads = [w for _, w in paragraphs if w[:2] in ("一、", "二、", "三、")]
        lines = [f"{words}\t{page}" for page, words in enumerate(heads, 1)]
        body = "".join(map(_plain, [str(hand.truth()["unit"]), "目录", *lines])) + body
    if forms:
        tables = [
            _table([[_plain(v) for v in row] for row in rows], len(max(rows, key=len)))
            for rows in _forms(hand)
        ]
        joined = _plain("").join(tables)
        body = joined + _plain("") + body if "forms-before" in hand.traits else body + joined
    return _packed(f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>')


def _plain(words: str) -> str:
    return _paragraph("", words)


def _paragraph(look: str, words: str) -> str:
    style = {"#": '<w:pStyle w:val="1"/>', "##": '<w:pStyle w:val="2"/>'}.get(look, "")
    if look.startswith("+"):
        level = int(look[1]) - 1
        style = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    bold = "<w:rPr><w:b/></w:rPr>" if look == "*" else ""
    runs = "<w:r><w:tab/></w:r>".join(
        f'<w:r>{bold}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part in words.split("\t")
    )
    return f"<w:p><w:pPr>{style}</w:pPr>{runs}</w:p>"


def _table(rows: Rows, width: int = 1) -> str:
    made = "".join(
        "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in _padded(row, width)) + "</w:tr>"
        for row in rows
    )
    grid = '<w:gridCol w:w="2000"/>' * width
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"


def _padded(row: list[str], width: int) -> list[str]:
    return row + [_plain("")] * (width - len(row))


def _packed(main: str) -> bytes:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text.replace("%1", f"%{n + 1}")}"/></w:lvl>'
        for n, (form, text) in enumerate(_LEVELS)
    )
    numbering = (
        f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_DRAWN}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_P}"><Relationship Id="a" '
        f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_P}"><Relationship Id="a" '
        f'Type="{_R}/styles" Target="styles.xml"/><Relationship Id="b" Type="{_R}/numbering" '
        'Target="numbering.xml"/></Relationships>',
        "word/document.xml": main,
        "word/styles.xml": f'<w:styles xmlns:w="{_W}">{_STYLES}</w:styles>',
        "word/numbering.xml": numbering,
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return content.getvalue()
