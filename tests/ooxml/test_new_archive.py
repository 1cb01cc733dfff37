"""A new archive has the bytes that zipfile gives it, whatever was packed before."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import msgspec
import pytest

import xlform
from xlform.files.own_output import PROPERTY, mark_output
from xlform.model.memoize import empty_caches
from xlform.ooxml.edit.archive import new_archive
from xlform.ooxml.fill import row_patterns
from xlform.template.store import load_templates, templates_folder
from xlform.writing.workbook_draft import draft_workbook

SAMPLES = Path(__file__).parents[2] / "samples"


def _by_zipfile(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(member, content)
    return packed.getvalue()


def test_packed_as_by_zipfile() -> None:
    chance = random.Random(7)  # noqa: S311  (contents, not secrets)
    for _ in range(30):
        parts = {
            f"xl/part{number}.xml": chance.randbytes(chance.randrange(3)) * chance.randrange(900)
            for number in range(chance.randrange(12))
        }
        like = [name for name in parts if chance.random() < 0.5]
        assert new_archive(parts, {}, like) == _by_zipfile(parts)


def test_added_parts_come_last() -> None:
    data = new_archive({"b.xml": b"one"}, {"a.xml": b"two"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()] == [
            ("b.xml", b"one"), ("a.xml", b"two"),
        ]  # fmt: skip


@pytest.mark.parametrize("name", ["云田镇.xlsx", "项目支出绩效目标申报表.xlsx"])
def test_a_workbook_is_marked_as_others_are(name: str) -> None:
    templates = load_templates(templates_folder())
    submission = msgspec.structs.replace(xlform.read(SAMPLES / name), unit="甲&乙镇")
    marked = draft_workbook(submission, templates, mark=(PROPERTY, "written")).data
    assert marked == mark_output(draft_workbook(submission, templates).data, "written", name)


def test_what_was_written_before_changes_no_byte() -> None:
    templates = load_templates(templates_folder())
    submissions = [xlform.read(path) for path in sorted(SAMPLES.glob("*.xlsx"))]
    warm = [draft_workbook(one, templates).data for one in (*submissions, *submissions[::-1])]
    for submission, first, last in zip(submissions, warm, warm[::-1], strict=False):
        empty_caches()
        row_patterns._known.clear()  # noqa: SLF001  (as in a program that was just started)
        assert draft_workbook(submission, templates).data == first == last
