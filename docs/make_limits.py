"""Put the limits of the program into docs/limits.md.

``python docs/make_limits.py`` takes the figures of the tables from the constants that their last
column names, and lists all others below; the suite compares the page with what this would write.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).with_name("limits.md")
_SOURCE: Final = Path(__file__).resolve().parents[1] / "src" / "xlform"
_NAME: Final = re.compile(r"_?(?:[A-Z0-9_]*_)?AT_MOST|_?MAX_[A-Z_]+")
_ROW: Final = re.compile(r"(\| [^|]+ \| )([0-9][0-9,.]*)( ?[^|]*?)( \|.*\| `([\w.]+)` \|)")
_REST: Final = "<!-- the rest, by docs/make_limits.py -->\n"
_UNITS: Final = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
# The number of MiB itself: no number of bytes.
_COUNTED_IN_UNIT: Final = {"isolation.limits._MEBIBYTES_AT_MOST"}
# Reasons of those below the tables, by the package they are in.
_REASONS: Final = {
    "blanks": "文件名的长度", "checking": "提示里相近的名称；一条问题的单元格",
    "cli": "屏幕上一次列多少", "comparison": "比较多少对；显示的长度",
    "export": "Excel 的边界；列宽行高", "files": "临时文件的名称；多久算作上次留下的",
    "fixing": "试着放下几处", "formats": "格式说明、名称、样式的层数，各按办公软件写的定",
    "formula": "数值的位数；看多远的邻格", "grid": "一格多长才按数看；画表的大小",
    "isolation": "每个文件的代价", "learning": "认空白表时看多少",
    "ooxml": "Excel 的边界；样式和附注看多少",
    "model": "一份设置、声明或词表的大小", "reading": "标签、名称多长；列出多少",
    "report": "意见、报告里引文的长度，列出多少",
    "rules": "一条规则看多远、列出多少；更多的列入“没有核对”或只报个数",
    "summary": "Excel 的边界；暂存的多少", "template": "一条关系多长",
    "terminal": "屏幕上一次列多少",
    "web": "请求的大小；页上一次列多少", "writing": "列出多少",
}  # fmt: skip
_OTHER_REASON: Final = "见常量旁的说明"
_SIGNS: Final[dict[type[ast.operator], Callable[[int, int], int]]] = {
    ast.LShift: int.__lshift__, ast.Mult: int.__mul__, ast.Pow: int.__pow__, ast.Sub: int.__sub__,
}  # fmt: skip
Number = int | float


def page(text: str) -> str:
    """Return the page with the figures of today; ``KeyError`` for a constant that is no more."""
    constants = dict(_constants())
    listed = {row[5] for row in _ROW.finditer(text)}
    head = text[: text.index(_REST)] + _REST
    tables = _ROW.sub(lambda row: _filled(row, constants), head)
    return tables + "\n".join(_rest(constants, listed)) + "\n"


def _filled(row: re.Match[str], constants: Mapping[str, Number]) -> str:
    label, _, unit, behind, name = row.groups()
    value = constants[name]
    if name not in _COUNTED_IN_UNIT:
        value /= _UNITS.get(unit.strip(), 1)
    return f"{label}{_figure(value)}{unit}{behind}"


def _figure(value: Number) -> str:
    whole = int(value)
    return f"{whole if whole == value else value:,}"


def _rest(constants: Mapping[str, Number], listed: set[str]) -> Iterator[str]:
    yield ""
    yield "| 所在 | 是什么 | 常量和数值 |"
    yield "|---|---|---|"
    others = [name for name in constants if name not in listed]
    for folder, names in groupby(others, lambda name: name.partition(".")[0]):
        figures = (f"`{_short(name, folder)}` {_figure(constants[name])}" for name in names)
        yield f"| {folder} | {_REASONS.get(folder, _OTHER_REASON)} | {' · '.join(figures)} |"


def _short(name: str, folder: str) -> str:
    return name.removeprefix(f"{folder}.")


def _constants() -> Iterator[tuple[str, Number]]:
    """Yield each limit of the program: its name below ``xlform``, its value."""
    for path in sorted(_SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(_SOURCE).with_suffix("").parts)
        module = module.removesuffix(".__init__")
        for name, node in _assigned(ast.parse(path.read_text(encoding="utf-8"))):
            value = _value(node) if _NAME.fullmatch(name) else None
            if value is not None:
                yield f"{module}.{name}", value


def _assigned(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that a module assigns, those of ``A, B = 1, 2`` apart."""
    for node in module.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        value = node.value
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                yield from _named(target.elts, value.elts)
            else:
                yield from _named([target], [value])


def _named(names: list[ast.expr], values: list[ast.expr]) -> Iterator[tuple[str, ast.expr]]:
    for name, value in zip(names, values, strict=True):
        if isinstance(name, ast.Name):
            yield name.id, value


def _value(node: ast.expr) -> Number | None:
    """Return the number that an expression of numbers says; ``None`` for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decimal":
        return _value(node.args[0])
    if not isinstance(node, ast.BinOp):
        return None
    left, right = _value(node.left), _value(node.right)
    if not isinstance(left, int) or not isinstance(right, int):
        return None
    sign = _SIGNS.get(type(node.op))
    return sign(left, right) if sign else None


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
