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
from national import write_national
from project import load_project, project_form
from word import narrative, whole_submission
from write import write_book
from write_docx import write_docx
from write_dump import write_dump

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent
TEMPLATES = SAMPLES.parent / "templates"
CONTENT = HERE / "content"
NARRATIVE = TEMPLATES / "shifeng-2023" / "narrative"


def write_yuntian() -> list[Path]:
    """Write the submission of a town, six forms on six sheets; and as it is handed in on paper."""
    unit = load(CONTENT / "云田镇.toml")
    sheets = official(unit)
    book, paper, text = (SAMPLES / f"云田镇.{ending}" for ending in ("xlsx", "docx", "txt"))
    title = "2023年部门整体支出绩效目标表"
    write_book(book, sheets, title=title, author=unit.unit)
    blocks = whole_submission(unit, narrative(CONTENT / "云田镇编报说明.toml"))
    write_docx(paper, blocks, title=title, author=unit.unit)
    write_dump(text, blocks)
    return [book, paper, text]


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
    blanks = [*write_blanks(TEMPLATES), write_narrative_blank(NARRATIVE)]
    own = [*write_yuntian(), write_project()]
    national = write_national(CONTENT, TEMPLATES, SAMPLES)
    for path in [*blanks, *own, *national, *district, *broken]:
        print(path.relative_to(root))


if __name__ == "__main__":
    main()
