"""Goldens a person can read: the whole of a submission as the tree that xlform import prints.

After a change on purpose: ``python tests/reading/test_golden.py`` writes them anew; read the diff.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import xlform
from xlform.template.store import load_templates, templates_folder
from xlform.terminal.tree import tree_lines

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
SAMPLES = [
    "云田镇.xlsx",
    "项目支出绩效目标申报表.xlsx",
    "district/住房和城乡建设局.xlsx",
    "district/卫生健康局.xlsx",
    "district/应急管理局.xlsx",
    "district/松塘镇.xlsx",
    "district/文化旅游体育局.xlsx",
]
UNCLIPPED = 100_000


def tree(name: str) -> str:
    known = {template.name: template for template in load_templates(templates_folder())}
    lines = tree_lines(xlform.read(ROOT / "samples" / name), known, columns=UNCLIPPED)
    return "\n".join(lines) + "\n"


def golden(name: str) -> Path:
    return GOLDEN / f"{Path(name).stem}.txt"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_submission_reads_as_its_golden(name: str) -> None:
    assert tree(name) == golden(name).read_text(encoding="utf-8")


if __name__ == "__main__":
    for sample in SAMPLES:
        golden(sample).write_text(tree(sample), encoding="utf-8")
