"""Every kind of broken formula, saved by three programs: mended, and nothing else touched."""

from __future__ import annotations

import sys
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from mending import Cells, agree, cells_of, saved_by_openpyxl, stored
from office import NO_OFFICE, OFFICE, recomputed
from richbook import members

import xlform
from xlform.checking.check import Checker
from xlform.fixing.fix import Fixed, Fixer
from xlform.grid.model import CellError, CellValue

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples" / "broken"
sys.path.insert(0, str(ROOT / "samples" / "build"))
from broken import KINDS, Kind  # noqa: E402  (the samples' own list, found only now)

WRITERS = ("XlsxWriter", "openpyxl", "LibreOffice")
EACH = [
    pytest.param(
        kind,
        writer,
        id=f"{kind.name}-{writer}",
        marks=pytest.mark.skipif(writer == "LibreOffice" and not OFFICE, reason=NO_OFFICE),
    )
    for kind in KINDS
    for writer in WRITERS
]
# What these programs mend themselves by computing, or by dropping what they had, when they save.
MENDED_BY_SAVING = {("结果过时", "openpyxl"), ("结果过时", "LibreOffice")}


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Each sample as each program saves it."""
    folder = tmp_path_factory.mktemp("saved")
    paths = [SAMPLES / f"{kind.name}.xlsx" for kind in KINDS]
    found = {(path.stem, "XlsxWriter"): path for path in paths}
    found |= {(p.stem, "openpyxl"): saved_by_openpyxl(p, folder / "openpyxl") for p in paths}
    if OFFICE:
        found |= {(p.stem, "LibreOffice"): p for p in recomputed(paths, folder / "lo")}
    return found


@pytest.fixture(scope="session")
def mended(
    saved: dict[tuple[str, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    """Each of these mended and written, the unsafe ones as asked."""
    folder = tmp_path_factory.mktemp("mended")
    safety = {kind.name: kind.safety for kind in KINDS}
    fixers = {unsafe: Fixer(unsafe=unsafe) for unsafe in (False, True)}
    written = {}
    for (name, writer), path in saved.items():
        fixed = fixers[safety[name] == "unsafe"].fix(path)
        written[name, writer] = folder / f"{name}-{writer}.xlsx"
        fixed.write(written[name, writer])
    return written


@pytest.fixture(scope="session")
def computed(
    mended: dict[tuple[str, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Cells]:
    """The cells of each mended workbook as LibreOffice computes them."""
    folder = tmp_path_factory.mktemp("computed")
    results = recomputed(list(mended.values()), folder)
    return {key: cells_of(path) for key, path in zip(mended, results, strict=True)}


@cache
def fixed_of(kind: Kind, path: Path) -> Fixed:
    return xlform.fix(path, unsafe=kind.safety == "unsafe")


@pytest.mark.parametrize(("kind", "writer"), EACH)
def test_it_is_mended(kind: Kind, writer: str, saved: dict[tuple[str, str], Path]) -> None:
    fixed = fixed_of(kind, saved[kind.name, writer])
    assert fixed.left == ()
    assert fixed.unknown == ()
    # A cell formatted as text prints a number without decimals, which the rule on formats minds.
    assert not fixed.emerged or kind.name == "公式成了文字"
    if kind.safety == "none" or (kind.name, writer) in MENDED_BY_SAVING:
        assert fixed.changes == ()
        assert fixed.data == fixed.source
        return
    told = {(one.sheet, one.cell) for one in fixed.changes}
    told |= {(one.sheet, one.cell) for one in fixed.results}
    assert (kind.sheet, kind.cell) in told


@pytest.mark.parametrize(("kind", "writer"), EACH)
def test_only_the_named_cells_differ(
    kind: Kind, writer: str, saved: dict[tuple[str, str], Path], mended: dict[tuple[str, str], Path]
) -> None:
    fixed = fixed_of(kind, saved[kind.name, writer])
    edited = {(one.sheet, one.cell) for one in fixed.changes}
    before, after = cells_of(saved[kind.name, writer]), cells_of(mended[kind.name, writer])
    assert set(before) == set(after)
    for place in set(before) - edited:
        assert after[place].formula == before[place].formula
        if not before[place].formula:
            assert after[place] == before[place]
    assert mended[kind.name, writer].read_bytes() == fixed.marked_data()
    old, new = members(fixed.source), members(fixed.data)
    assert list(old) == list(new)
    different = {name for name in old if old[name] != new[name]}
    sheets = {sheet for sheet, _ in edited} | {one.sheet for one in fixed.results}
    assert len(different) == len(sheets)
    assert all(name.startswith("xl/worksheets/sheet") for name in different)
    if kind.cell:
        assert after[kind.sheet, kind.cell].value == Decimal(kind.shows)


@pytest.mark.parametrize(("kind", "writer"), EACH)
def test_mending_twice_is_mending_once(
    kind: Kind, writer: str, mended: dict[tuple[str, str], Path]
) -> None:
    again = fixed_of(kind, mended[kind.name, writer])
    assert again.changes == ()
    assert again.data == mended[kind.name, writer].read_bytes()


@pytest.mark.skipif(not OFFICE, reason=NO_OFFICE)
@pytest.mark.parametrize(("kind", "writer"), EACH)
def test_libreoffice_computes_what_is_stored(
    kind: Kind,
    writer: str,
    mended: dict[tuple[str, str], Path],
    computed: dict[tuple[str, str], Cells],
) -> None:
    ours = stored(mended[kind.name, writer])
    theirs = computed[kind.name, writer]
    assert len(ours) >= 9
    for place, result in ours.items():
        if result is None:
            # openpyxl keeps no results; what was mended, and what depends on it, has one.
            assert writer == "openpyxl"
            mended_here = (kind.name, writer) not in MENDED_BY_SAVING
            assert not mended_here or place != (kind.sheet, kind.cell)
            continue
        assert agree(_value(result), theirs[place].value), place


@pytest.mark.skipif(not OFFICE, reason=NO_OFFICE)
def test_libreoffice_does_compute(saved: dict[tuple[str, str], Path]) -> None:
    """The judge believes no stored result, or it would agree with anything."""
    stale = saved["结果过时", "XlsxWriter"], saved["结果过时", "LibreOffice"]
    before, after = (stored(path)["附表3-1", "D25"] for path in stale)
    assert (before, after) == (24, 30)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.safety == "unsafe"])
def test_an_amount_is_changed_only_when_asked(kind: Kind) -> None:
    fixed = xlform.fix(SAMPLES / f"{kind.name}.xlsx")
    assert fixed.changes == ()
    assert fixed.data == fixed.source
    assert {one.because for one in fixed.declined} == {"unsafe"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_check_that_remembers_finds_what_a_fresh_one_finds(kind: Kind) -> None:
    checker = Checker()
    path = SAMPLES / f"{kind.name}.xlsx"
    fixed = fixed_of(kind, path)
    before = checker.check_workbook(fixed.source, path)
    remembered = checker.check_workbook(fixed.data, path, before)
    fresh = checker.check_workbook(fixed.data, path)
    assert remembered.findings == fresh.findings
    assert remembered.not_asked == fresh.not_asked


def _value(result: object) -> CellValue:
    if isinstance(result, str):
        return CellError(result) if result.startswith("#") else result
    if isinstance(result, bool):
        return result
    return Decimal(str(result))
