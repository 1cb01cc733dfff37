"""The catalog: for each key the Chinese and the English message.

Sentences for people who check forms: what was seen, where, what to do. Placeholders in braces are
filled in by :func:`xlform.messages.say`.
"""

from __future__ import annotations

from typing import Final

CATALOG: Final[dict[str, tuple[str, str]]] = {
    # Files that can't be read
    "error.missing-file": (
        "找不到文件“{path}”：请核对文件名和所在文件夹。",
        "No such file: {path}. Check its name and folder.",
    ),
    "error.folder": (
        "“{path}”是文件夹，不是文件：请写出其中的文件，例如 {path}/*.xlsx。",
        "{path} is a folder, not a file: name the files in it, for example {path}/*.xlsx.",
    ),
    "error.unreadable": (
        "打不开“{path}”（{reason}）：请确认文件没有被其他程序占用、您有读取权限。",
        "{path} can't be opened ({reason}): make sure no other program holds it and you may read it.",
    ),
    "error.empty-file": (
        "“{path}”是空文件（0 字节），多半是传输中断：请让填报单位重新发送。",
        "{path} is empty (0 bytes), most likely a broken transfer: ask the unit to send it again.",
    ),
    "error.lock-file": (
        "“{path}”是表格打开时留下的临时文件（~$ 开头），不是填报表：请选同名的正式文件。",
        "{path} is a lock file (~$…) left by an open workbook: choose the workbook itself.",
    ),
    "error.too-large-file": (
        "“{path}”有 {size} MB，超过 {limit} MB 的上限，不像填报表：请核对是否发错文件。",
        "{path} has {size} MB, over the limit of {limit} MB: is it the right file?",
    ),
    "error.not-a-spreadsheet": (
        "“{path}”的内容不是 Excel 工作簿（{seen}）：请用 WPS 或 Excel 打开后另存为 .xlsx 再试。",
        "{path} is no Excel workbook inside ({seen}): open it in WPS or Excel and save it as .xlsx.",
    ),
    "error.old-format": (
        "“{path}”是{seen}，目前只读 .xlsx 和 .xlsm：请用 WPS 或 Excel 另存为 .xlsx 再试。",
        "{path} is {seen}; only .xlsx and .xlsm are read so far: save it as .xlsx and try again.",
    ),
    "error.encrypted": (
        "“{path}”设有打开密码，无法读取：请让填报单位取消密码后重新发送。",
        "{path} needs a password to open: ask the unit to remove it and send the file again.",
    ),
    "error.damaged": (
        "“{path}”已损坏或不完整（压缩包读不出来）：请让填报单位重新发送。",
        "{path} is damaged or incomplete (its zip archive can't be read): ask for it again.",
    ),
    "error.damaged-part": (
        "“{path}”已损坏（其中的 {part} 读不出来）：请用 WPS 或 Excel 打开并另存后再试。",
        "{path} is damaged ({part} in it can't be read): open it in WPS or Excel, save, try again.",
    ),
    "error.missing-part": (
        "“{path}”不完整（缺少 {part}）：请用 WPS 或 Excel 打开并另存后再试。",
        "{path} is incomplete ({part} is missing): open it in WPS or Excel, save, and try again.",
    ),
    "error.not-a-workbook": (
        "“{path}”是压缩包，但里面没有 Excel 工作簿：请核对是否发错文件，压缩包请先解压。",
        "{path} is a zip archive with no Excel workbook in it: unpack it first or check the file.",
    ),
    "error.too-many-parts": (
        "“{path}”里有超过 {limit} 个部件，不像填报表，为安全起见没有读取。",
        "{path} holds more than {limit} parts; for safety it was not read.",
    ),
    "error.too-large-inside": (
        "“{path}”解压后超过 {limit} MB，不像填报表，为安全起见没有读取。",
        "{path} unpacks to more than {limit} MB; for safety it was not read.",
    ),
    "error.part-too-large": (
        "“{path}”里的 {part} 解压后异常庞大，为安全起见没有读取：请清除空行空列的格式后另存。",
        "{part} in {path} unpacks to an abnormal size and was not read: clear the formatting of "
        "empty rows and columns and save it again.",
    ),
    "error.part-outside": (
        "“{path}”里有指向包外的路径（{part}），为安全起见没有读取。",
        "{path} holds a path that leads outside ({part}); for safety it was not read.",
    ),
    "error.doctype": (
        "“{path}”里有办公软件不会写的 DOCTYPE 声明，为安全起见没有读取。",
        "{path} holds a DOCTYPE, which no office program writes; for safety it was not read.",
    ),
    "error.too-many-merges": (
        "“{path}”里一张工作表有超过 {limit} 处合并单元格，不像填报表，没有读取。",
        "A sheet of {path} has more than {limit} merged ranges; it was not read.",
    ),
    "error.too-many-cells": (
        "“{path}”里一张工作表有超过 {limit} 个有内容的单元格，不像填报表，没有读取。",
        "A sheet of {path} has more than {limit} filled cells; it was not read.",
    ),
    "error.crashed": (
        "读取“{path}”时程序内部出错（{reason}）：其余文件不受影响，请把该文件反馈给我们。",
        "Reading {path} failed inside the program ({reason}): the others are not affected; "
        "please report this file.",
    ),
    "error.no-form": (
        "“{path}”里没有认出任何已知表格：最接近“{nearest}”，但缺少标签 {missing}。"
        "请核对是否用错模板（xlform templates 列出全部模板）。",
        "No known form was found in {path}: nearest is {nearest}, but these labels are missing: "
        "{missing}. Is it the right template? (xlform templates lists them all.)",
    ),
    "error.no-form-at-all": (
        "“{path}”里没有认出任何已知表格，也没有一个已知标签：请核对是否发错文件"
        "（xlform templates 列出全部模板）。",
        "No known form was found in {path}, nor a single known label: is it the right file? "
        "(xlform templates lists the known forms.)",
    ),
    "seen.nothing": ("没有可辨认的内容", "nothing recognisable"),
    "seen.text": ("纯文本", "plain text"),
    "seen.html": ("网页（HTML）", "a web page (HTML)"),
    "seen.xml": ("XML 文本", "XML text"),
    "seen.pdf": ("PDF 文件", "a PDF"),
    "seen.image": ("图片", "a picture"),
    "seen.rar": ("RAR 或 7z 压缩包", "a RAR or 7z archive"),
    "seen.word": ("Word 文档", "a Word document"),
    "seen.xls": ("旧版 Excel（.xls）或 WPS 旧格式", "an old Excel (.xls) or WPS workbook"),
    "seen.xlsb": ("Excel 二进制工作簿（.xlsb）", "a binary Excel workbook (.xlsb)"),
    "seen.ods": ("OpenDocument 表格（.ods）", "an OpenDocument spreadsheet (.ods)"),
    "error.not-a-submission": (
        '“{path}”不是 xlform 写出的数据（应有 "schema": "{schema}"）：请核对文件。',
        '{path} is no data written by xlform (it should say "schema": "{schema}").',
    ),
    "error.faulty-json": (
        "“{path}”的 JSON 内容有误（{fault}）：请用 xlform import 重新生成。",
        "The JSON in {path} is faulty ({fault}): write it anew with xlform import.",
    ),
    "error.unknown-template": (
        "“{path}”用到了本机没有的模板 {template}：请补上该模板，或核对 XLFORM_TEMPLATES。",
        "{path} uses the template {template}, which is not here: add it or check XLFORM_TEMPLATES.",
    ),
    # The grid notation
    "error.notation-line": (
        "表格记法第 {line} 行不是表格行（{seen}）：每行以 | 开头和结尾，或以 @ 开头。",
        "Line {line} is no grid notation ({seen}): a line starts and ends with | or starts with @.",
    ),
    "error.notation-row": (
        "表格记法第 {line} 行没有以 | 结束（{seen}）：请补上 |；单元格里的 | 写作 \\|。",
        "Line {line} does not end with | ({seen}): add it; a | within a cell is written \\|.",
    ),
    "error.notation-unknown": (
        "表格记法第 {line} 行的指令不认识（{seen}）：可用 @name @sheet @hidden @beside @merges @at。",
        "Line {line} has an unknown word ({seen}): known are @name @sheet @hidden @beside @merges "
        "@at.",
    ),
    "error.notation-directive": (
        "表格记法第 {line} 行写得不对（{seen}）：例如 @sheet 附表2 hidden、@hidden rows 3,5-7、@at D40。",
        "Line {line} is not written as it should be ({seen}): for example @sheet 附表2 hidden, "
        "@hidden rows 3,5-7, @at D40.",
    ),
    "error.notation-cell": (
        "表格记法第 {line} 行有读不懂的单元格（{seen}）：反斜杠写作 \\\\，公式写作 =A1+A2 → 3。",
        "Line {line} has a cell that can't be read ({seen}): a backslash is written \\\\, "
        "a formula =A1+A2 → 3.",
    ),
    "error.notation-merge": (
        "表格记法第 {line} 行 {seen} 的合并标记（^ 上、< 左）拼不成一个矩形：请核对。",
        "Line {line}: the marks of the merge at {seen} (^ above, < left) make no rectangle.",
    ),
    "error.notation-twice": (
        "表格记法第 {line} 行又写了一次 {seen}：请核对前面的 @at。",
        "Line {line} gives {seen} a second time: check the @at lines.",
    ),
    "error.notation-outside": (
        "表格记法第 {line} 行写到了工作表之外（{seen}）：请核对前面的 @at。",
        "Line {line} leads off the sheet ({seen}): check the @at line before it.",
    ),
    "error.only-hidden": (
        "“{path}”里只有隐藏的工作表（{sheets}）有内容：请取消隐藏、核对后另存再试。",
        "Only hidden sheets of {path} hold anything ({sheets}): unhide them, check, save, try again.",
    ),
    "error.no-templates": (
        "文件夹“{folder}”里没有模板（应有 套名/表名/form.toml）：请核对 XLFORM_TEMPLATES。",
        "No templates in {folder} (expected set/form/form.toml): check XLFORM_TEMPLATES.",
    ),
    "error.declaration": (
        "模板声明“{path}”有误：{fault}",
        "The declaration {path} is faulty: {fault}",
    ),
    "declaration.known-keys": ("；可用的键：{keys}", "; known keys: {keys}"),
    "error.declared-column": (
        "模板声明“{path}”的表 {table} 提到了没有声明的列 {column}。",
        "Table {table} of the declaration {path} names a column it does not declare: {column}.",
    ),
    "error.declared-field": (
        "模板声明“{path}”的 closing 提到了没有声明的项 {field}。",
        "The closing fields of the declaration {path} name one it does not declare: {field}.",
    ),
    # What nobody read
    "unread.hidden-sheet": ("工作表是隐藏的，没有读取", "the sheet is hidden and was not read"),
    "unread.hidden-form": (
        "工作表是隐藏的，没有读取（其中有：{forms}）",
        "the sheet is hidden and was not read (it holds: {forms})",
    ),
    "unread.no-form": ("没有认出任何已知表格", "no known form was found on the sheet"),
    "unread.column": ("模板没有这一列：“{seen}”", "the template has no such column: {seen}"),
    "unread.outside": ("不属于表中任何一项：“{seen}”", "belongs to no part of the form: {seen}"),
    "unread.beside": ("有{what}，不在单元格里，没有读取", "has {what} outside its cells, not read"),
    "beside.comments": ("批注", "comments"),
    "beside.threadedComment": ("讨论批注", "threaded comments"),
    "beside.drawing": ("图片、图形或文本框", "pictures, shapes or text boxes"),
    "beside.oleObject": ("嵌入的对象", "embedded objects"),
    # The tree on a terminal
    "tree.year": ("{year}年", "{year}"),
    "tree.no-year": ("年度不详", "year unknown"),
    "tree.no-unit": ("单位不详", "unit unknown"),
    "tree.forms": ("{count} 张表", "{count} forms"),
    "tree.table": ("{title}（{count} 行）", "{title} ({count} rows)"),
    "tree.total": ("{table}·合计", "{table}: total"),
    "tree.money": ("{amount} 万元", "{amount} 万元"),
    "tree.missing": ("（没有读到数）", "(no number)"),
    "tree.blank": ("（空）", "(blank)"),
    "tree.blank-level": ("（二级指标空缺）", "(level left blank)"),
    "tree.empty-slot": ("（未填）", "(not filled in)"),
    "tree.notes": ("读表时的提示 {count} 处", "{count} notes on reading"),
    "tree.more": ("……还有 {count} 处，见 --format json", "… and {count} more, see --format json"),
    "tree.unread": ("没有读取的内容 {count} 处", "{count} things not read"),
    # What the reader had to overlook, repair or leave open
    "note.label-near": ("标签“{seen}”按“{meant}”读取", "label {seen} was taken for {meant}"),
    "note.column-missing": ("缺少“{meant}”这一列", "the column {meant} is missing"),
    "note.table-missing": ("缺少“{meant}”这一部分", "the section {meant} is missing"),
    "note.field-missing": ("缺少“{meant}”这一项", "the field {meant} is missing"),
    "note.title-missing": ("没有认出表名", "no title was recognised"),
    "note.total-missing": ("没有找到合计行", "no total row was found"),
    "note.second-total": ("又一个合计行“{seen}”，未计入", "another total row ({seen}), left out"),
    "note.subtotal": ("“{seen}”行是小计，未计入明细", "{seen} is a subtotal, left out of the rows"),
    "note.blank-level": (
        "上级指标已换，本级指标空缺",
        "the outer level changes and this level is blank",
    ),
    "note.hidden-row": (
        "“{seen}”所在行被隐藏，仍已读取",
        "the row of {seen} is hidden and was read",
    ),
    "note.amount-text": ("金额是文本“{seen}”，不是数字", "the amount is text ({seen}), no number"),
    "note.amount-converted": ("“{seen}”已折算为万元", "{seen} was converted to 万元"),
    "note.amount-unreadable": ("“{seen}”不是金额", "{seen} is no amount"),
    "note.formula-unknown": (
        "公式“{seen}”没有可信的结果，按没有数处理",
        "the formula {seen} has no result to be trusted and counts as missing",
    ),
    "note.formula-error": ("公式出错：{seen}", "the formula fails: {seen}"),
    "note.choice": ("“{seen}”不在可选项中", "{seen} is none of the choices"),
    # A blank drawn with its fields' names
    "blank.fields": ("各项", "Fields"),
    "blank.table": ("{title}（{name}），每行：", "{title} ({name}), each row:"),
    "kind.text": ("文字", "text"),
    "kind.amount": ("金额（万元）", "money in 万元"),
    "kind.target": ("指标值", "target"),
    "kind.period": ("起止日期", "period"),
    "kind.sequence": ("序号", "row number"),
    "kind.money-unit": ("金额单位", "money unit"),
    "kind.level": ("指标级别名称", "name of an indicator level"),
    # The command line
    "error.unwritable": (
        "写不进“{path}”（{reason}）：请确认文件夹存在、可写，文件没有在其他程序中打开。",
        "{path} can't be written ({reason}): make sure its folder is there and writable, and that "
        "no other program holds the file.",
    ),
    "error.no-such-template": (
        "没有模板“{name}”。现有：{known}。",
        "No such template: {name}. There are: {known}.",
    ),
    "cli.usage": ("用法：", "Usage: "),
    "cli.options": ("选项：", "Options:"),
    "cli.commands": ("命令：", "Commands:"),
    "cli.examples": ("例：", "Examples:"),
    "cli.options-metavar": ("[选项]", "[OPTIONS]"),
    "cli.subcommand": ("命令 [参数]…", "COMMAND [ARGS]…"),
    "cli.help": ("显示本页。", "Show this page."),
    "cli.file": ("文件", "FILE"),
    "cli.out": ("输出", "OUT"),
    "cli.template": ("模板", "TEMPLATE"),
    "cli.interrupted": ("已中断。", "Interrupted."),
    "cli.lang": ("界面语言（也可用环境变量 XLFORM_LANG）。", "Language (or set XLFORM_LANG)."),
    "cli.version": ("显示版本号。", "Show the version."),
    "cli.program": (
        "读取、核对、修复和汇总预算绩效表格，全程离线。",
        "Read, check, mend and consolidate budget-performance forms, offline.",
    ),
    "cli.program-examples": (
        "xlform import 云田镇.xlsx\nxlform templates\nxlform import --help",
        "xlform import 云田镇.xlsx\nxlform templates\nxlform import --help",
    ),
    "import.help": (
        "读取填报文件，显示或导出其中的表格。\n\n"
        "按标签认表，不看工作表名和单元格位置；没有读取的内容逐项列出。"
        "读不了的文件各用一句话说明原因，其余照常读取。",
        "Read submissions and show or export the forms in them.\n\n"
        "Forms are found by their labels, whatever the sheet or cell; whatever was not read is "
        "listed. A file that can't be read is named with the reason, and the others are done.",
    ),
    "import.examples": (
        "xlform import 云田镇.xlsx                       显示成树\n"
        "xlform import 云田镇.xlsx --format json         一个 JSON 对象\n"
        "xlform import 全区/*.xlsx -o 全区.jsonl         每个文件一行 JSON\n"
        "xlform import 全区/*.xlsx -o 明细.xlsx          全部明细写进一个工作簿\n"
        "xlform import 全区/*.xlsx --format csv -o 明细  每类明细一个 CSV 文件",
        "xlform import 云田镇.xlsx                       shown as a tree\n"
        "xlform import 云田镇.xlsx --format json         one JSON object\n"
        "xlform import district/*.xlsx -o all.jsonl      a line of JSON for each file\n"
        "xlform import district/*.xlsx -o rows.xlsx      all rows in one workbook\n"
        "xlform import district/*.xlsx --format csv -o rows   a CSV file for each table",
    ),
    "import.output": (
        "写到文件（csv、parquet 写到文件夹）；不写则显示。",
        "Write to a file (csv and parquet: to a folder) instead of showing.",
    ),
    "import.format": (
        "格式；不写则看输出文件的扩展名，没有输出文件时为 tree。",
        "The format; by the output's suffix if not given, tree without an output.",
    ),
    "import.full": (
        "多个文件时也显示全部内容，而不是每张表一行。",
        "Show everything for several files too, not a line for each form.",
    ),
    "import.reading": ("正在读取", "Reading"),
    "import.no-format": (
        "从“{output}”看不出要写成什么格式：请加上 --format。",
        "The format can't be told from {output}: add --format.",
    ),
    "import.needs-output": (
        "--format {form} 要写出文件：请用 -o 指定输出位置。",
        "--format {form} writes files: say where with -o.",
    ),
    "import.over-input": (
        "输出“{output}”就是输入文件之一，不会覆盖原件：请换一个名字。",
        "The output {output} is one of the inputs, which are never overwritten: choose another.",
    ),
    "import.output-folder": (
        "输出“{output}”是文件夹，这种格式要写成文件：请写出文件名。",
        "The output {output} is a folder; this format needs the name of a file.",
    ),
    "import.output-file": (
        "输出“{output}”是文件，这种格式要写到文件夹：请换一个文件夹名。",
        "The output {output} is a file; this format is written to a folder.",
    ),
    "import.counts": (
        "共 {total} 个文件：读出 {files} 个（{forms} 张表，指标 {indicators} 项，空白指标行 {slots} 行，"
        "提示 {notes} 处，未读内容 {unread} 处），失败 {failed} 个。",
        "{total} files: {files} read ({forms} forms, {indicators} indicators, {slots} empty indicator "
        "rows, {notes} notes, {unread} things not read), {failed} failed.",
    ),
    "templates.help": (
        "列出模板；给出名称则画出空白表，并标出各项的名称。\n\n模板可写全名、种类、表名或附表号。",
        "List the templates; with a name, draw the blank form with each field's name in place.\n\n"
        "A template goes by its full name, its kind, its title or its 附表 number.",
    ),
    "templates.examples": (
        "xlform templates\nxlform templates 附表3\nxlform templates national-2015/project",
        "xlform templates\nxlform templates fund-direction\nxlform templates national-2015/project",
    ),
    "templates.name": ("模板", "template"),
    "templates.kind": ("种类", "kind"),
    "templates.title": ("表名", "title"),
    "templates.source": ("依据", "source"),
    "schema.help": ("显示导入结果的 JSON Schema。", "Print the JSON Schema of a submission."),
    "schema.examples": ("xlform schema > submission.schema.json",) * 2,
    "completion.help": (
        "显示命令行补全脚本（bash、zsh、fish）。",
        "Print a shell's completion script (bash, zsh, fish).",
    ),
    "completion.examples": ('eval "$(xlform completion bash)"',) * 2,
    "usage.no-such-option": ("没有选项 {name}。", "No such option: {name}."),
    "usage.no-such-command": (
        "没有命令“{name}”。xlform --help 列出全部命令。",
        "No such command: {name}. xlform --help lists them all.",
    ),
    "usage.guess": ("是不是 {names}？", " Did you mean {names}?"),
    "usage.missing": ("缺少参数：{name}。", "Missing: {name}."),
    "usage.option": ("选项 {name} 的用法不对：请看 --help。", "Wrong use of {name}: see --help."),
    "usage.choice": ("{name} 只能是：{choices}。", "{name} must be one of: {choices}."),
    "usage.value": ("{name} 的值不对：{message}", "Wrong value for {name}: {message}"),
    "usage.other": ("{message}", "{message}"),
    # Frames and exports
    "column.file": ("文件", "file"),
    "column.unit": ("单位", "unit"),
    "column.year": ("年度", "year"),
    "column.template": ("模板", "template"),
    "column.sheet": ("工作表", "sheet"),
    "column.form": ("表序号", "form"),
    "column.row": ("行号", "row"),
    "column.fund": ("所属专项", "fund"),
    "column.direction": ("支出方向", "direction"),
    "column.cell": ("单元格", "cell"),
    "column.range": ("区域", "range"),
    "column.because": ("未读原因", "because"),
    "column.code": ("说明", "code"),
    "column.seen": ("原文", "seen"),
    "column.meant": ("读作", "meant"),
    "column.period_fiscal": ("中期财政拨款（万元）", "period_fiscal"),
    "column.annual_fiscal": ("年度财政拨款（万元）", "annual_fiscal"),
    "column.period_other": ("中期其他资金（万元）", "period_other"),
    "column.annual_other": ("年度其他资金（万元）", "annual_other"),
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
    "page.footer": ("第 &P 页，共 &N 页", "Page &P of &N"),
}
