"""Messages on formula engines: the formulas they cannot be asked for."""

from __future__ import annotations

from typing import Final

ENGINES: Final[dict[str, tuple[str, str]]] = {
    "engines.heading": ("公式由谁来算", "Who computes formulas"),
    "engines.vote": (
        "公式先由 xlform 自己算，算不了的问 cellrune 和 betteroffice，两家一致才算数；改过以后重算，"
        "三家中要有两家一致。谁都不能问的，以文件里存着的结果为准；没有存着的结果就是未知，不当作 0。",
        "xlform computes formulas itself and asks cellrune and betteroffice for the others, which "
        "have to agree; after a change, two of the three have to. Where nobody can be asked, the "
        "result stored in the file stands; without one it is unknown, never 0.",
    ),
    "engines.nobody": ("谁都不能问：{kinds}。", "Nobody can be asked: {kinds}."),
    "engines.refused": (
        "xlform 不算、只问两家：{kinds}。",
        "Not computed by xlform, only asked for: {kinds}.",
    ),
    "engines.not-asked": ("{engine} 另外不问：{kinds}。", "{engine} is not asked either: {kinds}."),
    "engines.missing": (
        "用到它没有的 {count} 个函数的",
        "formulas with one of {count} functions it does not have",
    ),
    "engines.more": ("例子和各家没有的函数见 {code}。", "Examples and missing functions: {code}."),
    "engines.kind": ("公式", "formula"),
    "engines.example": ("例", "example"),
    "engines.asked": ("问", "asked"),
    "engines.computed": ("算", "computes"),
    "engines.no": ("不", "no"),
    "engines.functions": (
        "{engine} 没有的函数：{functions}。",
        "Functions {engine} does not have: {functions}.",
    ),
    "engine-limit.external": ("别的文件、数据透视表、网络", "other files, pivot tables, the web"),
    "engine-limit.clock": ("时间、随机数、CELL 和 INFO", "time, chance, CELL and INFO"),
    "engine-limit.table": ("文件里没有的表格（超级表）", "tables the file does not hold"),
    "engine-limit.name": (
        "没有定义或有几种含义的名称、没有的工作表",
        "names not defined or with two meanings, sheets that do not exist",
    ),
    "engine-limit.relative-name": (
        "跨出工作表边缘的相对名称",
        "relative names beyond the edge of a sheet",
    ),
    "engine-limit.array": (
        "数组公式、溢出区域（#）、隐式交集（@）",
        "array formulas, spilled ranges (#), implicit intersection (@)",
    ),
    "engine-limit.days": ("日期的天数", "numbers of days"),
    "engine-limit.text": (
        "有的软件当作数或日期、有的不当的文本",
        "texts that only some programs take for a number or a date",
    ),
    "engine-limit.format": (
        "随语言而变的格式（TEXT、CHAR）",
        "formats that depend on the language (TEXT, CHAR)",
    ),
    "engine-limit.locale": (
        "随语言而变的函数（ASC、DOLLAR、LENB 等）",
        "functions that depend on the language (ASC, DOLLAR, LENB …)",
    ),
    "engine-limit.hidden-rows": (
        "隐藏行、筛选行上的 SUBTOTAL、AGGREGATE（不计隐藏行的由 xlform 算）",
        "SUBTOTAL and AGGREGATE over hidden or filtered rows (those that leave them out are xlform's)",
    ),
    "engine-limit.syntax": ("写法认不出的公式", "formulas that cannot be parsed"),
    "engine-limit.sheets": ("跨几张工作表的区域", "ranges over several sheets"),
    "engine-limit.function": (
        "xlform 没有的函数（ADDRESS、MEDIAN 等）",
        "functions xlform does not have (ADDRESS, MEDIAN …)",
    ),
    "engine-limit.binary": (
        "二进制小数决定结果的取整和比较",
        "rounding and comparisons that binary fractions decide",
    ),
    "engine-limit.differs": ("各软件结果不同的用法", "cases in which programs differ"),
}
