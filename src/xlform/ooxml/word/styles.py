"""Official paper in Word: fonts by script, blanks that can't be missed, the same bytes on any day.

Import it late: python-docx loads lxml.
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

# GB/T 9704-2012 asks for 仿宋 三号; offices have the face of GB 2312.
BODY: Final = "仿宋_GB2312"
HEADING: Final = "黑体"
# The day zip begins with; the same on every machine.
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)


def set_font(properties: Any, font: str, size: float) -> None:  # noqa: ANN401  (lxml)
    """Give run properties a font in points; fonts go by script, python-docx sets the Latin one."""
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
    """Give a document its title, and nobody's name."""
    properties = document.core_properties
    properties.title = title
    properties.author = properties.comments = properties.last_modified_by = ""


def written(document: Document) -> bytes:
    """The document, the same bytes for the same words on any day."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _FIRST_DAY)
            new.writestr(member, old.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
