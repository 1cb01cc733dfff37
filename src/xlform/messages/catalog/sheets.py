"""Sheets of a file as a page shows them."""

from __future__ import annotations

from typing import Final

SHEETS: Final[dict[str, tuple[str, str]]] = {
    "sheet.comment": ("批{number}", "note {number}"),
    "sheet.unseen": ("表上看不见", "not visible on the sheet"),
    "sheet.unknown": ("结果未知", "result unknown"),
    "sheet.shortened": ("（文字太长，后面的没有显示）", "(too long, the rest is not shown)"),
    "sheet.hidden": ("隐藏", "hidden"),
    "sheet.skipped": (
        "前面有 {count} 行（列）没有显示",
        "{count} rows (columns) before it are not shown",
    ),
    "sheet.left-out": (
        "这张工作表太大，另有 {count} 个有内容的单元格没有显示。",
        "This sheet is large: {count} more cells with content are not shown.",
    ),
    "sheet.beside": (
        "表上还有没有显示的内容：{kinds}。",
        "The sheet holds more that is not shown: {kinds}.",
    ),
    "picture.picture": ("图片", "picture"),
    "picture.shape": ("图形", "shape"),
    "picture.chart": ("图表", "chart"),
    "sheet.pictures": (
        "图片、图形、图表只画出位置和名称，不显示内容。",
        "Pictures, shapes and charts are drawn as boxes with their names.",
    ),
    "sheet.pictures-beside": (
        "在所显示的部分以外的：{pictures}。",
        "Outside of what is shown: {pictures}.",
    ),
    "sheet.conditional": (
        "有条件格式：按条件变化的颜色、字体没有显示。",
        "Colours and fonts that depend on a condition are not shown.",
    ),
    "sheet.comments": ("批注", "Comments"),
    "sheet-state.hidden": ("隐藏的工作表", "hidden sheet"),
    "sheet-state.veryHidden": ("深度隐藏的工作表", "very hidden sheet"),
}
