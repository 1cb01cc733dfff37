"""Headers and texts of exported tables."""

from __future__ import annotations

from typing import Final

TABLES: Final[dict[str, tuple[str, str]]] = {
    # Frames and exports
    "column.file": ("文件", "file"),
    "column.unit": ("单位", "unit"),
    "column.year": ("年度", "year"),
    "column.template": ("模板", "template"),
    "column.sheet": ("工作表", "sheet"),
    "column.form": ("表序号", "form"),
    "column.row": ("行号", "row"),
    "column.cell": ("单元格", "cell"),
    "column.range": ("区域", "range"),
    "column.because": ("未读原因", "because"),
    "column.code": ("说明", "code"),
    "column.seen": ("原文", "seen"),
    "column.meant": ("读作", "meant"),
    "target.text": ("指标值", "target"),
    "target.comparator": ("比较符", "comparator"),
    "target.value": ("数值", "value"),
    "target.unit": ("计量单位", "unit"),
    "target.type": ("类型", "type"),
    "target.low": ("下限", "low"),
    "target.high": ("上限", "high"),
    "target.date": ("完成日期", "date"),
    "target.start": ("起", "start"),
    "target.end": ("止", "end"),
    "target-type.number": ("数值", "number"),
    "target-type.range": ("区间", "range"),
    "target-type.date": ("日期", "date"),
    "target-type.qualitative": ("定性", "qualitative"),
    "target-type.empty": ("未填", "empty"),
    "table.unread": ("未读内容", "unread"),
    "table.notes": ("读表提示", "notes"),
    "table.nothing": ("没有数据", "no data"),
}
