"""Workbooks as programs write them, and workbooks that are not touched."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from marking import raw
from office import needs_office, saved_as
from opening import opened
from patching import (
    BLANK,
    SHEET,
    book,
    changed_parts,
    cut,
    formula,
    number,
    part,
    patch,
    text,
)
from python_calamine import CalamineWorkbook
from richbook import members, rich_workbook, with_members

from xlform.errors import FileProblem
from xlform.formats.xlsx import read_xlsx
from xlform.grid.model import Cell, CellValue, Grid, Position
from xlform.ooxml.edit.cells import CellContent

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
EDITS: dict[str, CellContent] = {
    "B3": number("451.25"),
    "B6": formula("SUM(B2:B5)-0", Decimal("612.25")),
    "A8": text("改过的 <文字>"),
    "A10": text("合并的首格"),
    "A3": BLANK,
    "E30": text("新的一行"),
}
CHANGED = {(3, 2), (6, 2), (8, 1), (10, 1), (3, 1), (30, 5)}


def cells(grid: Grid, sheet: str) -> dict[Position, Cell]:
    [found] = [one for one in grid.sheets if one.name == sheet]
    return dict(found.cells)


def compare(before: bytes, after: bytes, sheet: str, changed: set[Position]) -> None:
    """Other readers open the result; our own sees the named cells changed and no others."""
    old, new = read_xlsx(before, "x"), read_xlsx(after, "x")
    for one in old.sheets:
        was, now = cells(old, one.name), cells(new, one.name)
        differ = {at for at in was.keys() | now.keys() if was.get(at) != now.get(at)}
        assert differ == (changed if one.name == sheet else set())
    assert opened(after).sheetnames == [one.name for one in new.sheets]
    values = CalamineWorkbook.from_filelike(io.BytesIO(after)).get_sheet_by_name(sheet)
    assert [sheet.merges for sheet in old.sheets] == [sheet.merges for sheet in new.sheets]
    assert values.to_python(skip_empty_area=False)[2][1] == 451.25


@pytest.mark.parametrize("macro", [False, True])
def test_a_rich_workbook_keeps_all_but_the_named_cells(*, macro: bool) -> None:
    before = rich_workbook(macro=macro)
    after = patch(before, EDITS, sheet="表一")
    assert changed_parts(before, after) == {SHEET}
    was, now = raw(before), raw(after)
    assert list(was) == list(now)
    assert all(was[name] == now[name] for name in was if name != SHEET)
    named = ("B3", "B6", "A8", "A10", "A3", "E30")
    old, new = (cut(members(data)[SHEET], *named) for data in (before, after))
    dimension = b'<dimension ref="A1:M15"/>', b'<dimension ref="A1:M30"/>'
    assert old.replace(*dimension) == new.replace(b'<row r="30"></row>', b"")
    compare(before, after, "表一", CHANGED)


def test_a_rich_workbook_refuses_what_would_break_it() -> None:
    before = rich_workbook()
    for cell, why in [("C3", "数组公式"), ("B11", "合并单元格"), ("L1", "标题")]:
        with pytest.raises(FileProblem, match=f"“表一”{cell} .*{why}"):
            patch(before, {cell: number("1")}, sheet="表一")
    assert changed_parts(before, patch(before, {"L2": number("1")}, sheet="表一")) == {SHEET}


def saved_by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    [sheet] = book.worksheets
    sheet.title = "表一"
    for row in range(2, 6):
        sheet.append([f"专项{row}", row * 10])
        sheet.cell(row, 2, row * 10)
    sheet["A3"], sheet["A8"] = "专项", "文字"
    sheet["B6"] = "=SUM(B2:B5)"
    sheet["A10"] = "合并"
    sheet.merge_cells("A10:C12")
    sheet["D2"] = "=B6*2"
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def test_a_workbook_saved_by_openpyxl() -> None:
    before = saved_by_openpyxl()
    after = patch(before, EDITS, sheet="表一")
    assert changed_parts(before, after) == {SHEET}
    # D2, which no one stored a result of, is computed anew from what it depends on.
    compare(before, after, "表一", CHANGED | {(2, 4)})
    sheet = openpyxl.load_workbook(io.BytesIO(after))["表一"]
    assert [sheet[at].value for at in ("B3", "B6", "A8", "A3", "D2")] == [
        451.25, "=SUM(B2:B5)-0", "改过的 <文字>", None, "=B6*2",
    ]  # fmt: skip


def saved_by_office(data: bytes, folder: Path) -> bytes:
    """Return the workbook opened, calculated and saved by LibreOffice."""
    source = folder / "x.xlsx"
    source.write_bytes(data)
    [saved] = saved_as("xlsx", [source], folder)
    return saved.read_bytes()


@needs_office
def test_a_workbook_saved_by_libreoffice_and_what_it_makes_of_ours(tmp_path: Path) -> None:
    before = saved_by_office(rich_workbook(), tmp_path)
    after = patch(before, EDITS, sheet="表一")
    assert changed_parts(before, after) == {SHEET}
    assert "calcChain" not in "".join(members(after))
    compare(before, after, "表一", CHANGED)
    again = cells(read_xlsx(saved_by_office(after, tmp_path), "x"), "表一")
    ours = cells(read_xlsx(after, "x"), "表一")
    # The array in C3 doubles B3, whose old double our file still holds.
    assert {**_shown(again), (3, 3): None} == {**_shown(ours), (3, 3): None}
    assert again[3, 3].value == Decimal("902.5")


@needs_office
def test_libreoffice_computes_the_rest_of_a_shared_formula_as_before(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><f t="shared" si="0"/></c>'
        f'<c r="C{row}"><f t="shared" si="0"/></c></row>'
        for row in range(1, 4)
    )
    first = '<c r="B1"><f t="shared" ref="B1:C3" si="0">A1*2</f></c>'
    before = book(rows.replace('<c r="B1"><f t="shared" si="0"/></c>', first))
    was = _shown(cells(read_xlsx(saved_by_office(before, tmp_path), "x"), "附表1"))
    after = patch(before, {"B1": number("2"), "B2": formula("4", Decimal(4))})
    now = _shown(cells(read_xlsx(saved_by_office(after, tmp_path), "x"), "附表1"))
    assert now == was
    assert now[3, 3] == 12


def _shown(found: dict[Position, Cell]) -> dict[Position, CellValue]:
    return {at: cell.value for at, cell in found.items()}


def refused(data: bytes) -> FileProblem:
    with pytest.raises(FileProblem, match=r"填报表\.xlsx") as caught:
        patch(data, {"A1": number("2")})
    return caught.value


def test_signed_and_encrypted_workbooks_are_refused() -> None:
    signed = with_members(book(ROW), {"_xmlsignatures/sig1.xml": b"<Signature/>"})
    assert "数字签名" in str(refused(signed))
    assert refused(signed).code == "not-edited"
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert refused(compound).code == "encrypted"


def test_what_is_no_workbook_is_refused() -> None:
    assert refused(b"%PDF").code == "not-edited"
    assert refused(b"PK\x03\x04 cut").code == "damaged"


def test_foreign_encodings_are_refused() -> None:
    foreign = '<?xml version="1.0" encoding="GBK"?>' + part(book(ROW))
    problem = refused(book("", parts={SHEET: foreign.encode("gbk")}))
    assert problem.code == "not-edited"
    assert SHEET in str(problem)


def test_a_result_that_is_not_what_was_asked_is_not_returned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = "xlform.ooxml.edit.cell_xml.value_element"
    monkeypatch.setattr(wrong, lambda *_: b"<v>3</v>")
    assert "复核" in str(refused(book(ROW)))
    # A neighbour changed unasked: the number's element spills over into the next cell's.
    spilled = b'<v>2</v></c><c r="B1"><v>9</v>'
    monkeypatch.setattr(wrong, lambda *_: spilled)
    assert "复核" in str(refused(book(ROW)))
