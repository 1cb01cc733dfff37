"""Targets of fuzzing: what is read, from which seeds, and what may come of it.

A target takes bytes. It may return, or raise an :class:`~xlform.errors.XlformError`; anything else
is a failure. Formulas are evaluated by our own evaluator alone: no input reaches another program.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from checked import SHEETS, checked_file
from compound_file import compound_file
from fuzz_seeds import (
    EQUATIONS,
    FORMATS,
    FORMULAS,
    ODS_ROWS,
    binary_seed,
    document_seed,
    markup_seeds,
    workbook_seed,
)
from hostile_binary import small_workbook
from hostile_packages import ods
from marking import finding, mark
from richbook import rich_workbook

from xlform.basis import parse_basis
from xlform.checking.baseline import read_earlier
from xlform.checking.check import Checker
from xlform.checking.findings_json import findings_json
from xlform.checking.roster import read_roster
from xlform.checking.settings import load_project
from xlform.errors import XlformError
from xlform.formats.source import read_data
from xlform.formats.xlsx import read_xlsx
from xlform.formula import quorum
from xlform.formula.engines.request import EngineRequest, EngineResult, unanswered
from xlform.formula.parser import parse as parse_formula
from xlform.formula.r1c1 import plain_formula, relative_form
from xlform.formula.recalculation import stale_results
from xlform.formula.references import references
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST
from xlform.grid.model import Grid
from xlform.grid.notation import dump
from xlform.grid.notation import parse as parse_notation
from xlform.grid.number_format import displayed
from xlform.model.submission import Source
from xlform.ooxml.edit.cells import CellContent, edit_workbook
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.submission.json import from_json, to_json
from xlform.submission.read import Submission
from xlform.template.declaration_check import check_form
from xlform.template.equation import parse_condition, parse_equation, parse_match
from xlform.template.store import load_templates, templates_folder
from xlform.values.amount import in_wan, parse_amount
from xlform.values.period import parse_period, period_fault
from xlform.values.target import parse_target
from xlform.values.target_faults import target_fault

ROOT: Final = Path(__file__).resolve().parents[1]
NAME: Final = Path("来件.xls")


class Target(NamedTuple):
    """One reader: ``run`` takes the input, ``seeds`` are what it is made from.

    ``as_text``: the input is text, changed by its tokens and not by its bytes.
    """

    run: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    as_text: bool = True


def _no_engine(request: EngineRequest) -> list[EngineResult]:
    return unanswered(request.targets)


def run(target: str, data: bytes) -> Exception | None:
    """Run a target; return the failure, ``None`` if there is none."""
    quorum.compute_with_engine = _no_engine  # type: ignore[attr-defined]  # imported there
    try:
        TARGETS[target].run(data)
    except XlformError as problem:
        return None if str(problem) else problem
    except Exception as failure:  # noqa: BLE001  (any of them is what is looked for)
        return failure
    return None


# Files


def _file(data: bytes) -> None:
    _, grid = read_data(data, NAME)
    for sheet in grid.sheets:
        for row, column in sheet.cells:
            _hold(1 <= row <= ROWS_AT_MOST and 1 <= column <= COLUMNS_AT_MOST)
        for merge in sheet.merges:
            _hold(1 <= merge.top <= merge.bottom <= ROWS_AT_MOST)
            _hold(1 <= merge.left <= merge.right <= COLUMNS_AT_MOST)


def _hold(fact: bool) -> None:  # noqa: FBT001  (as an assert takes it)
    if not fact:
        raise AssertionError("what was read is not sound")


def _replaced(archive: bytes, part: str, content: bytes) -> bytes:
    """Return an archive with one member replaced, nothing compressed."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return into.getvalue()


def _parts(archive: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return [name for name in opened.namelist() if name.endswith((".xml", ".rels", ".bin"))]


def _part_target(
    archive: Callable[[], bytes],
    *,
    as_text: bool = True,
    use: Callable[[str, bytes], None] | None = None,
) -> Target:
    """Return a target that replaces one part; the first byte of the input chooses which.

    ``use`` takes the part and its content instead of the archive being read.
    """

    def replace(data: bytes) -> None:
        whole = archive()
        names = _parts(whole)
        if not data:
            return
        part = names[data[0] % len(names)]
        if use:
            use(part, data[1:])
        else:
            _file(_replaced(whole, part, data[1:]))

    def seeds() -> Iterator[bytes]:
        whole = archive()
        with zipfile.ZipFile(io.BytesIO(whole)) as opened:
            for number, name in enumerate(_parts(whole)):
                part = opened.read(name)
                if len(part) < 1 << 16:
                    yield bytes([number]) + part

    return Target(replace, lambda: list(seeds()), as_text)


@lru_cache
def _rich() -> bytes:
    """Return a workbook with a chart, a picture, a table, rules, links, comments, a name."""
    return rich_workbook()


def _stream(data: bytes) -> None:
    _file(compound_file({"Workbook": data}))


@lru_cache
def _small_zips() -> tuple[bytes, ...]:
    return workbook_seed(), document_seed(), ods(ODS_ROWS)


def _part_edited(part: str, content: bytes) -> None:
    """Change cells of a workbook, and mark others, where it can be read."""
    data = _replaced(_rich(), part, content)
    grid = read_xlsx(data, "a.xlsx")
    names = [sheet.name for sheet in grid.sheets]
    five = {(1, 1): CellContent("number", "5"), (30, 3): CellContent("text", "甲")}
    for name in names:
        try:
            edited = edit_workbook(data, "a.xlsx", {name: five}, {})
            _hold(edit_workbook(edited, "a.xlsx", {name: five}, {}) == edited)
        except XlformError as problem:
            str(problem)
    with contextlib.suppress(XlformError):
        mark(data, *(finding(name, cell) for name in names for cell in ("A1", "B2", "C40")))


# Texts


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _notation(data: bytes) -> None:
    grid = parse_notation(_text(data))
    again = parse_notation(dump(grid))
    _hold(dump(again) == dump(grid))


def _form(data: bytes) -> None:
    """Read and check a form; its JSON is read back the same."""
    grid = parse_notation(_text(data))
    known = load_templates(templates_folder())
    found = read_grid(grid, Source("a.xlsx", "xlsx", "0" * 64), known)
    submission = Submission(found.source, found.unit, found.year, found.forms, found.unread)
    written = to_json(submission)
    _hold(to_json(from_json(written, known, "a.json")) == written)
    _checker().findings(submission, grid)


@lru_cache
def _checker() -> Checker:
    return Checker()


def _target(data: bytes) -> None:
    text = _text(data)
    read = parse_target(text, 2023)
    _hold(all(one is None or one.is_finite() for one in (read.value, read.low, read.high)))
    target_fault(text)


def _amount(data: bytes) -> None:
    read = parse_amount(_text(data))
    if read:
        _hold(in_wan(read, "万元").is_finite() and in_wan(read, "元").is_finite())


def _period(data: bytes) -> None:
    read = parse_period(_text(data))
    period_fault(read)
    _hold(not (read.start and read.end) or read.start <= read.end or bool(period_fault(read)))


def _basis(data: bytes) -> None:
    parse_basis(_text(data), 2023)


def _formula(data: bytes) -> None:
    """Parse a formula, move it, and compute it in a small grid."""
    text = _text(data)
    parse_formula(text)
    plain_formula(text, 3, 3)
    relative_form(text, 3, 3)
    references(text, "表")
    written = text.replace("\\", "").replace("|", "").replace("\n", "").replace("→", "")
    grid: Grid = parse_notation(f"@sheet 表\n| 1 | 2 | 甲 |\n| 3 |  | ={written} → 1 |\n")
    stale_results(grid)


def _number_format(data: bytes) -> None:
    for value in (Decimal("-1234.5678"), Decimal(0), Decimal("0.005"), "文字"):
        displayed(_text(data), value)


def _equation(data: bytes) -> None:
    text = _text(data)
    for parser in (parse_equation, parse_condition, parse_match):
        try:
            parser(text)
        except XlformError as fault:
            str(fault)


def _declaration(data: bytes) -> None:
    with _written("form.toml", data) as path:
        check_form(path, "own/form", {})


def _settings(data: bytes) -> None:
    with _written("xlform.toml", data) as path:
        load_project(path)


def _roster(data: bytes) -> None:
    with _written("名单.csv", data) as path:
        read_roster(path, _checker().context)


def _earlier(data: bytes) -> None:
    with _written("上次.json", data) as path:
        read_earlier(path)


def _json(data: bytes) -> None:
    to_json(from_json(data, load_templates(templates_folder()), "a.json"))


def _json_seeds() -> Sequence[bytes]:
    """Return a submission of one form as JSON."""
    known = load_templates(templates_folder())
    source = Source("a.xlsx", "xlsx", "0" * 64)
    found = read_grid(parse_notation(SHEETS), source, known)
    submission = Submission(found.source, found.unit, found.year, found.forms, found.unread)
    return [to_json(submission).encode()]


def _earlier_seeds() -> Sequence[bytes]:
    file = checked_file()
    return [findings_json(file.submission, file.checked).encode()]


def _settings_seeds() -> Sequence[bytes]:
    page = (ROOT / "docs" / "checking.md").read_text("utf-8")
    return [part.split("```")[0].encode() for part in page.split("```toml\n")[1:]]


@contextlib.contextmanager
def _written(name: str, data: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        yield path


def _lines(*texts: str) -> Callable[[], Sequence[bytes]]:
    return lambda: [text.encode() for text in texts]


def _table(folder: str, *names: str) -> Callable[[], Sequence[bytes]]:
    """Return the first fields of the tables of cases that the suite has."""

    def seeds() -> Sequence[bytes]:
        lines = [
            line
            for name in names
            for line in (ROOT / "tests" / folder / name).read_text("utf-8").splitlines()
        ]
        return [line.split("\t")[0].encode() for line in lines if line and line[0] != "#"]

    return seeds


def _form_seeds() -> Sequence[bytes]:
    examples = (text for rule in all_rules() for text in (rule.bad_example, rule.good_example))
    short = sorted({text for text in examples if len(text) < 3_000})
    return [SHEETS.encode(), *(text.encode() for text in short)]


def _declarations() -> Sequence[bytes]:
    return [path.read_bytes() for path in sorted(ROOT.glob("templates/*/*/form.toml"))]


TARGETS: Final[dict[str, Target]] = {
    "zip": Target(_file, _small_zips, as_text=False),
    "xlsx": _part_target(workbook_seed),
    "rich": _part_target(_rich),
    "edit": _part_target(_rich, use=_part_edited),
    "docx": _part_target(document_seed),
    "ods": _part_target(lambda: ods(ODS_ROWS)),
    "xlsb": _part_target(binary_seed, as_text=False),
    "biff": Target(_stream, lambda: [small_workbook()], as_text=False),
    "compound": Target(
        _file, lambda: [compound_file({"Workbook": small_workbook()})], as_text=False),
    "markup": Target(_file, markup_seeds),
    "csv": Target(_file, _lines("a,b\n1,2\n", '"甲","乙\n丙"\n1;2\n', "甲\t乙\n≥90%\t1,056.40\n")),
    "notation": Target(_notation, _form_seeds),
    "form": Target(_form, _form_seeds),
    "target": Target(_target, _lines(
        "≥90%", "2023年12月底前", "全年不少于3次", "±3%以内", "10-20个", "≤5天", "一千二百元/人",
        "100%（新增）", "优良中低差", "30分钟内响应", "2023.07-2024.01", "＝1,200万元", "台（套）",
    )),
    "amount": Target(_amount, _lines(
        "95.00", "1,056.40万元", "（12.5）", "壹仟贰佰元整", "-3", "1.2亿元", "3千元", "10 %",
    )),
    "period": Target(_period, _lines(
        "2023.01.01-2023.12.31", "2023年1月至12月", "一年", "2023年度", "长期",
        "2023/1/1—2024/2/29",
    )),
    "basis": Target(_basis, _table("basis", "statements.tsv", "silent.tsv", "twins.tsv")),
    "formula": Target(_formula, _lines(*FORMULAS)),
    "number-format": Target(_number_format, _lines(*FORMATS)),
    "equation": Target(_equation, _lines(*EQUATIONS)),
    "declaration": Target(_declaration, _declarations),
    "settings": Target(_settings, _settings_seeds),
    "roster": Target(_roster, _lines(
        "单位名称,简称,应报表格\n甲镇人民政府,甲镇,附表1、附表2\n", "name\n乙局\n",
        "单位名称;编码\n丙;003\n",
    )),
    "earlier": Target(_earlier, _earlier_seeds),
    "json": Target(_json, _json_seeds),
}  # fmt: skip
