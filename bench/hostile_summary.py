"""A summary over the whole hostile corpus, among good neighbours."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hostile_contents import SAMPLE
from hostile_run import MEMORY_AT_MOST, Run, run


def summarized(files: Path) -> Run:
    """Summarize the corpus and the samples of a district; what is wrong with the run."""
    neighbours = sorted((SAMPLE.parent / "district").glob("*.xlsx"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(files, folder / "报送")
        for path in neighbours:
            shutil.copy(path, folder / "报送" / path.name)
        done = run(["summarize", "报送", "-o", "汇总.xlsx", "--jobs", "2"], folder, "all")
        read = _read_files(folder / "汇总.xlsx")
    text = done.output + done.errors
    done.faults += ["traceback"] * ("Traceback" in text)
    done.faults += ["internal error"] * ("内部出错" in text)
    done.faults += ["exit code"] * (done.code not in {0, 1, 3})
    done.faults += ["memory"] * (done.memory > MEMORY_AT_MOST)
    done.faults += ["neighbour" for path in neighbours if path.name not in read]
    return done


def _read_files(path: Path) -> set[str]:
    """Return the names of the files that the sheet 来源 of a summary lists as read."""
    import openpyxl  # noqa: PLC0415  (not before the runs: it is large)

    if not path.is_file():
        return set()
    book = openpyxl.load_workbook(path, read_only=True)
    names = set()
    for row in book["来源"].iter_rows(values_only=True):
        if "已读取" in row:
            names |= {part for part in str(row[2]).split('"') if part.endswith(".xlsx")}
    return {name.rpartition("/")[2] for name in names}
