"""One submission says the same in every format, and a grid holds the same cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import python_calamine
from office import needs_office, saved_as
from same_forms import as_shown, grid_of, of_tables, told

import xlform
from xlform.formats.source import read_file
from xlform.grid.model import Grid

SAMPLES = Path(__file__).parents[2] / "samples"
SAMPLE = SAMPLES / "云田镇.xlsx"
DATA = Path(__file__).parent / "data"
WORKBOOKS = ["xls", "ods", "fods"]
Converted = Mapping[str, list[Path]]


def one(paths: list[Path], stem: str) -> Path:
    return next(path for path in paths if path.stem == stem)


@pytest.mark.parametrize("name", ["云田镇.xls", "云田镇.xlsb"])
def test_workbooks_saved_by_other_programs_say_the_same(name: str) -> None:
    assert xlform.read(DATA / name).source.format == name.rpartition(".")[2]
    assert told(DATA / name) == told(SAMPLE)


@needs_office
@pytest.mark.parametrize("ending", [*WORKBOOKS, "html"])
def test_each_format_says_the_same(converted: Converted, tmp_path: Path, ending: str) -> None:
    path = one(converted[ending], "云田镇")
    dressed_up = tmp_path / "云田镇.xlsx"
    dressed_up.write_bytes(path.read_bytes())
    assert xlform.read(dressed_up).source.format == ending
    assert told(dressed_up) == told(SAMPLE)


@needs_office
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_separated_values_say_the_same(converted: Converted, tmp_path: Path, encoding: str) -> None:
    whole = told(SAMPLE)
    path = tmp_path / "云田镇.xls"
    sheets = [given for given in converted["csv"] if given.stem.startswith("云田镇-")]
    assert len(sheets) == len(whole)
    for number, sheet in enumerate(sheets):
        path.write_bytes(sheet.read_text(encoding="utf-8").encode(encoding))
        assert xlform.read(path).source.format == "csv"
        assert told(path) == [whole[number]]


@needs_office
def test_pages_say_the_same(converted: Converted) -> None:
    pytest.importorskip("pdfplumber", reason="the extra for PDF is not installed")
    assert told(one(converted["pdf"], "云田镇")) == told(SAMPLE)


@needs_office
def test_a_document_of_old_says_the_same(tmp_path: Path) -> None:
    from xlform.writing.word_document import write_document  # noqa: PLC0415  (python-docx is slow)

    submission = xlform.read(SAMPLE)
    document = tmp_path / "云田镇.docx"
    write_document(submission, document)
    made = saved_as("doc", [document], tmp_path)
    if not made:
        pytest.skip("LibreOffice Writer is not installed")
    [old] = made
    renamed = tmp_path / "云田镇.wps"
    old.rename(renamed)
    again = xlform.read(renamed)
    assert again.source.format == "doc"
    assert of_tables(again) == of_tables(xlform.read(document))
    assert [form[4] for form in of_tables(again)] == [form[4] for form in of_tables(submission)]


@needs_office
@pytest.mark.parametrize("ending", WORKBOOKS)
@pytest.mark.parametrize("stem", ["云田镇", "各样"])
def test_every_cell_is_the_same(converted: Converted, ending: str, stem: str) -> None:
    before = grid_of(one(converted["xlsx"], stem))
    after = grid_of(one(converted[ending], stem))
    assert as_shown(after) == as_shown(before)
    assert layout(after) == layout(before)


def layout(grid: Grid) -> list[object]:
    return [
        (sheet.name, sheet.state, sheet.merges, sheet.hidden_rows, sheet.hidden_columns)
        for sheet in grid.sheets
    ]


@needs_office
@pytest.mark.parametrize("ending", WORKBOOKS)
def test_comments_are_noted(converted: Converted, ending: str) -> None:
    assert "comments" in grid_of(one(converted[ending], "各样")).sheets[0].beside_cells


@needs_office
def test_a_web_page_holds_what_is_shown(converted: Converted) -> None:
    before = grid_of(one(converted["xlsx"], "各样")).sheets[1]
    after = next(s for s in grid_of(one(converted["html"], "各样")).sheets if s.name == "附表2")
    texts = [cell.text for cell in after.cells.values()]
    assert texts == [cell.text for cell in before.cells.values()]


@needs_office
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_another_reader_finds_the_same_values(converted: Converted, ending: str) -> None:
    path = one(converted[ending], "云田镇")
    theirs = python_calamine.CalamineWorkbook.from_path(path)
    for sheet in read_file(path)[1].sheets:
        known = theirs.get_sheet_by_name(sheet.name)
        top, left = known.start or (0, 0)
        found = {
            (top + row + 1, left + column + 1): value
            for row, values in enumerate(known.to_python())
            for column, value in enumerate(values)
            if value != ""
        }
        ours = {place: cell.value for place, cell in sheet.cells.items()}
        assert set(ours) == set(found)
        for place, value in found.items():
            if isinstance(value, str):
                assert value.replace("\r\n", "\n") == ours[place]


def test_another_reader_finds_the_same_in_binary_parts() -> None:
    """It passes over cells stored in short."""
    theirs = python_calamine.CalamineWorkbook.from_path(DATA / "云田镇.xlsb")
    grid = grid_of(DATA / "云田镇.xlsb")
    assert [sheet.name for sheet in grid.sheets] == theirs.sheet_names
    seen = 0
    for sheet in grid.sheets:
        rows = theirs.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                if value == "":
                    continue
                seen += 1
                ours = sheet.cells[row, column]
                assert value == (ours.value if isinstance(value, str) else float(ours.text))
    assert seen > 150


@needs_office
@pytest.mark.parametrize("ending", WORKBOOKS)
def test_the_findings_are_the_same(converted: Converted, ending: str) -> None:
    before = xlform.check(SAMPLE)
    after = xlform.check(one(converted[ending], "云田镇"))
    assert [(one.code, one.cell, one.message) for one in after.findings] == [
        (one.code, one.cell, one.message) for one in before.findings
    ]
