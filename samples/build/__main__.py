"""Writes the blank workbooks and the sample submissions: ``python samples/build``."""

from __future__ import annotations

from pathlib import Path

from blanks import write_blanks
from broken import write_broken
from content import load
from district import write_district
from grid import Placement, Sheet
from layouts import official
from narrative_blank import write_narrative_blank
from project import load_project, project_form
from write import write_book

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent
TEMPLATES = SAMPLES.parent / "templates"
CONTENT = HERE / "content"


def write_yuntian() -> Path:
    """Write the submission of a town, six forms on six sheets."""
    unit = load(CONTENT / "云田镇.toml")
    sheets = official(unit)
    path = SAMPLES / "云田镇.xlsx"
    write_book(path, sheets, title="2023年部门整体支出绩效目标表", author=unit.unit)
    return path


def write_project() -> Path:
    """Write the national project form, filled for one project."""
    project = load_project(CONTENT / "青禾镇山塘项目.toml")
    title = "项目支出绩效目标申报表"
    path = SAMPLES / f"{title}.xlsx"
    sheets = [Sheet(title, (Placement(project_form(project)),))]
    write_book(path, sheets, title=title, author=project.unit)
    return path


def main() -> None:
    """Write everything and name each file."""
    root = SAMPLES.parent
    district = write_district(CONTENT, SAMPLES / "district")
    broken = write_broken(CONTENT, SAMPLES / "broken")
    narrative = write_narrative_blank(TEMPLATES / "shifeng-2023" / "narrative")
    for path in [
        *write_blanks(TEMPLATES),
        narrative,
        write_yuntian(),
        write_project(),
        *district,
        *broken,
    ]:
        print(path.relative_to(root))


if __name__ == "__main__":
    main()
