"""A Word document comes back with comments at its findings, and otherwise as it was."""

from __future__ import annotations

from pathlib import Path

import docx
import msgspec
import pytest
from marking import case, finding
from richbook import members
from wordfile import STRICT, WORD, cell, document, packed, paragraph, row, table

from xlform.errors import FileProblem
from xlform.formats.docx.reader import paragraph_ordinals, read_docx
from xlform.model.findings import NotAsked
from xlform.ooxml.word.names import NAMESPACES
from xlform.report.checked_file import CheckedFile
from xlform.report.marked_document import write_marked_document

BOX = (
    "<w:r><mc:AlternateContent><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r>"
    "</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
BODY = (
    paragraph("标题", "<w:pPr><w:jc w:val='center'/></w:pPr>")
    + "<w:p/>"
    + f"<w:p>{BOX}<w:r><w:t>第二段</w:t></w:r></w:p>"
    + table(row("名称", cell(paragraph("一") + paragraph("二"))), row("金额", cell("<w:p/>")))
    + paragraph("末段")
)
COMMENT = '<w:comment w:id="4" w:author="张">{}</w:comment>'
FINDINGS = (
    finding("正文", "A2", message="第二段不对。"),
    finding("表1", "B1", "warning", message="一不对。"),
    finding("表1", "B2", message="=_x0041_<金额>\x0b没有填。"),
    finding("表1", "B2", "info", "T-06", message="还有一处。"),
    finding("正文", "", "warning", "X-01", message="整份。"),
)


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def source_of(main: str, parts: dict[str, str] | None = None, **links: str) -> bytes:
    """A document with a list of its content types, as programs write it."""
    return packed(main, {"[Content_Types].xml": TYPES, **(parts or {})}, links)


def mark(folder: Path, source: bytes, checked_file: CheckedFile) -> bytes:
    path = folder / "标注.docx"
    write_marked_document(path, source, checked_file)
    assert list(folder.iterdir()) == [path]
    return path.read_bytes()


def notes(path: Path) -> dict[str, str]:
    """The text that each comment belongs to → the comment."""
    opened = docx.Document(str(path))
    body = opened.element.body
    told = {}
    for comment in opened.comments:
        [start] = body.xpath(f".//w:commentRangeStart[@w:id='{comment.comment_id}']")
        assert body.xpath(f".//w:commentRangeEnd[@w:id='{comment.comment_id}']")
        assert body.xpath(f".//w:commentReference[@w:id='{comment.comment_id}']")
        own = start.getparent().xpath("w:r/w:t")
        told["".join(text.text for text in own)] = comment.text
    return told


def test_comments_are_at_the_paragraph_and_in_the_cell(tmp_path: Path) -> None:
    source = source_of(document(BODY))
    after = mark(tmp_path, source, case(*FINDINGS))
    assert notes(tmp_path / "标注.docx") == {
        "标题": "[警告 第2项] 整份。\n建议：请补填。",
        "第二段": "[错误 第1项] 第二段不对。\n建议：请补填。",
        "一": "[警告 第1项] 一不对。\n建议：请补填。",
        "": (
            "1. [错误 第1项] =_x0041_<金额>没有填。\n建议：请补填。\n"
            "2. [提示 第3项] 还有一处。\n建议：请补填。"
        ),
    }
    old, new = members(source), members(after)
    changed = {name for name in old if old[name] != new[name]}
    assert changed <= {"[Content_Types].xml", "_rels/.rels", "word/document.xml",
                       "word/_rels/document.xml.rels"}  # fmt: skip
    assert set(new) - set(old) == {"word/comments.xml", "docProps/custom.xml"}
    assert [s.cells for s in read_docx(after, "x").sheets] == [
        s.cells for s in read_docx(source, "x").sheets
    ]


def test_what_was_accepted_is_said_at_its_place(tmp_path: Path) -> None:
    checked_file = case(FINDINGS[0])
    accepted = (
        NotAsked("T-06", "accepted", "“多一空格”已认定不是问题：已核实", "正文", "A2"),
        NotAsked("C-03", "accepted", "“未盖章”已认定不是问题：另有盖章件", "表1", "B1"),
        NotAsked("A-01", "ignored", "不核对", "正文", "A2"),
    )
    checked = msgspec.structs.replace(checked_file.checked, not_asked=accepted)
    mark(
        tmp_path, source_of(document(BODY)), msgspec.structs.replace(checked_file, checked=checked)
    )
    assert notes(tmp_path / "标注.docx") == {
        "第二段": (
            "[错误 第1项] 第二段不对。\n建议：请补填。\n"
            "[不是问题] T-06 “多一空格”已认定不是问题：已核实"
        ),
        "一": "[不是问题] C-03 “未盖章”已认定不是问题：另有盖章件",
    }


def test_it_is_not_marked_twice(tmp_path: Path) -> None:
    once = mark(tmp_path, source_of(document(BODY)), case(*FINDINGS))
    assert "comments" not in read_docx(once, "x").sheets[0].beside_cells
    again = mark(tmp_path, once, case(FINDINGS[0]))
    assert list(notes(tmp_path / "标注.docx")) == ["第二段"]
    assert members(again)["word/document.xml"].count(b"<w:commentRangeStart") == 1


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_comments_of_others_stay(tmp_path: Path, namespace: str) -> None:
    own = COMMENT.format(paragraph("原有"))
    part = document(own, namespace, "comments")
    source = source_of(
        document(BODY, namespace), {"word/comments.xml": part}, comments="comments.xml"
    )
    after = members(mark(tmp_path, source, case(FINDINGS[0])))
    text = after["word/comments.xml"].decode()
    assert own in text
    sheets = read_docx((tmp_path / "标注.docx").read_bytes(), "x").sheets
    assert "comments" in sheets[0].beside_cells
    assert 'w:id="5" w:author="绩效股核对"' in text
    assert b'w:id="5"' in after["word/document.xml"]
    assert {WORD, STRICT} == set(NAMESPACES)


def test_ordinals_count_what_nobody_sees() -> None:
    places = paragraph_ordinals(packed(document(BODY)), "x")
    assert places == {
        ("正文", (1, 1)): 1, ("正文", (2, 1)): 3, ("正文", (3, 1)): 10,
        ("表1", (1, 1)): 5, ("表1", (1, 2)): 6, ("表1", (2, 1)): 8, ("表1", (2, 2)): 9,
    }  # fmt: skip


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="来件"):
        write_marked_document(tmp_path / "x.docx", b"\xd0\xcf\x11\xe0", case())
    assert list(tmp_path.iterdir()) == []
