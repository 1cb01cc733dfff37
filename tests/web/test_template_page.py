"""The page of a template: a blank is learnt, corrected by pointing, saved, tried."""

from __future__ import annotations

import io
import os
import re
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from page_server import Browser, Site, serving

from xlform.web.own_templates import own_folder
from xlform.web.work import WorkerSettings

ROOT = Path(__file__).parents[2]
TITLE = "坡塘渠修缮登记表"


def blank(**values: str | int | None) -> bytes:
    """Return a form that no template knows, as .xlsx: a value below its label, an odd list."""
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.title = "登记"
    rows = (
        (TITLE,), ("坡塘名称", None, "管护人", None), ("修缮缘由", None, "备用情况", None),
        ("某处", "某处", None, None), ("年份栏", "计划方", "实际方", "单价栏"),
        (None, None, None, None), (None, None, None, None), ("合算", None, None, None),
    )  # fmt: skip
    for row in rows:
        sheet.append(row)
    for area in ("A1:D1",):
        sheet.merge_cells(area)
    for cell, value in values.items():
        sheet[cell] = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("区") / "模板"


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    with serving(workers=WorkerSettings(jobs=1, templates=folder)) as running:
        yield running


@pytest.fixture
def browser(site: Site) -> Browser:
    return site.browser()


class Page:
    """The page of one blank, as the browser has it open."""

    def __init__(self, browser: Browser, content: bytes, name: str = "空白表.xlsx") -> None:
        self.browser = browser
        self.answer = browser.upload("/templates", (name, content))
        self.path = self.answer.url.path
        self.sheet = "登记"

    @property
    def text(self) -> str:
        return self.answer.text

    def correct(self, do: str, *cells: str, **fields: str) -> str:
        names = ("first", "second", "end")
        pointed = dict(zip(names, cells, strict=False))
        self.answer = self.browser.post(
            f"{self.path}/correct", do=do, sheet=self.sheet, **pointed, **fields
        )
        assert self.answer.status_code == 200
        return self.text

    def save(self, set_name: str, form: str, **fields: str) -> str:
        given = {"set": set_name, "form": form, "sheet": self.sheet, **fields}
        self.answer = self.browser.post(f"{self.path}/save", **given)
        return self.text

    def declaration(self) -> dict[str, Any]:
        address = f"{self.path}/download/declaration?sheet={self.sheet}"
        return tomllib.loads(self.browser.http.get(address).text)

    def rows(self) -> dict[str, str]:
        """Return the cells of each part by its label."""
        found = re.findall(r'rowheader" scope="row">(.*?)</th>\s*<td[^>]*>(.*?)</td>', self.text)
        return {_plain(label): _plain(cells) for label, cells in found}


def _plain(markup: str) -> str:
    return re.sub(r"<small.*?</small>|<[^>]+>", "", markup).strip()


@pytest.fixture
def page(browser: Browser) -> Page:
    return Page(browser, blank())


def cell(text: str, name: str) -> str:
    """Return the markup of a cell of the sheet."""
    found = re.search(rf'<td id="\w+-{name}".*?</td>', text)
    assert found
    return found[0]


def test_what_is_learnt_is_drawn_and_listed(page: Page) -> None:
    assert page.answer.status_code == 200
    assert page.rows()["坡塘名称"] == "A2 → B2"
    assert 'class="sheet' in page.text
    assert "learnt-label" in cell(page.text, "A2")
    assert "1→" in cell(page.text, "A2")
    assert "learnt-value" in cell(page.text, "B2")
    assert "learnt-head" in cell(page.text, "A5")
    assert "learnt-title" in cell(page.text, "A1")
    styles = page.browser.http.get(f"{page.path}/sheet.css?sheet=登记")
    assert styles.headers["content-type"].startswith("text/css")
    assert "空白表.xlsx" in page.browser.http.get("/templates").text


def test_pointing_changes_what_is_learnt_and_is_undone(page: Page) -> None:
    page.correct("pair", "A3", "A4")
    assert page.rows()["修缮缘由"] == "A3 → A4"
    page.correct("table", "A5", "D5", "A7")
    page.correct("part", part="column:B5", kind="amount", name="planned", role="")
    text = page.correct("total", "A8")
    assert "learnt-total" in cell(text, "A8")
    declared = page.declaration()
    assert declared["table"]["rows"]["total"]["fields"] == {"planned": "planned_total"}
    page.correct("undo")
    assert "learnt-total" not in cell(page.text, "A8")
    for _ in range(3):
        page.correct("undo")
    assert page.rows()["修缮缘由"] == "A3 → B3"


def test_a_part_and_the_form_are_changed(page: Page) -> None:
    chosen = page.browser.http.get(f"{page.path}?sheet=登记&part=field:B2").text
    assert 'id="part"' in chosen
    assert 'name="name" value="' in chosen
    page.correct("part", part="field:B2", name="pond", kind="text", role="project", required="yes")
    page.correct("form", title="坡塘登记", kind="ponds", money="元", repeat="many")
    declared = page.declaration()
    assert declared["field"]["pond"] == {
        "label": "坡塘名称", "required": True, "role": "project",
    }  # fmt: skip
    assert [declared[key] for key in ("name", "kind", "money", "repeat")] == [
        "坡塘登记", "ponds", "元", "many",
    ]  # fmt: skip


def test_what_can_not_be_is_told_and_changes_nothing(page: Page) -> None:
    before = page.declaration()
    assert "不能是标签" in page.correct("pair", "B2", "B3")
    assert "没有标签领到它" in page.correct("value", "D8")
    page.correct("undo")
    assert "不是单元格地址" in page.correct("pair", "第一格", "B3")
    columns = before["table"]["rows"]["column"]
    taken = next(name for name, column in columns.items() if column["label"] == "实际方")
    assert "已经用在" in page.correct("part", part="column:B5", name=taken, kind="text", role="")
    assert "角色" in page.correct(
        "part", part="field:B2", name="pond", kind="text", role="no-such-role"
    )
    assert page.declaration() == before


def test_a_saved_template_reads_files_from_then_on(page: Page, folder: Path) -> None:
    filled = blank(B2="东坡塘", D2="甲村", A4="渗漏", C4=None, B6=12)
    browser = page.browser
    browser.drop(("东坡塘.xlsx", filled))
    assert 'data-state="unreadable"' in browser.read()
    page.correct("pair", "A3", "A4")
    page.correct("part", part="field:B2", name="unit", kind="text", role="unit")
    text = page.save("本区-2026", "ponds")
    assert "已保存为“本区-2026/ponds”" in text
    place = folder / "本区-2026" / "ponds"
    assert sorted(path.name for path in place.iterdir()) == ["blank.xlsx", "form.toml"]
    assert load_workbook(place / "blank.xlsx").sheetnames == ["登记"]
    listed = browser.read()
    assert "东坡塘" in listed
    assert 'data-state="unreadable"' not in listed
    assert "本区-2026/ponds" in browser.http.get("/templates").text
    page.answer = browser.upload(f"{page.path}/try?sheet=登记", ("东坡塘.xlsx", filled))
    rows = re.findall(r'<tr role="row" id="v\d+">.*?</tr>', page.text, re.DOTALL)
    read = {_plain(re.findall(r"<th.*?</th>", row)[0]): row for row in rows}
    assert "渗漏" in read["修缮缘由"]
    assert "part=field%3AA4" in read["修缮缘由"]
    assert "part=column%3AB5" in read["计划方"]
    assert "learnt-read" in cell(page.text, "A4")
    assert "learnt-blank" in cell(page.text, "D3")
    # What it has read is read anew by the one that takes its place.
    page.correct("part", part="field:B2", name="pond", kind="text", role="")
    page.correct("part", part="field:D2", name="keeper", kind="text", role="unit")
    page.save("本区-2026", "ponds", replace="yes")
    assert "甲村" not in listed
    assert "甲村" in browser.read()


def test_nothing_is_replaced_unasked(page: Page, folder: Path) -> None:
    page.save("本区-2027", "ponds")
    place = folder / "本区-2027" / "ponds" / "form.toml"
    before = place.read_bytes()
    page.correct("form", title="另一个表名", kind="ponds", money="万元", repeat="one")
    assert "要用现在的替换它吗" in page.save("本区-2027", "ponds")
    assert page.answer.status_code == 409
    assert place.read_bytes() == before
    page.save("本区-2027", "ponds", replace="yes")
    assert "另一个表名" in place.read_text(encoding="utf-8")
    assert "不覆盖" in page.save("national-2021", "project", replace="yes")
    assert not (folder / "national-2021").exists()


def test_templates_are_saved_to_the_first_folder_of_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is one set or one form can't hold another set."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))
    monkeypatch.delenv("XLFORM_TEMPLATES", raising=False)
    users = tmp_path / "config" / "xlform" / "templates"
    assert own_folder() == users
    sets, one_set = tmp_path / "模板", ROOT / "templates" / "national-2021"
    sets.mkdir()
    monkeypatch.setenv("XLFORM_TEMPLATES", os.pathsep.join((str(one_set), str(sets))))
    assert own_folder() == sets
    monkeypatch.setenv("XLFORM_TEMPLATES", str(one_set / "project"))
    assert own_folder() == users


def test_downloads_and_removal(page: Page) -> None:
    packed = page.browser.http.get(f"{page.path}/download/folder?sheet=登记")
    names = zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    assert sorted(name.rpartition("/")[2] for name in names) == ["blank.xlsx", "form.toml"]
    assert page.browser.http.get(f"{page.path}/download/nothing").status_code == 404
    page.browser.post(f"{page.path}/remove")
    assert page.browser.http.get(page.path).status_code == 404


def test_what_is_no_blank_is_told(browser: Browser) -> None:
    for name, content in (("扫描.pdf", b"%PDF-1.4 x"), ("文字.xlsx", "文字".encode())):
        assert "不是工作簿" in Page(browser, content, name).text
    assert "已损坏" in Page(browser, b"PK\x03\x04", "坏.xlsx").text
    assert "正在做的" not in browser.http.get("/templates").text


def test_a_sheet_without_labels_can_be_pointed_at(browser: Browser) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.title = "登记"
    sheet["B2"] = "坡塘"
    made = io.BytesIO()
    book.save(made)
    page = Page(browser, made.getvalue())
    assert "没有认出标签" in page.text
    page.correct("pair", "B2", "C2")
    assert page.rows() == {"坡塘": "B2 → C2"}
