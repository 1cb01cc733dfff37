"""The quick reader of plainly spelled parts agrees with the general one or leaves it the part."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlform.errors import FileProblem
from xlform.formats.xlsx import read_xlsx
from xlform.grid.model import Grid
from xlform.ooxml.read import known_markup, strings, worksheet
from xlform.ooxml.read.package import Package
from xlform.ooxml.read.plain import plain_strings
from xlform.ooxml.read.plain_sheet import plain_sheet

ROOT = Path(__file__).parents[2]
BOOKS = sorted([*ROOT.glob("samples/**/*.xlsx"), *ROOT.glob("templates/**/*.xlsx")])
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
ROW = '<row r="1" spans="1:2"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2"/></row>'


def sheet(rows: str, tail: str = "") -> bytes:
    return f"{HEAD}<sheetData>{rows}</sheetData>{tail}</worksheet>".encode()


def generally(monkeypatch: pytest.MonkeyPatch, data: bytes) -> Grid:
    """The grid as the general reader alone gives it."""
    with monkeypatch.context() as patch:
        patch.setattr(worksheet, "plain_sheet", lambda _: None)
        patch.setattr(strings, "plain_strings", lambda _: None)
        return read_xlsx(data, "x.xlsx")


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_both_readers_agree_on_every_sample(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = path.read_bytes()
    assert read_xlsx(data, "x.xlsx") == generally(monkeypatch, data)


def test_the_samples_are_spelled_plainly() -> None:
    with zipfile.ZipFile(ROOT / "samples" / "云田镇.xlsx") as archive:
        sheets = [name for name in archive.namelist() if "worksheets/sheet" in name]
        assert all(plain_sheet(archive.read(name)) for name in sheets)
        assert plain_strings(archive.read("xl/sharedStrings.xml"))


@pytest.mark.parametrize(
    "rows",
    [
        ROW.replace("<v>0</v>", "<v>&amp;</v>"),
        ROW.replace("<v>0</v>", "<v><![CDATA[0]]></v>"),
        ROW + "<!-- c -->",
        ROW + "\n",
        ROW.replace(' s="1"', ' s="1" cm="1"'),
        ROW.replace('t="s"><v>0</v>', 't="inlineStr"><is><t>x</t></is>'),
        ROW.replace('r="A1" ', ""),
        ROW.replace('r="A1"', 'r="a1"'),
        ROW.replace("</row>", ""),
        ROW.replace("<c", "<x:c"),
        ROW.replace("<v>0</v>", "<v>0\r\n</v>"),
        ROW.replace("<v>0</v>", "<v>0]]></v>"),
        ROW.replace("<v>0</v>", "<v>\x01</v>"),
        '<c r="A1"><v>1</v></c>',
        "</row>" + ROW,
        '<row r="1">' + ROW + "</row>",
        ROW.replace('r="1" ', 'r="1" r=1 '),
    ],
)
def test_whatever_is_spelled_otherwise_is_left_to_the_general_reader(rows: str) -> None:
    assert plain_sheet(sheet(ROW)) is not None
    assert plain_sheet(sheet(rows)) is None


@pytest.mark.parametrize(
    "data",
    [
        sheet(ROW).decode().encode("utf-16"),
        sheet(ROW).replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
        sheet(ROW).replace(b"<?xml", b"\xef\xbb\xbf<?xml"),
        sheet(ROW).replace(b"<worksheet", b"<!DOCTYPE x><worksheet"),
        sheet(ROW).replace(b"UTF-8", b"GBK"),
        sheet(ROW) + b"\xff",
        sheet(ROW).replace(b"</sheetData>", b""),
        sheet(ROW, "<sheetData></sheetData>"),
        sheet(ROW, "<mergeCells><mergeCell x='' ref='A1:B1'/></mergeCells>"),
        sheet(ROW, "<mergeCells><mergeCell ref='A1:B1'/></mergeCells>"),
        sheet(ROW, "<cols><col min='1' max='1' hidden='1'/></cols>"),
        sheet(ROW, "<mergeCells>"),
    ],
)
def test_other_parts_are_left_to_the_general_reader(data: bytes) -> None:
    assert plain_sheet(data) is None


plain_signs = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="<>&\ufffe\uffff"),
    max_size=12,
)
cells = st.builds(
    lambda column, style, kind, formula, value: (
        f'<c r="{column}1"{style}{kind}>{formula}{value}</c>'
    ),
    st.sampled_from("ABCD"),
    st.sampled_from(["", ' s="3"']),
    st.sampled_from(["", ' t="str"', ' t="b"', ' t="e"', ' t="n"']),
    st.one_of(
        st.just(""),
        plain_signs.map(lambda text: f"<f>{text}</f>"),
        st.sampled_from(['<f t="shared" ref="A1:B1" si="0">A2</f>', '<f t="shared" si="0"/>']),
    ),
    st.one_of(st.just(""), plain_signs.map(lambda text: f"<v>{text}</v>")),
)


@given(st.lists(cells, max_size=5))
def test_both_readers_agree_on_any_plain_row(found: list[str]) -> None:
    data = sheet(f'<row r="1">{"".join(found)}</row><row r="3" hidden="1"/>')
    assert plain_sheet(data) is not None
    assert _kept(data, quick=True) == _kept(data, quick=False)


rows = st.builds(
    lambda number, hidden, found: (
        f'<row r="{number}"{hidden}>'
        + "".join(f"{begin}{row}{end}" for row, begin, end in found)
        + "</row>"
    ),
    st.integers(1, 3),
    st.sampled_from(["", "", ' hidden="1"']),
    st.lists(
        st.tuples(
            st.sampled_from([1, 2, 3, 3]),
            st.sampled_from(['<c r="A', '<c r="B', '<c r="ZZZ']),
            st.sampled_from(
                ['"/>', '" t="s"><v>0</v></c>', '" s="1"><f>A1</f><v>5</v></c>',
                 '"><f>A1</f></c>', '"><v>5</v></c>']
            ),
        ),
        max_size=4,
    ),
)  # fmt: skip


@given(st.lists(st.lists(rows, max_size=4), min_size=2, max_size=4))
def test_markup_met_before_changes_nothing(sheets: list[list[str]]) -> None:
    """Cells whose address names another row than theirs, hidden rows, cells without a value."""
    parts = [sheet("".join(found)) for found in (*sheets, *sheets)]
    warm = [_kept(data, quick=True) for data in parts]
    for data, kept in zip(parts, warm, strict=True):
        known_markup._known.clear()  # noqa: SLF001  (as in a program that was just started)
        assert _kept(data, quick=True) == kept


def test_markup_is_met_before() -> None:
    data = sheet(ROW + ROW.replace("1", "2"))
    known_markup._begun.clear()  # noqa: SLF001  (as in a program that was just started)
    known_markup._known.clear()  # noqa: SLF001
    other = data.replace(b"<v>0<", b"<v>7<")
    first, second, again = plain_sheet(data), plain_sheet(data), plain_sheet(other)
    assert first
    assert second
    assert again
    assert not first.markup
    assert not second.markup
    assert (again.tokens, again.values, len(again.markup)) == ([], ["7", "7"], 3)
    assert not plain_sheet(data.replace(b'"A2"', b'"A1"')).markup  # type: ignore[union-attr]


def test_a_cell_belongs_to_the_row_it_is_in() -> None:
    """Markup met before names a cell of row 2; here the cell is in row 1."""
    first, second = ('<c r="A1"><v>1</v></c>', '<c r="B2"><v>2</v></c>')
    for _ in range(2):
        plain_sheet(sheet(f'<row r="1">{first}</row>'))
        plain_sheet(sheet(f'<row r="2"><c r="A2"><v>1</v></c>{second}</row>'))
    data = sheet(f'<row r="1">{first}{second}</row>')
    assert _kept(data, quick=True) == _kept(data, quick=False)


def _kept(data: bytes, *, quick: bool) -> object:
    """What a reader hands on of a part, and what it hides."""

    class Parts:
        name = "x.xlsx"

        def __contains__(self, _: str) -> bool:
            return False

        def read(self, _: str) -> bytes:
            return data

        def trimmed(self, _: str) -> None:
            return None

    parts = Parts()
    parts.elements = Package.elements.__get__(parts)  # type: ignore[attr-defined]
    parts.markup = Package.markup.__get__(parts)  # type: ignore[attr-defined]
    parts._parsed = 0  # type: ignore[attr-defined]  # noqa: SLF001
    kept: list[object] = []
    patch = pytest.MonkeyPatch()
    if not quick:
        patch.setattr(worksheet, "plain_sheet", lambda _: None)
    try:
        frame = worksheet.read_worksheet(
            parts,  # type: ignore[arg-type]
            "s.xml",
            lambda row, column, raw: kept.append((row, column, raw)),
        )
    except FileProblem as problem:
        return problem.code
    finally:
        patch.undo()
    return kept, frame.hidden_rows


NEW_MARKUP = [
    ('<row r="5"', '<row r="5" ht="21"', True),
    ('<row r="5"', '<row r="5" hidden="1"', False),
    ('<row r="5"', '<row r="1048577"', False),
    ("</sheetData>", '<row r="9"><c r="A9"><v>3</v></c></row></sheetData>', True),
    ("</sheetData>", '<row r="9"><c r="A9" s="4"/></row></sheetData>', True),
    ("<sheetData>", '<sheetData><row r="1" ht="9"/>', True),
    ('"A5"', '"A6"', False),
    ('"A5"', '"AAAA5"', False),
    ("<v>0</v>", "<f>A1</f><v>0</v>", True),
    ("<v>0</v>", "<f>A1</f>", False),
    ("</row>", "</row></row>", False),
    ("</c>", "</c><!-- -->", False),
]


@pytest.mark.parametrize(("before", "after", "is_remembered"), NEW_MARKUP)
def test_few_new_pieces_are_parsed_alone(before: str, after: str, *, is_remembered: bool) -> None:
    """Nothing is read but what is read of a sheet that is new as a whole."""
    rows = [ROW.replace('r="1"', f'r="{n}"').replace('1" s', f'{n}" s') for n in range(1, 9)]
    plain = sheet("".join(rows))
    for _ in range(2):
        plain_sheet(plain)
    data = plain.replace(before.encode(), after.encode(), 1)
    warm = [_kept(data, quick=True), _kept(data, quick=True)]
    found = plain_sheet(data)
    assert bool(found and found.markup) == is_remembered
    known_markup._known.clear()  # noqa: SLF001  (as in a program that was just started)
    assert warm == [_kept(data, quick=True), _kept(data, quick=False)]
