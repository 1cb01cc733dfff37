"""Messages on writing: blank forms, totals kept as filed, values without a cell."""

from __future__ import annotations

from typing import Final

WRITING: Final[dict[str, tuple[str, str]]] = {
    "error.blank-beyond-cells": (
        "空白表 {path} 含有单元格之外的内容（{part}），不能据以填写；请在 WPS 或 Excel 中删去后再用",
        "the blank {path} holds objects outside its cells ({part}) that can't be carried "
        "over; remove them first",
    ),
    "error.blank-unknown": (
        "空白表 {path} 中找不到“{name}”自己的标签；请核对 form.toml 与空白表",
        "the template {name} finds none of its labels in its blank {path}; compare form.toml "
        "with it",
    ),
    "error.no-such-blank": (
        "{path}：模板套“{set}”中没有“{kind}”的空白表。现有的套：{known}",
        "{path}: the set {set} has no blank of {kind}; available sets: {known}",
    ),
    "error.written-differs": (
        "{path}：没有写出：写出后读回，“{sheet}”的“{what}”应为“{wanted}”，读到“{found}”。"
        "这一项的文字与表上印的栏目名称相混，请在原件中改写后再试",
        "{path}: not written: read back, {what} on {sheet} should be {wanted!r} and is "
        "{found!r}. Its words are mistaken for something the form prints; rephrase them",
    ),
    "error.text-too-long": (
        "{path}：没有写出：“{sheet}”的“{what}”有 {length} 个字，一个单元格最多 {limit} 个；请缩短后再试",
        "{path}: not written: {what} on {sheet} has {length} characters, a cell at most {limit}; "
        "shorten it",
    ),
    "write.help": (
        "把填报内容写进官方空白表，另存为干净的工作簿。\n\n"
        "表样按空白表原样，不重画：行数、合并、行高、打印区域、下拉列表、公式随内容调整；合计写成带结果的公式；"
        "附表3每个专项一张工作表。写好后重新读取、逐项比较，一致才放到输出处。",
        "Write submissions into the official blanks, as clean workbooks.\n"
        "\n"
        "The blank is filled, not redrawn: rows, merges, heights, print area, lists and "
        "formulas follow what was filed; totals are formulas with results; each fund has a "
        "sheet of its own. The output is read back and compared first.",
    ),
    "write.examples": (
        "xlform write 云田镇.xlsx -o 云田镇-规范.xlsx\n"
        "xlform write 全区/*.xlsx -o 规范件\n"
        "xlform write 云田镇.xlsx --to 2024 -o 云田镇-2024.xlsx\n"
        "xlform write 云田镇.xlsx --redact -o 云田镇-公开.xlsx\n"
        "xlform write 云田镇.xlsx --narrative -o 说明.docx",
        "xlform write 云田镇.xlsx -o clean.xlsx\n"
        "xlform write all/*.xlsx -o clean\n"
        "xlform write 云田镇.xlsx --to 2024 -o 2024.xlsx\n"
        "xlform write 云田镇.xlsx --redact -o public.xlsx\n"
        "xlform write 云田镇.xlsx --narrative -o narrative.docx",
    ),
    "write.output": (
        "写到哪个 .xlsx；几个文件时写文件夹名。必写。",
        "The .xlsx to write; a folder for several files. Required.",
    ),
    "write.template": (
        "用哪一套空白表（templates 下的文件夹名）；不写用各表自己的一套。",
        "The set of blanks to use (a folder of templates); by default the forms' own.",
    ),
    "write.to": (
        "改成这一年的申报表：标题、日期改年，金额留空，指标照留；逐项列出改动。",
        "Make it the form of this year: titles and dates shifted, amounts cleared, indicators "
        "kept; every change is listed.",
    ),
    "write.redact": (
        "隐去姓名、电话、证件号码，供公开用（哪些项是个人信息由模板声明）；逐项列出隐去之处。",
        "Mask names, phone and identity numbers, for publication (templates declare which fields "
        "are personal); each place is listed.",
    ),
    "write.needs-folder": (
        "几个文件要写到文件夹，“{output}”是文件名：请写一个文件夹名。",
        "Several files are written to a folder, but {output} is a file name: give a folder.",
    ),
    "write.other-suffix": (
        "“{output}”的扩展名应为 {suffix}，与官方空白表相同。",
        "{output} should end in {suffix}, as the official blanks do.",
    ),
    "write.the-year": ("年度", "year"),
    "write.row": ("{table}第{row}行·{column}", "{table} row {row} · {column}"),
    "write.blank": ("（空）", "(empty)"),
    "write.year": ("年度", "year"),
    "write.written": ("{path} → {output}（{forms} 张表）", "{path} → {output} ({forms} forms)"),
    "write.change": ("{form}　{what}：{old} 改为 {new}", "{form}  {what}: {old} → {new}"),
    "write.cell-lost": (
        "原表 {cell} 的“{text}”没有读取，写出的表里没有，请核对",
        "{cell} of the source was not read and is not in the output: {text}",
    ),
    "write.cell-hidden": (
        "原表 {cell} 没有读取，写出的表里没有，请核对（供公开，不显示内容）",
        "{cell} of the source was not read and is not in the output (not shown: for publication)",
    ),
    "write.cells-more": (
        "还有 {count} 格没有读取、没有写出（xlform import --full 列出范围）",
        "{count} more cells were not read and are not in the output (xlform import --full)",
    ),
    "write.part-lost": (
        "原表 {where} 没有读取，写出的表里没有，请核对（{because}）",
        "{where} of the source was not read and is not in the output ({because})",
    ),
    "write.masked": ("{form}　{what}：{old}隐去后为 {new}", "{form}  {what}: masked {old}as {new}"),
    "write.year-left": (
        "{form}　{what}：仍写有{new}年，请核对：{old}",
        "{form}  {what}: still contains {new}, please check: {old}",
    ),
    "write.period-left": (
        "{form}　{what}：{new}，不是一个整年度内的，没有改，请核对",
        "{form}  {what}: {new} is not within the year and was kept, please check",
    ),
    "write.total-differs": (
        "{sheet} {cell}：合计与明细不符（填报 {filed}，明细合计 {computed}），按填报数写入",
        "{sheet} {cell}: filed as {filed}, its parts add up to {computed}; written as filed",
    ),
    "write.label-number": (
        "{form}的栏目“{seen}”没有照写，空白表印的是“{meant}”：请在写出的表上改",
        "{form}: the label {seen} was not written, the blank prints {meant}: change it there",
    ),
    "write.lost": (
        "{form}　{what}：所选的空白表中没有这一项，没有写入：{text}",
        "{form}  {what}: the chosen blank has no cell for it, not written: {text}",
    ),
    "write.doubtful-blank": (
        "{form}　{what}：扫描件上看不清（{place}，认作“{text}”），留空，请看原件补填",
        "{form}  {what}: not clear on the scan ({place}, recognised as “{text}”), left blank; fill it "
        "in from the paper",
    ),
    "write.doubtful-empty": (
        "{form}　{what}：扫描件上压着印章（{place}），没有认出字，留空，请看原件补填",
        "{form}  {what}: under a seal on the scan ({place}), nothing was recognised and it is left "
        "blank; fill it in from the paper",
    ),
    "write.doubtful": (
        "{form}　{what}：扫描件上看不清（{place}），照认出的写作“{text}”，请看原件核对",
        "{form}  {what}: not clear on the scan ({place}), written as recognised: “{text}”; compare it "
        "with the paper",
    ),
    "write.counts": (
        "共 {total} 个文件：写出 {written} 个，未能读写 {failed} 个，{told} 处请核对。",
        "Files: {total}, written: {written}, failed: {failed}; points to check: {told}.",
    ),
    "cli.set": ("套名", "SET"),
    "cli.year": ("年度", "YEAR"),
}
