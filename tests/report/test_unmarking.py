"""Marks are known again after other programs have saved the workbook."""

from __future__ import annotations

import re

import pytest
from marking import finding, mark
from opening import opened
from richbook import members, rich_workbook, with_members

from xlform.formats.xlsx import read_xlsx
from xlform.ooxml.edit.comments import Comments
from xlform.ooxml.edit.outline import outline
from xlform.ooxml.edit.splice import apply_splices
from xlform.ooxml.read.package import NAMESPACES
from xlform.report.unmarking import lists_of_findings, without_marks


def part(author: str, text: str) -> bytes:
    return (
        f'<comments xmlns="{NAMESPACES[0]}"><authors><author>{author}</author></authors>'
        f'<commentList><comment ref="B2" authorId="0"><text>{text}</text></comment>'
        "</commentList></comments>"
    ).encode()


def run(text: str) -> str:
    return f'<r><rPr><b/></rPr><t xml:space="preserve">{text}</t></r>'


@pytest.mark.parametrize(
    ("author", "text", "left"),
    [
        ("绩效股核对", run("什么都行"), None),
        ("xlform check", "<t>什么都行</t>", None),
        (" ", run("[错误 第2项]") + run(" 没有填。"), None),
        (" ", "<t>[警告 C-02] 没有填。</t>", None),
        ("", "<t>1. [提示 第12项 未改] 没有填。\n2. [提示 第13项] 空格。</t>", None),
        ("", "<t>[error item 3] missing</t>", None),
        ("张", run("请核对") + run("\n\n") + run("[错误 第1项]") + run(" 没有填。"), "请核对"),
        ("张", "<t>甲 &amp; 乙\n\n丙\n\n1. [错误 第1项] 没有填。\n2. …</t>", "甲 & 乙\n\n丙"),
        ("张", run("请核对\n\n[") + run("提示 第1项] 空格。"), "请核对"),
        ("张", "<t>[错误] 请核对</t>", "[错误] 请核对"),
        ("张", "<t>见\n\n[注释 第2项]</t>", "见\n\n[注释 第2项]"),
    ],
)
def test_comments(author: str, text: str, left: str | None) -> None:
    data = part(author, text)
    comments = Comments(data, outline(data, "x", "x"))
    whole, appended = comments.own()
    assert (whole == ["B2"]) == (left is None)
    kept = apply_splices(data, comments.removals()).decode()
    words = "".join(re.findall(r"<t[^>]*>([^<]*)</t>", kept))
    assert words.replace("&amp;", "&") == (left or "")
    assert bool(appended) == (left is not None and "第1项" in text)


def test_a_program_that_drops_authors() -> None:
    marked = mark(rich_workbook(), finding("表一", "B2"), finding("表二", "A1", "warning"))
    anonymous = {
        name: re.sub("<author>[^<]*</author>", "<author> </author>", data.decode()).encode()
        for name, data in members(marked).items()
        if name.startswith("xl/comments")
    }
    saved = with_members(marked, anonymous)
    assert lists_of_findings(saved, "x") == ["问题清单"]
    beside = [sheet.beside_texts for sheet in read_xlsx(saved, "x").sheets]
    assert not [one for texts in beside for one in texts if "没有填" in one.words]
    cleaned = without_marks(saved, "x")
    assert not isinstance(cleaned, bytes)
    book, was = opened(cleaned.data), opened(rich_workbook())
    assert book.sheetnames == was.sheetnames
    assert book["表一"]["B2"].comment is None
    assert book["表二"]["A1"].comment.text == "请核对"
    assert repr(book["表一"]["B2"].fill) == repr(was["表一"]["B2"].fill)


def test_other_workbooks_stay_as_they_are() -> None:
    source = rich_workbook()
    assert without_marks(source, "x") is source
