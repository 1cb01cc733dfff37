"""Styles of official documents in Word: fonts by script, marked blanks, reproducible bytes.

Import this module late: python-docx loads lxml.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.run import Run

# GB/T 9704-2012 requires 仿宋 三号; offices have its GB 2312 font.
BODY: Final = "仿宋_GB2312"
HEADING: Final = "黑体"
SUBHEADING: Final = "楷体_GB2312"
# Titles are 小标宋 二号, page numbers 宋体 四号.
TITLE: Final = "方正小标宋简体"
NUMBER: Final = "宋体"
# First date that zip can store (APPNOTE 4.4.6); the same on every machine.
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)


def set_font(properties: Any, font: str, size: float) -> None:  # noqa: ANN401  (lxml)
    """Set font and size in points for every script; python-docx sets only the Latin one."""
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    properties.sz_val = Pt(size)


def mark(run: Run) -> None:
    """Underline and colour what is left to fill in."""
    run.underline = True
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def set_properties(document: Document, title: str) -> None:
    """Set a document's title, and clear the names of persons."""
    properties = document.core_properties
    properties.title = title
    properties.author = properties.comments = properties.last_modified_by = ""


def written(document: Document) -> bytes:
    """Return the document's bytes, the same for the same content on any day."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _FIRST_DAY)
            new.writestr(member, old.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
