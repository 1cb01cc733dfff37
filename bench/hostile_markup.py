"""Hostile XML and HTML: of workbooks, documents and web pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hostile_case import Case
from hostile_packages import (
    BOOK,
    BOOK_LINKS,
    LINKS,
    MAIN,
    PACKAGE,
    SHEET,
    STRINGS,
    STYLES,
    ods,
    opendocument,
    packed,
    relations,
    spreadsheetml,
    text_cell,
    workbook,
    worksheet,
)

ROW: Final = '<row r="1"><c r="A1"><v>1</v></c></row>'
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Ten levels, each twice the one before: harmless even to a reader that expands them.
_ENTITIES: Final = '<!ENTITY a0 "哈">' + "".join(
    f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 10)
)


def markup_cases() -> Iterator[Case]:
    """Yield the files."""
    yield from _entities()
    yield from _forms_of_xml()
    yield from _parts()
    yield from _addresses()
    yield from _work()
    yield from _documents()
    yield from _opendocuments()
    yield from _pages()


def _entities() -> Iterator[Case]:
    for label, part in (("sheet", SHEET), ("strings", STRINGS), ("book", BOOK)):
        text = f"<!DOCTYPE x [{_ENTITIES}]><x>&a9;</x>"
        yield Case(f"entities-{label}.xlsx", workbook(ROW, parts={part: text}))
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///no/such/file">]><x>&a;</x>'
    yield Case("external-entity.xlsx", workbook(ROW, parts={SHEET: outside}))
    remote = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>'
    yield Case("external-dtd.xlsx", workbook(ROW, parts={STRINGS: remote}))
    parameter = "<!DOCTYPE x [<!ENTITY % a \"<!ENTITY b 'c'>\"> %a;]><x>&b;</x>"
    yield Case("parameter-entity.docx", packed({"word/document.xml": parameter}))
    flat = opendocument("").replace("?>", f"?><!DOCTYPE x [{_ENTITIES}]>", 1)
    yield Case("entities.fods", flat.encode())
    old = spreadsheetml("").replace("?>", f"?><!DOCTYPE x [{_ENTITIES}]>", 1)
    yield Case("entities.xml", old.encode())


def _forms_of_xml() -> Iterator[Case]:
    deep = "<a>" * 20_000 + "</a>" * 20_000
    yield Case("deep-sheet.xlsx", workbook(parts={SHEET: worksheet(deep)}))
    yield Case("deep-strings.xlsx", workbook(ROW, parts={STRINGS: deep}))
    many = " ".join(f'a{number}="1"' for number in range(50_000))
    yield Case("fifty-thousand-attributes.xlsx", workbook(f'<row {many}><c r="A1"/></row>'))
    yield Case("long-attribute.xlsx", workbook(f'<row r="1" spans="{"1" * (2 << 20)}"/>'))
    yield Case("long-element-name.xlsx", workbook(f"<{'a' * (1 << 20)}/>"))
    names = "".join(f"<a{number}/>" for number in range(200_000))
    yield Case("many-element-names.xlsx", workbook(ROW, names))
    spaces = "".join(f' xmlns:n{number}="urn:{number}"' for number in range(5_000))
    yield Case("many-namespaces.xlsx", workbook(f"<row{spaces}/>"))
    comments = "<!-- x -->" * 200_000
    yield Case("comments.xlsx", workbook(ROW + comments))
    instructions = "<?x y?>" * 200_000
    yield Case("instructions.xlsx", workbook(ROW + instructions))
    for encoding in ("gbk", "utf-7", "zlib", "no-such-code", "utf-32"):
        text = f'<?xml version="1.0" encoding="{encoding}"?>{worksheet(ROW)}'
        yield Case(f"encoding-{encoding}.xlsx", workbook(parts={SHEET: text}))
    both = f'<?xml version="1.0" encoding="utf-8"?>{worksheet(ROW)}'.encode("utf-16")
    yield Case("encoding-two.xlsx", workbook(parts={SHEET: both}))
    for label, text in (
        ("control", "\x01"), ("nul", "&#0;"), ("surrogate", "&#xD800;"), ("entity", "&x;"),
        ("unclosed", "<c>"), ("noncharacter", "\ufffe"), ("cdata", "<![CDATA["),
    ):  # fmt: skip
        yield Case(f"xml-{label}.xlsx", workbook(f"<row><c><v>{text}</v></c></row>"))


def _parts() -> Iterator[Case]:
    for label, part in (
        ("relations", "_rels/.rels"), ("book", BOOK), ("book-relations", BOOK_LINKS),
        ("sheet", SHEET), ("strings", STRINGS), ("styles", STYLES),
        ("types", "[Content_Types].xml"),
    ):  # fmt: skip
        yield Case(f"without-{label}.xlsx", workbook(ROW, parts={part: None}))
        yield Case(f"empty-{label}.xlsx", workbook(ROW, parts={part: ""}))
        yield Case(f"html-as-{label}.xlsx", workbook(ROW, parts={part: "<html><p/></html>"}))
    circle = relations(
        [("r1", "worksheet", "workbook.xml"), ("r2", "officeDocument", "/_rels/.rels")]
    )
    yield Case("relations-in-a-circle.xlsx", workbook(ROW, parts={BOOK_LINKS: circle}))
    for label, target in (
        ("outside", "../../../../etc/hostname"), ("web", "http://127.0.0.1:9/a.xml"),
        ("file", "file:///etc/hostname"), ("nothing", ""), ("folder", "/xl/"),
    ):  # fmt: skip
        links = relations([("r1", "worksheet", target)], mode=' TargetMode="External"')
        yield Case(f"target-{label}.xlsx", workbook(ROW, parts={BOOK_LINKS: links}))
    swapped = relations(
        [("r1", "worksheet", "styles.xml"), ("r3", "styles", "worksheets/sheet1.xml")]
    )
    yield Case("parts-swapped.xlsx", workbook(ROW, parts={BOOK_LINKS: swapped}))
    shared = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="r1"/>' for n in range(900))
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{shared}</sheets></workbook>'
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 800))
    yield Case("sheets-that-share-a-part.xlsx", workbook(rows, parts={BOOK: book}))


def _addresses() -> Iterator[Case]:
    for label, row in (
        ("row-0", '<row r="0"><c><v>1</v></c></row>'), ("row-less", '<row r="-1"/>'),
        ("row-huge", f'<row r="{"9" * 30}"/>'), ("column-huge", '<row><c r="AAAAAAAA1"/></row>'),
        ("no-letters", '<row><c r="5"><v>1</v></c></row>'),
        ("twice", ROW + ROW), ("backwards", '<row r="9"><c r="A9"/></row><row r="2"/>'),
        ("index", '<row><c t="s"><v>99999999999</v></c><c t="s"><v>-1</v></c></row>'),
        ("style", '<row><c s="99999999"><v>1</v></c></row>'),
        ("number", "<row><c><v>1E+999999999999</v></c><c><v>NaN</v></c></row>"),
        ("digits", f"<row><c><v>{'9' * 200_000}</v></c></row>"),
        ("date", '<row><c t="d"><v>9999-99-99T99:99:99</v></c></row>'),
        ("type", '<row><c t="zz"><v>1</v></c><c t=""><v>2</v></c></row>'),
    ):  # fmt: skip
        yield Case(f"address-{label}.xlsx", workbook(row))
    for label, area in (("reversed", "C3:A1"), ("open", "A1:"), ("words", "甲:乙"), ("none", "")):
        merges = f'<mergeCells><mergeCell ref="{area}"/></mergeCells>'
        yield Case(f"merge-{label}.xlsx", workbook(ROW, merges))
    crossing = "".join(f'<mergeCell ref="A{n}:D{n + 3}"/>' for n in range(1, 20_000))
    yield Case("merges-crossing.xlsx", workbook(ROW, f"<mergeCells>{crossing}</mergeCells>"))
    many = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 100_100))
    yield Case("merges-many.xlsx", workbook(ROW, f"<mergeCells>{many}</mergeCells>"))


def _work() -> Iterator[Case]:
    """Yield formulas and texts that a careless reader spends its day on."""
    chain = "".join(
        f'<row r="{n}"><c r="A{n}"><f>A{n - 1}+1</f></c></row>' for n in range(2, 20_000)
    )
    yield Case("chain.xlsx", workbook(chain))
    circle = '<row r="1"><c r="A1"><f>B1</f></c><c r="B1"><f>A1</f></c></row>'
    yield Case("circular.xlsx", workbook(circle))
    squares = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><f>COUNTIF(A$1:A$2000,A{n})</f></c>'
        "</row>"
        for n in range(1, 2_000)
    )
    yield Case("countif-square.xlsx", workbook(squares))
    nested = "IF(A1," * 3_000 + "1" + ")" * 3_000
    yield Case("formula-nested.xlsx", workbook(f'<row r="1"><c r="B1"><f>{nested}</f></c></row>'))
    volatile = "SUM(OFFSET(INDIRECT(&quot;A&quot;&amp;RANDBETWEEN(1,9)),0,0,9,9))"
    yield Case("volatile.xlsx", workbook(f'<row r="1"><c r="B1"><f>{volatile}</f></c></row>'))
    repeat = "REPT(REPT(&quot;甲&quot;,30000),30000)"
    yield Case("repeat.xlsx", workbook(f'<row r="1"><c r="B1"><f>{repeat}</f></c></row>'))
    power = "9^9^9^9"
    yield Case("power.xlsx", workbook(f'<row r="1"><c r="B1"><f>{power}</f></c></row>'))
    long = "+".join(["A1"] * 2_700)
    member = '<c><f t="shared" si="0"/><v>1</v></c>' * 5_000
    shared = f'<row><c><f t="shared" si="0">{long}</f></c>{member}</row>'
    yield Case("shared-formula.xlsx", workbook(shared))
    for label, text in (
        ("phrase", "清扫保洁" * 50_000), ("digits", "1" * 200_000), ("brackets", "（" * 100_000),
        ("products", "5*" * 60_000 + "1"), ("dates", "2023年" * 30_000),
        ("lines", "甲&#10;" * 60_000),
        ("combining", "e" + "\u0301" * 60_000), ("direction", "\u202e" * 60_000),
    ):  # fmt: skip
        yield Case(f"long-{label}.xlsx", workbook(f'<row r="1">{text_cell("A1", text)}</row>'))
    for label, code in (
        ("digits", "0" * 60_000),
        ("escapes", "\\" * 60_000),
        ("parts", ";" * 60_000),
    ):
        styles = (
            f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{code}"/>'
            '</numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
        )
        yield Case(f"format-{label}.xlsx", workbook(ROW, parts={STYLES: styles}))


def _word(body: str) -> bytes:
    links = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINKS}/officeDocument" '
    main = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return packed(
        {"_rels/.rels": f'{links}Target="word/document.xml"/></Relationships>',
         "word/document.xml": main}
    )  # fmt: skip


def _documents() -> Iterator[Case]:
    open_table, close_table = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    text = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
    yield Case("tables-nested.docx", _word(open_table * 500 + text + close_table * 500))
    yield Case("tables-many.docx", _word((open_table + text + close_table) * 2_500))
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='{}'/></w:tcPr><w:p/></w:tc>"
    for span in ("0", "-1", "99999", "²", "9" * 40):
        row = f"<w:tbl><w:tr>{cell.format(span)}</w:tr></w:tbl>"
        yield Case(f"span-{span[:6]}.docx", _word(row))
    yield Case("no-grid.docx", _word(f"<w:tbl><w:tr>{'<w:tc/>' * 40}</w:tr><w:tr/></w:tbl>"))
    yield Case("cell-without-table.docx", _word("<w:tc><w:vMerge/></w:tc><w:tr/>"))
    yield Case("paragraphs-nested.docx", _word("<w:p>" * 5_000 + "</w:p>" * 5_000))
    yield Case(
        "fields-open.docx", _word("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>" * 900)
    )
    dde = "<w:p><w:r><w:instrText>DDEAUTO no such program</w:instrText></w:r></w:p>"
    yield Case("field-dde.docx", _word(dde + text))
    yield Case("one-run.docx", _word(f"<w:p><w:r><w:t>{'植树，' * 200_000}</w:t></w:r></w:p>"))
    yield Case("paragraphs-many.docx", _word("<w:p/>" * 200_000))


def _opendocuments() -> Iterator[Case]:
    cell = "<table:table-cell{}><text:p>1</text:p></table:table-cell>"
    for label, rows, columns in (
        ("rows", "9999999", "1"), ("columns", "1", "9999999"), ("both", "60000", "200"),
        ("negative", "-5", "-5"), ("words", "x", "²"), ("digits", "9" * 60, "1"),
    ):  # fmt: skip
        inner = cell.format(f' table:number-columns-repeated="{columns}"')
        text = f'<table:table-row table:number-rows-repeated="{rows}">{inner}</table:table-row>'
        yield Case(f"repeated-{label}.ods", ods(text))
    spans = ' table:number-columns-spanned="9999999" table:number-rows-spanned="9999999"'
    yield Case("spanned.ods", ods(f"<table:table-row>{cell.format(spans)}</table:table-row>"))
    formula = f' table:formula="of:={"[" * 60_000}"'
    yield Case("formula.ods", ods(f"<table:table-row>{cell.format(formula)}</table:table-row>"))
    blanks = "<table:table-row><table:table-cell><text:p><text:s text:c='99999999'/></text:p>"
    yield Case("spaces.ods", ods(blanks + "</table:table-cell></table:table-row>"))
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    yield Case("password.ods", ods("", {"META-INF/manifest.xml": manifest, "content.xml": b"\1\2"}))
    yield Case("no-content.ods", ods("", {"content.xml": None}))
    yield Case("deep.fods", opendocument("<a>" * 20_000 + "</a>" * 20_000).encode())
    yield Case("sheets.ods", ods("</table:table>" + "<table:table/>" * 2_000 + "<table:table>"))


def _pages() -> Iterator[Case]:
    for label, text in (
        ("spans", "<tr><td rowspan=60000 colspan=1000>x" * 300),
        ("tables", "<table>" * 5_000), ("deep", "<table><tr><td>" * 5_000),
        ("quotes", "<a '" * 50_000), ("comments", "<!--" * 50_000), ("brackets", "<" * 200_000),
        ("styles", "<style>" * 50_000), ("attributes", f"<td {'a=' * 100_000}>"),
        ("entities", "<td>" + "&amp" * 100_000), ("numbers", f"<td>&#{'9' * 5_000};"),
        ("script", "<tr><td><script>for(;;);</script>1"), ("unclosed", "<tr><td>1<td>2<tr><td>"),
    ):  # fmt: skip
        yield Case(f"page-{label}.xls", f"<html><table>{text}".encode())
    wrong = "<html><meta charset=no-such><table><tr><td>甲乙".encode("gb18030")
    yield Case("page-encoding.xls", wrong)
    for label, row in (
        ("index", '<Row ss:Index="99999999"><Cell ss:Index="99999"/></Row>'),
        ("merge", '<Row><Cell ss:MergeAcross="99999999" ss:MergeDown="99999999"/></Row>'),
        ("formula", f'<Row><Cell ss:Formula="={"R[1]C+" * 20_000}"/></Row>'),
        ("type", '<Row><Cell><Data ss:Type="Nothing">x</Data></Cell></Row>'),
        ("date", '<Row><Cell><Data ss:Type="DateTime">9999-99-99</Data></Cell></Row>'),
    ):  # fmt: skip
        yield Case(f"xml2003-{label}.xls", spreadsheetml(row).encode())
