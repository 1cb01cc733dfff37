"""Well-formed files whose contents or names are hostile; delimited texts of every sort."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hostile_case import Case
from hostile_packages import LINKS, MAIN, PACKAGE, SHEET, repacked, text_cell, workbook, worksheet

SAMPLE: Final = Path(__file__).resolve().parents[1] / "samples" / "云田镇.xlsx"
_SHEET_LINKS: Final = "xl/worksheets/_rels/sheet1.xml.rels"


def contents_cases() -> Iterator[Case]:
    """Yield the files."""
    yield from _injections()
    yield from _hostile_words()
    yield from _links()
    yield from _names()
    yield from _texts()


def _injections() -> Iterator[Case]:
    for label, text in (
        ("command", "=cmd|' /C no-such-program'!A0"), ("dde", '=DDE("no";"such";"server")'),
        ("at", "@SUM(1+1)*cmd|' /C no-such-program'!A0"), ("plus", "+1+cmd|'x'!A0"),
        ("tab", "\t=1+1"), ("web", '=WEBSERVICE("http://127.0.0.1:9/")'),
        ("link", '=HYPERLINK("file:///no/such/file","甲")'), ("html", "<script>alert(1)</script>"),
        ("attribute", '" onmouseover="alert(1)'), ("template", "{{7*7}}${7*7}"),
        ("percent", "%s%n%x %(name)s {0.__class__}"), ("escape", "甲_x001B_[31m乙_x0007_"),
        ("bidi", "\u202e表附\u202c\u2066x\u2069"), ("nul", "甲_x0000_乙"),
        ("lines", "甲\u2028乙\u0085丙"),
        ("sql", "'; DROP TABLE a; --"), ("path", "../../../../tmp/甲"),
    ):  # fmt: skip
        spelled = text.replace("&", "&amp;").replace("<", "&lt;")
        rows = "".join(
            f'<row r="{n}">{text_cell(f"A{n}", label)}{text_cell(f"B{n}", spelled)}</row>'
            for n, label in enumerate(("部门名称", spelled, "资金总额", "填报单位："), 1)
        )
        yield Case(f"text-{label}.xlsx", workbook(rows))
        yield Case(
            f"text-{label}.csv",
            f'部门名称,"{text.replace(chr(34), chr(34) * 2)}"\n资金,1\n'.encode(),
        )
    formulas = "".join(
        f'<row r="{n}"><c r="A{n}"><f>{formula}</f></c></row>'
        for n, formula in enumerate(
            ("cmd|&apos; /C no-such-program&apos;!A0", "WEBSERVICE(&quot;http://127.0.0.1:9/&quot;)",
             "[1]Sheet1!A1", "&apos;\\\\127.0.0.1\\x\\[a.xlsx]表&apos;!A1",
             "CALL(&quot;a&quot;,&quot;b&quot;)",
             "RTD(&quot;a&quot;,,&quot;b&quot;)", "EXEC(&quot;a&quot;)",
             "_xludf.EVAL(&quot;1&quot;)"), 1)
    )  # fmt: skip
    yield Case("formulas-that-reach-outside.xlsx", workbook(formulas))


def _hostile_words() -> Iterator[Case]:
    """Yield the forms of the sample under hostile names of the unit and of a fund."""
    whole = SAMPLE.read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    for label, words in (
        ("command", "=cmd|x!A0"), ("quote", "&quot;)+cmd|(&quot;"), ("at", "@SUM(1)"),
        ("link", "=HYPERLINK(&quot;http://127.0.0.1:9&quot;)"), ("tag", "&lt;b&gt;&amp;"),
        ("path", "../../甲"), ("direction", "\u202e甲\u2066"), ("escape", "_x001B_[31m甲"),
    ):  # fmt: skip
        changed = {
            name: content.replace("株洲市石峰区云田镇".encode(), words.encode()).replace(
                "城乡环境连片整治".encode(), words.encode()
            )
            for name, content in parts.items()
        }
        yield Case(f"unit-{label}.xlsx", repacked(whole, changed), honest=True)


def _links() -> Iterator[Case]:
    row = f'<row r="1">{text_cell("A1", "甲")}</row>'
    for label, target in (
        ("file", "file:///etc/hostname"), ("share", "\\\\127.0.0.1\\x"),
        ("script", "javascript:alert(1)"), ("long", f"http://127.0.0.1:9/{'a' * 9_000}"),
    ):  # fmt: skip
        links = (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="h1" Type="{LINKS}/hyperlink" '
            f'Target="{target}" TargetMode="External"/></Relationships>'
        )
        beside = f'<hyperlinks xmlns:r="{LINKS}"><hyperlink ref="A1" r:id="h1"/></hyperlinks>'
        parts = {_SHEET_LINKS: links, SHEET: worksheet(row, beside)}
        yield Case(f"hyperlink-{label}.xlsx", workbook(parts=parts))
    outside = (
        f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="no" ddeTopic="such"/></externalLink>'
    )
    yield Case(
        "external-dde.xlsx", workbook(row, parts={"xl/externalLinks/externalLink1.xml": outside})
    )
    query = f'<connections xmlns="{MAIN}"><connection id="1" name="x"><webPr url="http://127.0.0.1:9/"/>'
    yield Case(
        "connection.xlsx",
        workbook(row, parts={"xl/connections.xml": f"{query}</connection></connections>"}),
    )
    macro = bytes(3_000)
    yield Case(
        "macro.xlsm", repacked(SAMPLE.read_bytes(), {"xl/vbaProject.bin": macro}), honest=True
    )
    control = {"xl/activeX/activeX1.bin": macro, "xl/embeddings/oleObject1.bin": macro}
    yield Case("controls.xlsx", repacked(SAMPLE.read_bytes(), dict(control)), honest=True)


def _names() -> Iterator[Case]:
    whole = SAMPLE.read_bytes()
    for name in (
        "-o.xlsx", "--help.xlsx", "$(exit 1).xlsx", "`exit 1`.xlsx", "a;exit 1.xlsx", "a&b|c.xlsx",
        "甲\n乙.xlsx", "甲\x1b[31m乙.xlsx", "\u202exslx.甲.xlsx", "{0}%s.xlsx", "*.xlsx",
        "[a].xlsx",
        "=cmd|x!A0.xlsx", "<b>甲.xlsx", "'\"甲\"'.xlsx", " 甲 .xlsx", "..xlsx", "甲" * 80 + ".xlsx",
        "CON.xlsx", "甲%2e%2e.xlsx", "e\u0301.xlsx", "\U0001f600.xlsx",
    ):  # fmt: skip
        yield Case(name, whole, honest=True)


def _texts() -> Iterator[Case]:
    for name, content in (
        ("nul.csv", b"a,b\n\0\0,1\n" * 400), ("one-line.csv", b"1," * 100_000),
        ("one-cell.csv", b"a" * 3_000_000), ("quotes.csv", b'"' * 200_001),
        ("open-quote.csv", b'a,b\n"' + b"x,\n" * 100_000), ("lines.csv", b"1,2\n" * 300_000),
        ("returns.csv", b"\r" * 300_000), ("delimiters.csv", b",;\t|" * 50_000 + b"\n"),
        ("marks.csv", b"\xef\xbb\xbf" * 5_000), ("utf-16.csv", b"\xff\xfe\x00\xd8" * 5_000),
        ("invalid.csv", b"a,b\n\xff\xfe\xfd,\x80\n" * 50),
        ("ragged.csv", b"".join(b"," * n + b"\n" for n in range(1_500))),
        ("forms.csv", "附表2,专项资金绩效目标汇总表\n".encode() * 5_000),
        ("lines.txt", "附表2\n\n".encode() * 60_000), ("tabs.txt", b"\t" * 200_000),
        ("words.txt", "一、基本信息\n".encode() + "植树，".encode() * 300_000),
        ("numbers.txt", b"1.\n" * 100_000),
        ("titles.txt", "部门整体支出绩效目标表\n".encode() * 3_000),
    ):  # fmt: skip
        yield Case(name, content)
