"""The workbooks of samples/broken: one submission, one broken formula in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from content import Submission, load
from forms import all_forms
from grid import Cell, Form, Formula, Placement, Sheet, Value
from reshape import add_cells, insert_rows, set_value
from write import write_book

Safety = Literal["safe", "unsafe", "none"]
Change = Callable[[list[Form]], list[Form]]
_CONTENT = "青禾镇"
_SUMMARY, _DIRECTION = "summary", "direction.0"
_SHEETS = ("附表2", "附表3-1", "附表3-2", "附表3-3", "附表3-4")
_ALL = "=SUM({cost.0}:{cost.2})"


@dataclass(frozen=True)
class Kind:
    """One kind of break: how it is called, what is wrong, what a fix may do about it.

    ``cell`` is the one to be mended and ``shows`` what it shows once it is; both "" where nothing
    may be done without a person.
    """

    name: str
    broken: str
    mended: str
    change: Change
    sheet: str = ""
    cell: str = ""
    shows: str = ""
    safety: Safety = "safe"


def _put(form: str, name: str, value: Value, style: str = "") -> Change:
    """Another value in a named cell of a form."""

    def change(forms: list[Form]) -> list[Form]:
        return [set_value(one, name, value, style) if one.key == form else one for one in forms]

    return change


def _total(text: str, shows: Decimal | int | str) -> Change:
    """Another formula for the total of the first direction."""
    return _put(_DIRECTION, "total", Formula(text, shows))


def _subtotal(forms: list[Form]) -> list[Form]:
    """A subtotal between the expenses, which the total adds once more."""
    form = next(one for one in forms if one.key == _DIRECTION)
    row = form.named("cost.2").row
    opened = add_cells(
        insert_rows(form, row),
        Cell(row, 2, "小计", "center"),
        Cell(row, 3, Formula("=SUM({cost.0}:{cost.1})", 18), "money", name="subtotal"),
        Cell(row, 4, None, "text", cols=2),
    )
    broken = set_value(opened, "total", Formula("=SUM({cost.0}:{cost.2})", 48))
    return [broken if one.key == _DIRECTION else one for one in forms]


def _of_total(name: str, broken: str, mended: str, change: Change, safety: Safety = "safe") -> Kind:
    """A break in the total of the first direction."""
    return Kind(name, broken, mended, change, "附表3-1", "D25", "30.00", safety)


KINDS: tuple[Kind, ...] = (
    _of_total(
        "合计漏了末行", "附表3-1 合计只加到倒数第二行", "补上末行",
        _total("=SUM({cost.0}:{cost.1})", 18),
    ),
    _of_total(
        "合计漏了首行", "附表3-1 合计从第二行加起", "补上首行",
        _total("=SUM({cost.1}:{cost.2})", 18),
    ),
    _of_total(
        "合计漏了中间一行", "附表3-1 合计逐格相加，少加一格", "补上漏加的一格",
        _total("={cost.0}+{cost.2}", 24),
    ),
    Kind(
        "汇总表合计漏了末行", "附表2 合计只加到倒数第二行", "补上末行",
        _put(_SUMMARY, "total", Formula("=SUM({amount.0}:{amount.1})", 126)),
        "附表2", "C5", "140.00",
    ),
    _of_total(
        "合计填成了数", "附表3-1 合计是手填的数，与明细相符", "改回求和公式，数不变",
        _put(_DIRECTION, "total", Decimal("30.00")),
    ),
    _of_total(
        "合计填成了错数", "附表3-1 合计是手填的数，与明细不符",
        "改回求和公式会改动金额，须加 --unsafe",
        _put(_DIRECTION, "total", Decimal("28.00")), safety="unsafe",
    ),
    _of_total(
        "合计加进了自己", "附表3-1 合计的范围包括合计本身（循环引用），显示 0", "去掉自己",
        _total("=SUM({cost.0}:{total})", 0),
    ),
    _of_total(
        "合计引用失效", "附表3-1 合计里有 #REF!（删过一行）", "重写求和公式",
        _total("={cost.0}+#REF!+{cost.2}", "#REF!"),
    ),
    _of_total(
        "合计范围失效", "附表3-1 合计成了 =SUM(#REF!)", "重写求和公式",
        _total("=SUM(#REF!)", "#REF!"),
    ),
    Kind(
        "明细存成了文本", "附表3-1 一笔明细金额是文本，合计没有把它加进去",
        "文本改成数字，合计随之更新",
        lambda forms: _total(_ALL, 24)(_put(_DIRECTION, "cost.1", "6", "as_text")(forms)),
        "附表3-1", "D23", "6",
    ),
    Kind(
        "明细用了全角数字", "附表3-1 一笔明细金额是全角数字，合计没有把它加进去",
        "改成数字，合计随之更新",
        lambda forms: _total(_ALL, 24)(_put(_DIRECTION, "cost.1", "６", "as_text")(forms)),
        "附表3-1", "D23", "6",
    ),
    Kind(
        "明细带了单位", "附表3-1 一笔明细金额写成“6万元”，合计没有把它加进去",
        "改成数字，合计随之更新",
        lambda forms: _total(_ALL, 24)(_put(_DIRECTION, "cost.1", "6万元", "as_text")(forms)),
        "附表3-1", "D23", "6",
    ),
    _of_total(
        "合计加了文字", "附表3-1 合计逐格相加，错加了一格文字，显示 #VALUE!", "改为金额列",
        _total("={cost.0}+C23+{cost.2}", "#VALUE!"),
    ),
    _of_total(
        "合计除以零", "附表3-1 合计被空格除了，显示 #DIV/0!", "去掉除法",
        _total("=SUM({cost.0}:{cost.2})/A23", "#DIV/0!"),
    ),
    _of_total(
        "合计引用了别的文件", "附表3-1 合计取自科室的汇总文件，该文件不在", "改回求和公式，数不变",
        _total("='[科室汇总.xlsx]Sheet1'!D25", 30),
    ),
    Kind(
        "公式成了文字", "附表3-1 合计单元格是文本格式，显示公式本身", "改成真正的公式",
        _put(_DIRECTION, "total", "=SUM(D22:D24)", "as_text"), "附表3-1", "D25", "30",
    ),
    _of_total(
        "结果过时", "附表3-1 合计公式没有错，存着的结果是旧的（手动计算）", "更新结果",
        _total(_ALL, 24),
    ),
    Kind(
        "引用错了行", "附表3-1 所属专项金额取了附表2 下一行的数", "改为本专项所在行",
        _put(_DIRECTION, "fund_amount", Formula("={summary:amount.1}", 72)),
        "附表3-1", "F5", "54.00",
    ),
    Kind(
        "小计重复相加", "附表3-1 合计把小计又加了一遍", "合计不再加小计",
        _subtotal, "附表3-1", "D26", "30.00",
    ),
    _of_total(
        "合计加错了列", "附表3-1 合计加的是左边一列（文字），显示 0", "改为金额列",
        _total("=SUM(C22:C24)", 0),
    ),
    _of_total(
        "合计重复加了一行", "附表3-1 合计把末行加了两遍", "去掉重复的一次",
        _total("=SUM({cost.0}:{cost.2})+{cost.2}", 42),
    ),
    _of_total(
        "函数名写错", "附表3-1 合计写成 SUMM，显示 #NAME?", "改为 SUM",
        _total("=SUMM({cost.0}:{cost.2})", "#NAME?"),
    ),
    _of_total(
        "合计又除以一万", "附表3-1 金额已是万元，合计又除以 10000", "去掉换算",
        _total("=SUM({cost.0}:{cost.2})/10000", Decimal("0.003")),
    ),
    Kind("没有毛病", "公式都对", "不用改", lambda forms: forms, safety="none"),
)  # fmt: skip


def write_broken(content: Path, folder: Path) -> list[Path]:
    """Write a workbook for each kind of break and the list of them."""
    unit = load(content / f"{_CONTENT}.toml")
    written = []
    for kind in KINDS:
        path = folder / f"{kind.name}.xlsx"
        write_book(path, sheets(unit, kind), title="2023年预算绩效目标表", author=unit.unit)
        written.append(path)
    readme = folder / "README.md"
    readme.write_text(_readme(), encoding="utf-8")
    return [*written, readme]


def sheets(unit: Submission, kind: Kind) -> list[Sheet]:
    """附表2 and 附表3 with that break."""
    forms = kind.change([form for form in all_forms(unit) if form.key != "department"])
    return [Sheet(name, (Placement(form),)) for name, form in zip(_SHEETS, forms, strict=True)]


def _readme() -> str:
    rows = [f"| `{kind.name}.xlsx` | {kind.broken} | {kind.mended} |" for kind in KINDS]
    return "\n".join(
        [
            "# 样例：公式出错的报送件",
            "",
            "虚构的青禾镇 2023 年附表2、附表3，每份只有一处公式毛病，供 `xlform fix` 试用和测试。",
            "",
            "| 文件 | 毛病 | 修复 |",
            "| --- | --- | --- |",
            *rows,
            "",
            "```sh",
            "xlform fix samples/broken/*.xlsx                # 预览",
            "xlform fix samples/broken/*.xlsx -o 改好        # 写到文件夹",
            "```",
            "",
            "由 `python samples/build` 生成。",
            "",
        ]
    )
