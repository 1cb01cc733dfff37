"""The loop a user would write: every sheet of every file read, filled down, put together, written.

``python bench/summary_loop.py openpyxl|calamine|xlsxwriter|bare COUNT FOLDER OUT``. It checks
nothing and knows no form. ``xlsxwriter`` reads with openpyxl and writes with XlsxWriter, ``bare``
reads with python-calamine alone and writes nothing. Started as a process of its own so that its
imports count, as ours do.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal, cast

Engine = Literal["openpyxl", "calamine"]
Writer = Literal["openpyxl", "xlsxwriter"]


def with_pandas(paths: list[Path], out: Path, engine: Engine, writer: Writer) -> None:
    """Read with pandas through ``engine``, fill down, put together, write through ``writer``."""
    import pandas as pd  # noqa: PLC0415  (not for the bare reading)

    frames = []
    for path in paths:
        for name, frame in pd.read_excel(path, sheet_name=None, header=None, engine=engine).items():
            filled = frame.ffill()
            filled.insert(0, "sheet", name)
            filled.insert(0, "file", path.name)
            frames.append(filled)
    pd.concat(frames).to_excel(out, index=False, engine=writer)


def bare(paths: list[Path]) -> None:
    """Read every sheet with python-calamine and forget it."""
    import python_calamine  # noqa: PLC0415  (not for the others)

    for path in paths:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def main() -> None:
    how, count, folder, out = sys.argv[1:]
    paths = sorted(Path(folder).glob("*.xlsx"))[: int(count)]
    if how == "bare":
        bare(paths)
    elif how == "xlsxwriter":
        with_pandas(paths, Path(out), "openpyxl", "xlsxwriter")
    else:
        # The writer pandas takes where XlsxWriter is not there, as for one who installed openpyxl.
        with_pandas(paths, Path(out), cast("Engine", how), "openpyxl")


if __name__ == "__main__":
    main()
