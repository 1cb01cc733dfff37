"""A summary over the whole hostile corpus, among good neighbours."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from hostile_contents import SAMPLE
from hostile_run import MEMORY_AT_MOST, Run, run

from xlform.formula.parser import parse
from xlform.formula.tree import Call, External, Malformed, Name, Table, walk

_FUNCTIONS: Final = {
    "AND", "COUNT", "COUNTIF", "COUNTIFS", "EXACT", "HYPERLINK", "IF", "IFERROR", "ISNUMBER",
    "ROUND", "SUBTOTAL", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT",
}  # fmt: skip
_FOREIGN: Final = (External, Malformed, Name, Table)


def summarized(files: Path) -> Run:
    """Summarize the corpus and the samples of a district; what is wrong with the run."""
    neighbours = sorted((SAMPLE.parent / "district").glob("*.xlsx"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(files, folder / "报送")
        for path in neighbours:
            shutil.copy(path, folder / "报送" / path.name)
        done = run(["summarize", "报送", "-o", "汇总.xlsx", "--jobs", "2"], folder, "all")
        read, foreign = _contents(folder / "汇总.xlsx")
    text = done.output + done.errors
    done.faults += ["traceback"] * ("Traceback" in text)
    done.faults += ["internal error"] * ("内部出错" in text)
    done.faults += ["exit code"] * (done.code not in {0, 1, 3})
    done.faults += ["memory"] * (done.memory > MEMORY_AT_MOST)
    done.faults += ["neighbour" for path in neighbours if path.name not in read]
    done.faults += ["foreign formula" for _ in foreign]
    return done


def _contents(path: Path) -> tuple[set[str], list[str]]:
    """Return the files that a summary lists as read, and its formulas that are none of ours."""
    import openpyxl  # noqa: PLC0415  (not before the runs: it is large)

    if not path.is_file():
        return set(), []
    book = openpyxl.load_workbook(path, read_only=True)
    names, foreign = set(), []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            formulas = [str(cell.value) for cell in row if cell.data_type == "f"]
            foreign += [formula for formula in formulas if not _is_ours(formula)]
            if sheet.title == "来源" and "已读取" in [cell.value for cell in row]:
                names |= {part for part in formulas[0].split('"') if part.endswith(".xlsx")}
    return {name.rpartition("/")[2] for name in names}, foreign


def _is_ours(formula: str) -> bool:
    """Return whether a formula consists of functions of a summary and cells of its sheets."""
    nodes = list(walk(parse(formula.removeprefix("="))))
    calls = {node.name for node in nodes if isinstance(node, Call)}
    return calls <= _FUNCTIONS and not any(isinstance(node, _FOREIGN) for node in nodes)
