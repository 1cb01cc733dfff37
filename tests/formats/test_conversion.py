"""A file that LibreOffice has converted has the same bytes whenever that was."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from xlform.formats import conversion
from xlform.formats.conversion import as_workbook

OLD = Path(__file__).parent / "data" / "云田镇.xls"
CONTENT = {"[Content_Types].xml": "甲", "xl/workbook.xml": "乙" * 99}


def test_the_time_of_a_conversion_is_not_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = iter((8, 17))

    def convert(_given: Path, wanted: str, place: Path, _name: str) -> None:
        moment = (2023, 5, 6, next(hours), 30, 10)
        made = place / "made" / f"given.{wanted}"
        made.parent.mkdir()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in CONTENT.items():
                member = zipfile.ZipInfo(name, moment)
                member.comment, member.extra = b"comment", b"\xfe\xca\0\0"
                archive.writestr(member, text)

    monkeypatch.setattr(conversion, "_convert", convert)
    monkeypatch.setattr(conversion, "office_program", lambda: "soffice")
    first, second = (as_workbook(OLD.read_bytes(), OLD.name)[0] for _ in range(2))
    assert isinstance(first, bytes)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        read = {name: archive.read(name).decode() for name in archive.namelist()}
    assert read == CONTENT
