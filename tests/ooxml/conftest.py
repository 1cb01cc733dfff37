"""Workbooks put together part by part, as no program would write them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Parts = Mapping[str, str | bytes | None]
Build = Callable[..., Path]


def links(*lines: tuple[str, str, str]) -> str:
    """A .rels part of (id, kind, target)."""
    body = "".join(
        f'<Relationship Id="{name}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for name, kind, target in lines
    )
    return f'<Relationships xmlns="{PACKAGE}">{body}</Relationships>'


def parts_of(rows: str, beside: str = "") -> dict[str, str | bytes | None]:
    """The parts of a workbook with one sheet of these rows; ``beside`` follows its sheetData."""
    return {
        "_rels/.rels": links(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": links(
            ("r1", "worksheet", "worksheets/sheet1.xml"),
            ("r2", "sharedStrings", "sharedStrings.xml"),
            ("r3", "styles", "styles.xml"),
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="附表1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">'
        f"<sheetData>{rows}</sheetData>{beside}</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">'
        "<si><t>云田镇</t></si><si><t>乙</t></si></sst>",
    }


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Build a workbook of one sheet: its rows, what follows them, and parts instead of others."""

    def built(rows: str = "", beside: str = "", parts: Parts | None = None) -> Path:
        path = tmp_path / "填报表.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in {**parts_of(rows, beside), **(parts or {})}.items():
                if text is not None:
                    archive.writestr(name, text)
        return path

    return built
