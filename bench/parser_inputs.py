"""Inputs of every format whose cost may grow faster than their size, each made for a size."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial

import swollen_files
from swollen_files import _FIRST, _insert, _parts, _rows_below, packed

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def long_text(text: Callable[[int], str], size: int) -> bytes:
    """The sample with one long inline string below the form."""
    cell = f'<c r="A40" t="inlineStr"><is><t>{text(size)}</t></is></c>'
    return _rows_below(1, lambda _: cell)


def long_goal(text: Callable[[int], str], size: int) -> bytes:
    """The sample with a long text as its annual goal."""
    parts = _parts()
    old = "贯彻上级决策部署".encode()
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
        old, text(size).encode(), 1
    )
    return packed(parts)


def _with_formulas(formula: Callable[[int], str], rows: int, *, results: bool = False) -> bytes:
    stored = "<v>1</v>" if results else ""
    return _rows_below(
        rows,
        lambda row: (
            f'<c r="A{row}"><v>{row}</v></c><c r="B{row}"><f>{formula(row)}</f>{stored}</c>'
        ),
    )


def chain(rows: int) -> bytes:
    """Formulas without results that each read the one above."""
    return _with_formulas(lambda row: f"B{row - 1}+1", rows)


def stored_chain(rows: int) -> bytes:
    """Formulas with results that each read the one above."""
    return _with_formulas(lambda row: f"B{row - 1}+1", rows, results=True)


def square(function: str, rows: int) -> bytes:
    """Functions that each read one long range."""
    return _with_formulas(lambda row: f"{function}(A$40:A${39 + rows},A{row})", rows)


def nested_elements(depth: int) -> bytes:
    """Elements within elements beside the rows of a sheet."""
    parts = _parts()
    _insert(parts, _FIRST, "<printOptions", "<x>" * depth + "</x>" * depth)
    return packed(parts)


def page(body: str) -> bytes:
    """A web page with a table of a form and something else."""
    form = "".join(f"<tr><td>{one}</td><td>1</td></tr>" for one in ("项目名称", "项目资金", "其中"))
    return f"<html><body><table>{form}</table>{body}</body></html>".encode()


def opendocument(rows: str) -> bytes:
    """An .ods with one sheet of these rows."""
    content = (
        f'<office:document-content xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}" '
        f'xmlns:text="{_TEXT}"><office:body><office:spreadsheet><table:table table:name="表">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return data.getvalue()


def _ods_cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell{attributes}><text:p>{text}</text:p></table:table-cell>"


def word(body: str) -> bytes:
    """A .docx with this body."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
            f'Type="{_RELATED}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        )
    return data.getvalue()


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _word_table(inside: str) -> str:
    return f"<w:tbl><w:tr><w:tc>{inside}{_paragraph('项目')}</w:tc></w:tr></w:tbl>"


def _nested_tables(depth: int) -> bytes:
    start = "<w:tbl><w:tr><w:tc>"
    end = "<w:p/></w:tc></w:tr></w:tbl>"
    return word(start * depth + _paragraph("项目") + end * depth)


def _revisions(count: int) -> bytes:
    one = '<w:ins w:id="1"><w:r><w:t>增</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>删'
    return word("<w:p>" + (one + "</w:delText></w:r></w:del>") * count + "</w:p>")


# Kinds: the ending of the file, how it is made, and the smallest of the three sizes.
KINDS: dict[str, tuple[str, Callable[[int], bytes], int]] = {
    **{
        name: ("xlsx", make, size // 16 if size > 1_000 else 200)
        for name, (make, size) in swollen_files.FULL.items()
        if name not in {"styled columns", "picture"}
    },
    "repeats in a cell": ("xlsx", partial(long_text, lambda n: "清扫保洁" * (n // 4)), 100_000),
    "digits in a cell": ("xlsx", partial(long_text, lambda n: "1" * n), 100_000),
    "repeats in a goal": ("xlsx", partial(long_goal, lambda n: "清扫保洁" * (n // 4)), 8_000),
    "clauses in a goal": ("xlsx", partial(long_goal, lambda n: "清扫12个社区，" * (n // 8)), 8_000),
    "other words in a goal": (
        "xlsx",
        partial(long_goal, lambda n: "".join(chr(0x4E00 + at * 37 % 20_000) for at in range(n))),
        8_000,
    ),
    "formulas in a chain": ("xlsx", chain, 1_000),
    "stored chain": ("xlsx", stored_chain, 5_000),
    "COUNTIF squares": ("xlsx", partial(square, "COUNTIF"), 500),
    "SUMIF squares": ("xlsx", partial(square, "SUMIF"), 500),
    "SUM squares": ("xlsx", partial(square, "SUM"), 500),
    "nested elements": ("xlsx", nested_elements, 20_000),
    "quotes in a tag": ("xls", lambda n: page("<td " + '""' * n + ">1</td>"), 50_000),
    "attributes in a tag": ("xls", lambda n: page("<td " + 'a="b" ' * n + ">1</td>"), 50_000),
    "apostrophes in tags": ("xls", lambda n: page("<td '>" * n), 20_000),
    "open tags": ("xls", lambda n: page("<td><b>" * n), 10_000),
    "rows of a page": ("xls", lambda n: page("<tr><td>甲<td>1" * n), 10_000),
    "tables of a page": ("xls", lambda n: page("<table><tr><td>甲</table>" * n), 200),
    "spans of a page": ("xls", lambda n: page("<tr><td rowspan=9 colspan=9>甲" * n), 1_000),
    "lines": ("csv", lambda n: ("项目,金额\n" + "甲,1\n" * n).encode(), 20_000),
    "columns": ("csv", lambda n: ("项目,金额\n甲" + ",1" * n + "\n").encode(), 4_000),
    "one line": ("csv", lambda n: ("项目,金额\n" + "甲" * n).encode(), 500_000),
    "a quote left open": ("csv", lambda n: ('项目,金额\n"' + "甲,1\n" * n).encode(), 100_000),
    "quotes": ("csv", lambda n: ('项目,金额\n"' + '""' * n + '",1\n').encode(), 200_000),
    "rows of .ods": (
        "ods",
        lambda n: opendocument(
            f"<table:table-row>{_ods_cell('甲')}{_ods_cell('1')}</table:table-row>" * n
        ),
        5_000,
    ),
    "repeated rows of .ods": (
        "ods",
        lambda n: opendocument(
            '<table:table-row table:number-rows-repeated="1000">'
            f"{_ods_cell('甲')}</table:table-row>" * n
        ),
        10,
    ),
    "repeated columns of .ods": (
        "ods",
        lambda n: opendocument(
            (
                "<table:table-row>"
                + _ods_cell("甲", ' table:number-columns-repeated="1000"')
                + "</table:table-row>"
            )
            * n
        ),
        10,
    ),
    "blank rows of .ods": (
        "ods",
        lambda n: opendocument(
            '<table:table-row table:number-rows-repeated="9"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row>'
            * n
            + f"<table:table-row>{_ods_cell('项目')}</table:table-row>"
        ),
        10_000,
    ),
    "paragraphs of .docx": ("docx", lambda n: word(_paragraph("项目资金10万元。") * n), 2_000),
    "tables of .docx": ("docx", lambda n: word(_word_table("") * n), 200),
    "nested tables of .docx": ("docx", _nested_tables, 200),
    "revisions of .docx": ("docx", _revisions, 5_000),
    "lines of text": ("txt", lambda n: ("一、项目\n项目资金10万元。\n" * n).encode(), 2_000),
}
