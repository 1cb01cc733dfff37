"""A cell whose shared string is not in the file costs itself alone (figures 15)."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from rule_checks import SAMPLE

from xlform.formats.source import read_data
from xlform.submission.read import read


def damaged(index: str) -> bytes:
    """Return the sample with another string number in the first text cell of 附表3-1's E14."""
    made = io.BytesIO()
    with zipfile.ZipFile(SAMPLE) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet3.xml":
                data = re.sub(
                    rb'(<c r="E14"[^>]*t="s"[^>]*>)<v>[0-9]+</v>',
                    rb"\g<1><v>" + index.encode() + b"</v>",
                    data,
                )
            new.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("index", "text"), [("", ""), ("99999", "\ufffd"), ("-1", "\ufffd"), ("x", "\ufffd")]
)
def test_a_bad_string_number_costs_its_cell(tmp_path: Path, index: str, text: str) -> None:
    data = damaged(index)
    _, grid = read_data(data, Path("报表.xlsx"))
    sheet = grid.sheets[2]
    cell = sheet.cells.get((14, 5))
    assert (cell.text if cell else "") == text
    assert ("lostText" in sheet.beside_cells) == bool(text)
    (tmp_path / "报表.xlsx").write_bytes(data)
    submission = read(tmp_path / "报表.xlsx")
    assert len(submission.forms) == 6
    assert any("�" in one.because for one in submission.unread) == bool(text)
