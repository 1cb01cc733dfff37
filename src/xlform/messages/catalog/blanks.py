"""The sheet for the platform, and blanks to hand out: help, what was written, what was refused."""

from __future__ import annotations

from typing import Final

BLANKS: Final[dict[str, tuple[str, str]]] = {
    # The sheet a platform imports
    "platform.required": (
        "没有填{columns}：一体化平台要求填写。",
        "{columns} missing: the platform requires it.",
    ),
    "platform.long": (
        "{column}有{length}个字，一体化平台最多收{limit}个字：请精简。",
        "{column} has {length} characters, the platform takes {limit}: shorten it.",
    ),
    "platform.characters": (
        "{column}“{text}”里有{seen}，一体化平台不收：请去掉或换个写法。",
        "{column} “{text}” contains {seen}, which the platform refuses: write it otherwise.",
    ),
    "platform.blank": ("空格或换行", "a blank or line break"),
    "platform.no-code": (
        "{column}“{text}”在编码表里没有编码：请补进编码表，或改成编码表里的名称。",
        "{column} “{text}” has no code in the table of codes: add it, or use a name that has one.",
    ),
    "platform.rows": (
        "共{count}个指标，一张导入表最多{limit}行：请分几次导出。",
        "{count} indicators, a sheet to import holds {limit} at most: export in several parts.",
    ),
    "platform.written": (
        "已写出 {output}：{rows} 个指标，一行一个，可以导入。",
        "{output} written: {rows} indicators, a row each, ready to import.",
    ),
    "platform.forced": (
        "已写出 {output}：{rows} 个指标；其中 {refused} 处平台会拒收（见上），整张表可能导入不了。",
        "{output} written: {rows} indicators; the platform will refuse {refused} entries (above), "
        "and with them perhaps the whole sheet.",
    ),
    "platform.refused": (
        "没有写出 {output}：{rows} 个指标里有 {refused} 处平台会拒收（见上），"
        "一处不合整张表都导入不了。改好再导，或加 --force 照写。",
        "{output} not written: of {rows} indicators the platform would refuse {refused} entries "
        "(above), and with one of them the whole sheet. Mend them, or write anyway with --force.",
    ),
    "platform.nothing": (
        "没有写出：这些文件里没有填写的绩效指标。",
        "Nothing written: there is no indicator in these files.",
    ),
    "platform.passed-over": (
        "没有导出：{form}（{count} 张），里面没有绩效指标。",
        "Not exported: {form} ({count} forms), which holds no indicators.",
    ),
    "error.no-codes": (
        "编码表“{path}”里没有编码：第一行应为列名“列,编码,名称”（“列”可以不要），以下一行一个。",
        "No code in {path}: its first line should be “column,code,name” (column may be left out), "
        "then a line for each.",
    ),
}
