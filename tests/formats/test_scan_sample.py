"""A page of the stamped sample reads as the workbook it was printed from."""

from __future__ import annotations

import itertools
from pathlib import Path
from unicodedata import normalize

import pytest

from xlform.formats.scan.characters import Recogniser
from xlform.formats.scan.content import ScanContent
from xlform.formats.scan.images import page_images
from xlform.formats.scan.page import read_page
from xlform.formats.scan.sheets import scan_sheets
from xlform.grid.model import Grid
from xlform.model.submission import Form, Source, text_of
from xlform.reading.submission import read_grid
from xlform.submission.read import read
from xlform.template.store import load_templates, template_folders

SAMPLES = Path(__file__).parents[2] / "samples"
# The third of the six pages: the form 附表3-1.
PAGE = 2


@pytest.fixture(scope="module")
def form() -> Form:
    data = (SAMPLES / "云田镇-盖章.pdf").read_bytes()
    image = next(itertools.islice(page_images(data), PAGE, None))
    page = read_page(image, Recogniser())
    assert len(page.seals) == 1
    grid = Grid(scan_sheets(ScanContent((page,)), "盖章.pdf"))
    templates = load_templates(template_folders())
    (found,) = read_grid(grid, Source("盖章.pdf", "pdf", ""), templates).forms
    return found


def test_every_amount_and_most_words(form: Form) -> None:
    printed = read(SAMPLES / "云田镇.xlsx").forms[PAGE]
    assert printed.kind == form.kind
    assert form.doubtful == ()
    for name in ("amount", "fund_amount", "expense_total"):
        assert form.fields[name] == printed.fields[name]
    rows = zip(form.tables["expenses"], printed.tables["expenses"], strict=True)
    assert all(ours["amount"] == theirs["amount"] for ours, theirs in rows)
    pairs = [
        (folded(text_of(ours[name])), folded(text_of(theirs[name])))
        for table in ("indicators", "expenses")
        for ours, theirs in zip(form.tables[table], printed.tables[table], strict=True)
        for name in theirs
    ]
    assert sum(ours == theirs for ours, theirs in pairs) >= 0.97 * len(pairs)


def folded(text: str) -> str:
    return "".join(normalize("NFKC", text).split())
