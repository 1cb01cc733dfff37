"""Messages on the platform's import sheet and on blank forms: help, results, rejected values."""

from __future__ import annotations

from typing import Final

BLANKS: Final[dict[str, tuple[str, str]]] = {
    # Import sheet of the platform
    "cli.codes": ("编码表", "CODES"),
    "write.profile": (
        "import-platform：全部文件的绩效指标写成一张一体化平台导入表（一行一个指标，全是文字），"
        "平台会拒收的先逐处列出。",
        "import-platform: the indicators of all files as one import sheet for the budget "
        "platform, one row each, text only; values it would reject are listed first.",
    ),
    "write.codes": (
        "编码表（CSV，列名为 列、编码、名称），导入表写成“编码-名称”；"
        "也可写在 xlform.toml 的 [data] codes。",
        "A code table (CSV: column,code,name), to write values as code-name; or [data] codes "
        "in xlform.toml.",
    ),
    "write.force": (
        "输出已经有了、又不是 xlform 写出的，也覆盖；平台会拒收的也照写进导入表。",
        "Replace an existing output even if xlform did not write it; write the import sheet even "
        "if the platform would reject some of it.",
    ),
    "write.profile-alone": (
        "--profile 写的是导入表，不能和 --template、--to、--redact、--narrative 一起用。",
        "--profile writes an import sheet; --template, --to, --redact and --narrative can't "
        "be combined with it.",
    ),
    "write.needs-profile": (
        "--codes 只用于 --profile import-platform。",
        "--codes can only be used with --profile import-platform.",
    ),
    "platform.required": (
        "没有填{columns}：一体化平台要求填写。",
        "{columns} missing: the platform requires it.",
    ),
    "platform.long": (
        "{column}有{length}个字，一体化平台最多收{limit}个字：请精简。",
        "{column} has {length} characters, the platform allows {limit}: shorten it.",
    ),
    "platform.characters": (
        "{column}“{text}”里有{seen}，一体化平台不收：请去掉或换个写法。",
        "{column} “{text}” contains {seen}, which the platform rejects: rewrite it.",
    ),
    "platform.blank": ("空格或换行", "a space or line break"),
    "platform.no-code": (
        "{column}“{text}”在编码表里没有编码：请补进编码表，或改成编码表里的名称。",
        "{column} “{text}” has no code in the code table: add it, or use a name that has one.",
    ),
    "platform.rows": (
        "共{count}个指标，一张导入表最多{limit}行：请分几次导出。",
        "{count} indicators, but an import sheet holds {limit} at most: export in several parts.",
    ),
    "platform.written": (
        "已写出 {output}：{rows} 个指标，一行一个，可以导入。",
        "{output} written: {rows} indicators, one row each, ready to import.",
    ),
    "platform.forced": (
        "已写出 {output}：{rows} 个指标；其中 {refused} 处平台会拒收（见上），整张表可能导入不了。",
        "{output} written: {rows} indicators; the platform will reject {refused} entries "
        "(above), and may reject the whole sheet because of them.",
    ),
    "platform.refused": (
        "没有写出 {output}：{rows} 个指标里有 {refused} 处平台会拒收（见上），"
        "一处不合整张表都导入不了。改好再导，或加 --force 照写。",
        "{output} not written: of {rows} indicators the platform would reject {refused} "
        "entries (above), and each of them can make it reject the whole sheet. Correct them, "
        "or write anyway with --force.",
    ),
    "platform.nothing": (
        "没有写出：这些文件里没有填写的绩效指标。",
        "Nothing written: there are no indicators in these files.",
    ),
    "platform.passed-over": (
        "没有导出：{form}（{count} 张），里面没有绩效指标。",
        "Not exported: {form} ({count} forms), which has no indicators.",
    ),
    # xlform blank
    "cli.folder": ("文件夹", "FOLDER"),
    "cli.unit": ("单位", "UNIT"),
    "cli.roster": ("名单", "ROSTER"),
    "cli.sheets": ("张数", "SHEETS"),
    "handout.help": (
        "做发给单位填的空白表：标签锁住，填写的格子可填，随填随核，合计自动算。\n\n"
        "写套名（如 shifeng-2023）就是整套表，一个工作簿；也可只写其中几张（附表1、附表3……）。"
        "保护工作表不设密码。已有的文件不覆盖。",
        "Make blank forms for filers: labels locked, entries validated as they are typed, "
        "totals computed.\n"
        "\n"
        "A set (shifeng-2023) gives all its forms in one workbook; single forms can be named "
        "too. Sheets are protected without a password. Existing files are never replaced.",
    ),
    "handout.examples": (
        "xlform blank shifeng-2023 -o 下发 --year 2024\n"
        "xlform blank shifeng-2023 -o 下发 --year 2024 --roster 单位名单.csv\n"
        "xlform blank 附表3 -o 附表3.xlsx --year 2024 --copies 4",
        "xlform blank shifeng-2023 -o blanks --year 2024\n"
        "xlform blank shifeng-2023 -o blanks --year 2024 --roster units.csv\n"
        "xlform blank 附表3 -o 附表3.xlsx --year 2024 --copies 4",
    ),
    "handout.output": (
        "写到哪个文件夹；只做一个时也可写 .xlsx 文件名。",
        "The folder to write to; for a single workbook also the name of an .xlsx file.",
    ),
    "handout.unit": ("填好单位名称。", "Fill in the unit's name."),
    "handout.year": (
        "表名、年度改成这一年，日期按这一年核对。",
        "The year in titles; dates are checked against it.",
    ),
    "handout.copies": (
        "一个单位有几张的表（附表3）做几张，默认 1。",
        "Number of sheets of a form that a unit may have several of (default 1).",
    ),
    "handout.roster": (
        "单位名单（CSV，一列“单位名称”）：每个单位一个工作簿。",
        "A list of units (CSV with a column “name”): one workbook for each.",
    ),
    "handout.both": (
        "--unit 和 --roster 只能用一个：一个单位，或名单里的每个单位。",
        "Use --unit or --roster: one unit, or each unit of a list.",
    ),
    "handout.needs-folder": (
        "用 --roster 时一个单位一个文件，-o 应是文件夹，不是“{output}”。",
        "With --roster there is a file for each unit: -o has to be a folder, not {output}.",
    ),
    "handout.book": ("绩效目标空白表", "blank forms"),
    "handout.of-year": ("{year}年{title}", "{title} {year}"),
    "handout.missing": (
        "{form}：空白表里没有“{what}”，填不了；请核对 form.toml 与空白表。",
        "{form}: the blank has no {what}, which can't be filled in; compare it with form.toml.",
    ),
    "handout.counts": (
        "已做好 {written} 个工作簿，每个 {forms} 种表；失败 {failed} 个。",
        "{written} workbooks written, {forms} forms in each; {failed} failed.",
    ),
    "error.blank-exists": (
        "“{path}”已经有了，没有覆盖（可能是单位填好的）：请换一个文件夹，或先移走它。",
        "{path} already exists and was not replaced: choose another folder, or move it away.",
    ),
    # Prompts in a blank form
    "hint.required": ("必填。", " Required."),
    "hint.optional": ("没有的空着。", " Leave it empty if there is none."),
    "hint.at-most": (" {limit}字以内。", " {limit} characters at most."),
    "hint.at-most-only": (
        "“{label}”限{limit}字。",
        "{label} has {limit} characters at most.",
    ),
    "hint.dated-title": ("年份", "Years"),
    "hint.dated": (
        "把其中的年份改成实际年份，其余的字不要改。",
        "Set the years, keep the other text.",
    ),
    "hint.text": ("填写“{label}”。", "{label}."),
    "hint.level": ("另有这一级指标时填在这里。", "For an additional level of indicators."),
    "hint.sequence": ("填序号，如一、二、三。", "A number: 一, 二, 三 …"),
    "hint.target": (
        "一格一个指标值：比较符、数值、单位，如 ≥90%、≤30天、66个；不能量化的写清要达到的程度。",
        "One target: comparator, number and unit (≥90%, ≤30天, 66个); or a description.",
    ),
    "hint.number": ("填数字，不写单位。", "A number without a unit."),
    "hint.percent": ("填百分比，如 95%。", "A percentage, such as 95%."),
    "hint.date": ("填一个日期，如 {year}-06-30。", "A day, such as {year}-06-30."),
    "hint.tick": ("打勾填“√”，没有就空着。", "A tick (√), or nothing."),
    "hint.period": (
        "写起止日期，如 {year}.01.01-{year}.12.31。",
        "First and last day: {year}.01.01-{year}.12.31.",
    ),
    "hint.period-only": (
        "“{label}”应在{year}年内，写成 {year}.01.01-{year}.12.31 的样子。确实跨年的可以保留。",
        "{label} should be within {year}, such as {year}.01.01-{year}.12.31. Keep it if it is not.",
    ),
    "hint.amount": (
        "按{money}填数字，如 95.00；不写单位，也不写“无”“/”。",
        "A number in {money}, such as 95.00, without the unit.",
    ),
    "hint.amount-only": (
        "“{label}”只能填不小于 0 的数字（{money}），不写单位；没有的空着。",
        "{label} has to be a number in {money}, 0 or more, without the unit, or empty.",
    ),
    "hint.choice": ("从下拉列表里选一个。", "Choose one from the list."),
    "hint.choice-only": ("只能从列表里选：{choices}。", "Choose one of: {choices}."),
    "hint.computed": ("自动计算，不用填。", "Computed; nothing to fill in."),
    "hint.behind-text": (
        "接在“{prefix}”后面填，前面这几个字不要删。",
        "Write after “{prefix}” and keep these words.",
    ),
    "hint.behind-text-only": (
        "请保留“{prefix}”，接在后面填。",
        "Keep “{prefix}” and write after it.",
    ),
    "hint.behind-amount": (
        "接在“{prefix}”后面填数字（{money}），不写单位，前面这几个字不要删。",
        "Write a number in {money} after “{prefix}”, without the unit, and keep these words.",
    ),
    "hint.behind-amount-only": (
        "请保留“{prefix}”，后面只填不小于 0 的数字（{money}），不写单位。",
        "Keep “{prefix}”; after it only a number in {money}, 0 or more, without the unit.",
    ),
    "error.no-codes": (
        "编码表“{path}”里没有编码：第一行应为列名“列,编码,名称”（“列”可以不要），以下一行一个。",
        "No codes in {path}: its first line should be “column,code,name” (column is "
        "optional), then one line for each code.",
    ),
}
