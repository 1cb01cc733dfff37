"""Other programs open what is written: the same cells, merges and totals, on the pages meant."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import openpyxl
import pytest
from mending import cells_of
from office import NO_OFFICE, OFFICE, convert, recomputed
from python_calamine import CalamineWorkbook

import xlform
from xlform.formats.xlsx import read_xlsx
from xlform.model.submission import Form, Period, Target, Value
from xlform.template.store import load_templates, templates_folder
from xlform.writing.form_values import form_values
from xlform.writing.workbook_draft import WorkbookDraft, draft_workbook

ROOT = Path(__file__).parents[2]
TEMPLATES = load_templates(templates_folder())
KNOWN = {template.name: template for template in TEMPLATES}
SAMPLE = xlform.read(ROOT / "samples" / "云田镇.xlsx")
PROJECT = xlform.read(ROOT / "samples" / "项目支出绩效目标申报表.xlsx")
LONG = "依托专业队伍开展社区二级道路日常清扫保洁，健全常态管护、精细作业的工作机制；"
# A worksheet's children in the order of its schema (ECMA-376 part 1, A.2, CT_Worksheet).
ORDER = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection",
    "autoFilter", "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
]  # fmt: skip
STYLES = ["numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
          "tableStyles", "colors"]  # fmt: skip


def many_rows(form: Form) -> Form:
    """A fund's form with forty rows of each sort, and texts too long for a row."""
    indicators, expenses = form.tables["indicators"], form.tables["expenses"]
    named = [row for row in indicators if row["level3"]]
    more = [{**row, "level3": f"{row['level3']}{n}"} for row in named for n in range(4)]
    spent = [
        {**expenses[n % 5], "category": f"类别{n // 7}", "basis": LONG * (1 + n % 3)}
        for n in range(40)
    ]
    spent[5] = {**spent[5], "basis": LONG * 60}
    fields = {**form.fields, "period_goal": LONG * 70}
    return msgspec.structs.replace(
        form, fields=fields, tables={"indicators": tuple(more), "expenses": tuple(spent)}
    )


def long_texts(form: Form) -> Form:
    """A form in which each value takes some lines."""
    fields = {**form.fields, "period_goal": LONG * 9, "annual_goal": f"一是{LONG}\n二是{LONG}"}
    tables = {
        name: tuple(
            {key: f"{value}，{LONG}" if key in ("level3", "basis") and value else value
             for key, value in row.items()}
            for row in rows
        )
        for name, rows in form.tables.items()
    }  # fmt: skip
    return msgspec.structs.replace(form, fields=fields, tables=tables)


CROWDED = msgspec.structs.replace(
    SAMPLE, forms=(*SAMPLE.forms[:2], many_rows(SAMPLE.forms[2]), *SAMPLE.forms[3:])
)
LONG_TEXTS = msgspec.structs.replace(SAMPLE, forms=(long_texts(SAMPLE.forms[3]),))
BOOKS: dict[str, WorkbookDraft] = {
    "sample": draft_workbook(SAMPLE, TEMPLATES),
    "project": draft_workbook(PROJECT, TEMPLATES),
    "crowded": draft_workbook(CROWDED, TEMPLATES),
    "long": draft_workbook(LONG_TEXTS, TEMPLATES),
}


def low_rows(data: bytes) -> bytes:
    """A book whose rows with much text are as low as the others."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if "/worksheets/" in part:
                content = re.sub(rb' ht="[0-9.]+"', b' ht="16"', content)
            new.writestr(part, content)
    return packed.getvalue()


@pytest.mark.parametrize("name", BOOKS)
def test_openpyxl_sees_each_cell_and_merge_as_we_do(name: str) -> None:
    data = BOOKS[name].data
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in read_xlsx(data, name).sheets:
        theirs = {
            (cell.row, cell.column): cell.value
            for row in values[sheet.name].iter_rows()
            for cell in row
            if cell.value is not None
        }
        assert theirs.keys() == sheet.cells.keys()
        for position, cell in sheet.cells.items():
            value = theirs[position]
            if isinstance(cell.value, Decimal):
                assert Decimal(str(value)) == cell.value
            else:
                assert value == cell.value
            if cell.formula:
                assert formulas[sheet.name].cell(*position).value == f"={cell.formula}"
        merges = {str(merge) for merge in values[sheet.name].merged_cells.ranges}
        assert merges == {str(merge) for merge in sheet.merges}


@pytest.mark.parametrize("name", BOOKS)
def test_calamine_sees_each_cell_as_we_do(name: str) -> None:
    data = BOOKS[name].data
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in read_xlsx(data, name).sheets:
        rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        theirs = {
            (row, column): value
            for row, cells in enumerate(rows, 1)
            for column, value in enumerate(cells, 1)
            if value != ""
        }
        assert theirs.keys() == sheet.cells.keys()
        for position, cell in sheet.cells.items():
            ours = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
            assert theirs[position] == ours


@pytest.mark.parametrize("name", BOOKS)
def test_parts_are_well_formed_and_in_the_order_of_the_schema(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(BOOKS[name].data)) as archive:
        assert archive.testzip() is None
        roots = {part: ET.fromstring(archive.read(part)) for part in archive.namelist()}  # noqa: S314
        types = archive.read("[Content_Types].xml").decode()
    for part, root in roots.items():
        order = ORDER if "/worksheets/" in part else STYLES if part.endswith("styles.xml") else []
        found = [child.tag.rpartition("}")[2] for child in root]
        if order:
            assert found == sorted(found, key=order.index)
        for child in root.iter():
            count = child.get("count")
            if count is not None and not part.endswith("sharedStrings.xml"):
                assert int(count) == len(child)
        if not part.endswith(".rels") and part != "[Content_Types].xml":
            assert f'PartName="/{part}"' in types


def styles_used(archive: zipfile.ZipFile, part: str) -> set[int]:
    return {int(number) for number in re.findall(r' s="([0-9]+)"', archive.read(part).decode())}


@pytest.mark.parametrize("name", BOOKS)
def test_every_style_and_string_a_cell_names_is_there(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(BOOKS[name].data)) as archive:
        styles = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314
        counts = {child.tag.rpartition("}")[2]: len(child) for child in styles}
        strings = len(ET.fromstring(archive.read("xl/sharedStrings.xml")))  # noqa: S314
        for part in archive.namelist():
            if "/worksheets/" in part:
                assert max(styles_used(archive, part)) < counts["cellXfs"]
                text = archive.read(part).decode()
                used = {int(n) for n in re.findall(r't="s"><v>([0-9]+)</v>', text)}
                assert max(used) < strings
        for xf in styles.iter():
            for key, section in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
                assert int(xf.get(key, "0")) < counts[section]


@pytest.mark.parametrize("name", BOOKS)
def test_no_total_stands_at_a_nought_nobody_filed(name: str) -> None:
    for sheet in read_xlsx(BOOKS[name].data, name, compute=False).sheets:
        for cell in sheet.cells.values():
            if cell.formula:
                assert isinstance(cell.value, Decimal)
                assert cell.value != 0


def test_an_empty_total_stays_empty_and_a_wrong_one_is_kept_as_filed() -> None:
    form = SAMPLE.forms[2]
    blank = msgspec.structs.replace(form, fields={**form.fields, "expense_total": None})
    wrong = msgspec.structs.replace(form, fields={**form.fields, "expense_total": Decimal(0)})
    books = [
        draft_workbook(msgspec.structs.replace(SAMPLE, forms=(one,)), TEMPLATES)
        for one in (blank, wrong)
    ]
    cells = [read_xlsx(book.data, "x").sheets[0].cells.get((27, 4)) for book in books]
    assert cells[0] is None
    assert cells[1] is not None
    assert (cells[1].formula, cells[1].value) == ("", Decimal(0))
    assert [(one.cell, one.filed, one.computed) for one in books[1].formula_mismatches] == [
        ("D27", Decimal(0), Decimal(95))
    ]
    assert books[0].formula_mismatches == ()


def test_amounts_of_one_worth_refer_to_each_other_as_in_the_official_sample() -> None:
    sheets = {s.name: s.cells for s in read_xlsx(BOOKS["sample"].data, "x").sheets}
    assert sheets["附表1"][8, 5].formula == "'附表2'!C5"
    assert sheets["附表2"][5, 3].formula == "SUM(C6:C9)"
    assert sheets["附表3 社区经费"][5, 6].formula == "'附表2'!C7"
    assert sheets["附表3 社区经费"][5, 2].formula == ""


# LibreOffice


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each book as LibreOffice prints it, and as it saves it computed afresh."""
    if not OFFICE:
        pytest.skip(NO_OFFICE)
    folder = tmp_path_factory.mktemp("printed")
    paths = [folder / f"{name}.xlsx" for name in BOOKS]
    for path in paths:
        path.write_bytes(BOOKS[path.stem].data)
    low = folder / "low.xlsx"
    low.write_bytes(low_rows(BOOKS["long"].data))
    recomputed(paths, folder / "saved")
    convert("pdf", [*paths, low], folder)
    return folder


@pytest.mark.parametrize("name", BOOKS)
def test_libreoffice_computes_the_same_totals(name: str, printed: Path) -> None:
    ours = cells_of(printed / f"{name}.xlsx")
    theirs = cells_of(printed / "saved" / f"{name}.xlsx")
    formulas = {place: cell.value for place, cell in ours.items() if cell.formula}
    assert formulas
    assert {place: theirs[place].value for place in formulas} == formulas


def run(*command: str) -> bytes:
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def pages(pdf: Path) -> list[str]:
    """The text of each page, blanks taken out; a glyph in another shape counts as its own."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on PATH")
    text = run("pdftotext", "-raw", str(pdf), "-").decode()
    return ["".join(page.split()) for page in text.split("\f")[:-1]]


@pytest.mark.parametrize(("name", "count"), [("sample", 6), ("project", 1)])
def test_each_form_is_printed_on_a_page_of_its_own(name: str, count: int, printed: Path) -> None:
    found = pages(printed / f"{name}.pdf")
    assert len(found) == count
    for page, form in zip(found, BOOKS[name].forms, strict=True):
        assert "".join(form.title.split()) in page


def test_a_form_of_many_pages_has_its_title_on_each(printed: Path) -> None:
    found = pages(printed / "crowded.pdf")
    title = BOOKS["crowded"].forms[2].title
    titled = [page for page in found if title in page]
    assert len(titled) == len(found) - 2
    assert len(titled) > 8


def words(value: Value) -> str:
    if isinstance(value, Target | Period):
        return value.text
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize("name", BOOKS)
def test_every_word_of_a_form_is_on_paper(name: str, printed: Path) -> None:
    paper = "".join(pages(printed / f"{name}.pdf")).replace("˃", ">")
    for form in BOOKS[name].forms:
        for at in form_values(form, KNOWN[form.template]):
            wanted = "".join(words(at.value).split()).replace("˃", ">")
            # A long text is broken by the end of a page and what is printed there.
            pieces = [wanted[n : n + 12] for n in range(0, len(wanted), 12)]
            missing = [piece for piece in pieces if piece not in paper]
            assert len(missing) <= len(pieces) // 8, (at.path, missing[:3])


@pytest.mark.parametrize("name", ["sample", "project", "long"])
def test_no_line_of_a_text_is_cut_off(name: str, printed: Path) -> None:
    """Where a row is too low, lines are in the file but not on paper, or over those beside them."""
    assert {word for word in cut_off(printed / f"{name}.pdf") if len(word) > 3} == set()


def test_low_rows_do_cut_lines_off(printed: Path) -> None:
    """The test above sees what it should see."""
    assert len(cut_off(printed / "low.pdf")) > 12


Box = tuple[float, float, float, float]


def cut_off(pdf: Path) -> set[str]:
    """The words of which the upper or the lower half is not seen, or that lie over another.

    What goes on over pages is printed on each of them, and need be seen on one only.
    """
    seen: set[str] = set()
    cut: set[str] = set()
    for found, ink in printed_words(pdf):
        assert found
        for number, (word, box) in enumerate(found):
            whole = ink.in_half(box, 0) and ink.in_half(box, 1)
            clear = whole and not any(overlap(box, other) for _, other in found[:number])
            (seen if clear else cut).add(word)
    return cut - seen


def overlap(one: Box, two: Box) -> bool:
    """Whether two boxes share more than a fifth of the lower one's height."""
    across = min(one[2], two[2]) - max(one[0], two[0])
    down = min(one[3], two[3]) - max(one[1], two[1])
    return across > 1 and down > 0.2 * min(one[3] - one[1], two[3] - two[1])


class Ink:
    """A page in grey: which of its dots are dark. Boxes are in points from its upper left."""

    def __init__(self, picture: Path) -> None:
        _, size, _, self._dots = picture.read_bytes().split(b"\n", 3)
        self._width = int(size.split()[0])

    def in_half(self, box: Box, half: int) -> bool:
        """Whether the upper (0) or the lower half (1) of a box has more ink than a dot or two."""
        left, top, right, bottom = (edge * DOTS / 72 for edge in box)
        high = (bottom - top) / 2
        rows = range(round(top + half * high), round(top + (half + 1) * high))
        dark = 0
        for row in rows:
            line = self._dots[row * self._width + round(left) : row * self._width + round(right)]
            dark += sum(dot < 140 for dot in line)
        return dark > 4


DOTS = 120
WORD = re.compile(
    r'<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">([^<]*)</word>'
)


def printed_words(pdf: Path) -> list[tuple[list[tuple[str, Box]], Ink]]:
    """For each page its words with their boxes, and what is really seen of it."""
    if not all(map(shutil.which, ("pdftotext", "pdftoppm"))):
        pytest.skip("poppler is not on PATH")
    text = run("pdftotext", "-bbox", str(pdf), "-").decode()
    pictures = pdf.with_suffix("")
    run("pdftoppm", "-gray", "-r", str(DOTS), str(pdf), str(pictures))
    found = []
    shown = sorted(pdf.parent.glob(f"{pdf.stem}-*.pgm"))
    for page, picture in zip(text.split("<page ")[1:], shown, strict=True):
        boxes = [(word, _box(*edges)) for *edges, word in WORD.findall(page)]
        found.append((boxes, Ink(picture)))
    return found


def _box(left: str, top: str, right: str, bottom: str) -> Box:
    return float(left), float(top), float(right), float(bottom)
