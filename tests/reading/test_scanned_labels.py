"""Labels of a scan that were read with doubt are the printed ones they nearly are."""

from __future__ import annotations

import pytest

from xlform.grid.model import Cell, Recognition, Sheet
from xlform.reading.index import Labels
from xlform.reading.scanned_labels import with_printed_labels

LABELS = Labels(
    frozenset({"实施单位盖章", "实施单位", "一级指标", "二级指标", "项目名称"}), frozenset()
)


@pytest.mark.parametrize(
    ("read", "confidence", "label"),
    [
        ("实施单位(五4)", 0.4, "实施单位盖章"),
        ("实施单位(五4)", 0.9, "实施单位(五4)"),
        ("顶目名称", 0.6, "项目名称"),
        ("亖级指标", 0.3, "亖级指标"),  # one or two
        ("项目甲乙", 0.3, "项目甲乙"),
    ],
)
def test_an_unclear_label(read: str, confidence: float, label: str) -> None:
    seen = {(1, 1): Recognition(1, (0, 0, 9, 9), confidence)}
    sheet = Sheet("第1页", {(1, 1): Cell(read)}, recognised=seen)
    assert with_printed_labels(sheet, LABELS).cells[1, 1].text == label
