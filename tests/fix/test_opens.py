"""A package is opened once and handed on; what is written is opened anew, to be verified."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest

import xlform
from xlform.blanks.blank_workbook import BlankRequest, blank_workbook
from xlform.blanks.input_fields import blank_form
from xlform.report.checked_file import CheckedFile
from xlform.report.marked import write_marked
from xlform.template.store import load_templates, templates_folder
from xlform.writing.blank_layout import blank_layout

SAMPLES = Path(__file__).parents[2] / "samples"
BROKEN = SAMPLES / "broken" / "合计漏了末行.xlsx"


@pytest.fixture
def opens(monkeypatch: pytest.MonkeyPatch) -> Counter[bytes]:
    """How often each archive's bytes are opened by :mod:`zipfile` for reading."""
    counted: Counter[bytes] = Counter()

    class Counted(zipfile.ZipFile):
        def __init__(self, file: io.BytesIO, mode: str = "r", *rest: object) -> None:
            if mode == "r":
                counted[file.getvalue()] += 1
            super().__init__(file, mode, *rest)  # type: ignore[call-overload]  # passed on as it came

    monkeypatch.setattr(zipfile, "ZipFile", Counted)
    return counted


def test_fix_opens_a_file_once_and_its_result_twice(opens: Counter[bytes]) -> None:
    xlform.check(BROKEN)  # the templates' own blanks are opened once for each process
    opens.clear()
    fixed = xlform.fix(BROKEN)
    assert fixed.changes
    assert opens.pop(BROKEN.read_bytes()) == 1
    # Once to be verified and read, once by a reader independent of ours.
    assert opens.pop(fixed.data) == 2
    assert not opens


def test_a_marked_copy_opens_a_file_once(opens: Counter[bytes], tmp_path: Path) -> None:
    report = xlform.check(BROKEN)
    opens.clear()
    source, target = BROKEN.read_bytes(), tmp_path / "标注.xlsx"
    case = CheckedFile(str(BROKEN), report.submission, report.checked, report.context)
    write_marked(target, source, case)
    assert opens.pop(source) == 1
    assert opens.pop(target.read_bytes()) == 2
    # The copy before the mark of our outputs is in it: written, verified, marked.
    assert len(opens) == 1


def test_a_blank_of_three_forms_opens_three_packages(opens: Counter[bytes]) -> None:
    blank_layout.cache_clear()
    blank_form.cache_clear()
    templates = [one for one in load_templates(templates_folder()) if not one.prose][:3]
    assert len(templates) == 3
    blank_workbook(BlankRequest(tuple(templates)))
    assert [*opens.values()] == [1, 1, 1]
