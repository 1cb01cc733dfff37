"""The sample district: made-up units, each with one oddness in its layout."""

from __future__ import annotations

from pathlib import Path

import layouts
from content import load
from layouts import Layout
from write import write_book
from write_plain import write_plain_book

UNITS: tuple[tuple[str, Layout, str], ...] = (
    ("青禾镇", layouts.official, "照官方表样填报，一表一页"),
    ("柳岸街道", layouts.stacked, "全部表格上下堆在同一张工作表，表与表之间没有空行"),
    ("教育局", layouts.shifted, "每张工作表左边空一列、上边空两行"),
    ("农业农村局", layouts.unmerged, "取消了全部合并单元格，值只留在左上角，其余为空"),
    (
        "民政局",
        layouts.filled_down,
        "取消了合并单元格，原合并区每格重复填值（标题等表外行除外）",
    ),
    (
        "城市管理和综合执法局",
        layouts.renamed,
        "工作表改名并打乱次序（“汇总表 ”“Sheet3”等），隐藏一张 2022 年附表2，另有一张填表说明",
    ),
    (
        "文化旅游体育局",
        layouts.with_helpers,
        "表右有“校对”“去年数”辅助列，指标表内多一列“备注”",
    ),
    (
        "卫生健康局",
        layouts.as_text,
        (
            "金额存为文本：全角数字、“1，256.40”、带“万元”，"
            "尾部有不间断空格或全角空格；部分指标值亦用全角数字"
        ),
    ),
    (
        "松塘镇",
        layouts.official,
        "栏目名称补空格、断行、近似错字（“二级指标名”“支出测算依据及过程说名”“年度绩效目标:”等）",
    ),
    ("桥东街道", layouts.official, "由程序写出，公式没有缓存值"),
    (
        "住房和城乡建设局",
        layouts.interrupted,
        "表中有空行和重复的表头，支出明细有“小计”行（未计入合计）",
    ),
    ("应急管理局", layouts.official, "全部金额以元为单位"),
    ("枫坪镇", layouts.side_by_side, "两张附表3左右并排在同一张工作表"),
    ("市场监督管理局", layouts.unsigned, "没有签字和联系人，附表2合计在最后、各列次序不同"),
    (
        "司法局",
        layouts.official,
        "成本、满意度单列一级指标，百分比填为数值（0.98 显示为 98%），日期填为日期",
    ),
)
_PLAIN = frozenset({"桥东街道"})


def write_district(content: Path, folder: Path) -> list[Path]:
    """Write the workbook of every unit and the list of what is odd in each."""
    written = []
    for short, layout, _ in UNITS:
        unit = load(content / f"{short}.toml")
        path = folder / f"{short}.xlsx"
        write = write_plain_book if short in _PLAIN else write_book
        title = f"{unit.year}年预算绩效目标表"
        write(path, layout(unit), title=title, author=unit.unit)
        written.append(path)
    readme = folder / "README.md"
    readme.write_text(_readme(), encoding="utf-8")
    return [*written, readme]


def _readme() -> str:
    rows = [f"| `{short}.xlsx` | {oddness} |" for short, _, oddness in UNITS]
    return "\n".join(
        [
            "# 样例：一个区的报送件",
            "",
            f"{len(UNITS)} 个单位 2023 年的附表1、附表2、附表3。单位、人员、电话和金额均为虚构。",
            "除下表所列之处，各单位填报内容完整，金额和测算勾稽一致。",
            "",
            "| 文件 | 与官方表样不同之处 |",
            "| --- | --- |",
            *rows,
            "",
            "由 `python samples/build` 生成，内容见 `samples/build/content/`。",
            "",
        ]
    )
