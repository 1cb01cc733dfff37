"""Workbooks marked, opened again and compared, for the tests of the marked copy."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
from opening import opened

from xlform.checking.runner import CheckResult
from xlform.model.findings import Finding, Severity
from xlform.model.submission import Source, Submission
from xlform.report.checked_file import CheckedFile
from xlform.report.marked import write_marked
from xlform.rules.context import RuleContext

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RED, YELLOW, BLUE = "FFFFC7CE", "FFFFEB9C", "FFDDEBF7"
NOBODY = Submission(Source("x.xlsx", "xlsx", ""), "某镇人民政府", 2023, ())


def finding(
    sheet: str, cell: str, severity: Severity = "error", code: str = "C-02", **more: str
) -> Finding:
    """A finding with a message and an advice, unless others are given."""
    number = "/".join(part for part in (code, sheet, cell) if part)
    plain = Finding(code, "x", severity, "没有填。", sheet, cell, id=number, help="请补填。")
    return msgspec.structs.replace(plain, **more)


def case(*findings: Finding) -> CheckedFile:
    """A checked file with these findings."""
    context = RuleContext({})
    return CheckedFile("来件.xlsx", NOBODY, CheckResult(findings, ()), context)


def mark(source: bytes, *findings: Finding) -> bytes:
    """The marked copy; nothing but it may be left in its folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "标注.xlsx"
        write_marked(path, source, case(*findings))
        assert list(Path(folder).iterdir()) == [path]
        return path.read_bytes()


def raw(data: bytes) -> dict[str, bytes]:
    """Each member as it lies in the file, header and packed bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = sorted(archive.infolist(), key=lambda member: member.header_offset)
        ends = [member.header_offset for member in found[1:]] + [archive.start_dir]
    return {m.filename: data[m.header_offset : end] for m, end in zip(found, ends, strict=True)}


def unmark(now: ET.Element, was: ET.Element) -> set[str]:
    """Take the marks out of a sheet; the names of the cells that had one."""
    styled = set()
    old = {cell.get("r"): cell for cell in was.iter(f"{MAIN}c")}
    rows = {row.get("r") for row in was.iter(f"{MAIN}row")}
    [data] = now.iter(f"{MAIN}sheetData")
    for row in list(data):
        for cell in list(row):
            name = cell.get("r", "")
            if name not in old:
                styled.add(name)
                row.remove(cell)
            elif cell.get("s") != old[name].get("s"):
                styled.add(name)
                _set_back(cell, "s", old[name])
        if row.get("r") not in rows and not len(row):
            data.remove(row)
    for hint in now.iter(f"{MAIN}dimension"):
        [same] = was.iter(f"{MAIN}dimension")
        _set_back(hint, "ref", same)
    return styled


def _set_back(element: ET.Element, name: str, old: ET.Element) -> None:
    element.attrib.pop(name, "")
    if name in old.attrib:
        element.set(name, old.attrib[name])


def check_b2(data: bytes, cell: str = "B2") -> None:
    """A cell of the first sheet is marked as an error."""
    sheet = opened(data).worksheets[0]
    assert sheet[cell].fill.fgColor.rgb == RED
    comment = sheet[cell].comment
    assert comment is not None
    assert comment.text.startswith("[错误 第1项]")
