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
    # Rules that gave no answer
    "asked.no-data": ("缺少数据表：{tables}", "these data tables are missing: {tables}"),
    "asked.no-form": ("报送件中没有这种表：{kinds}", "the submission holds no such form: {kinds}"),
    "asked.required": ("前提规则 {code} 没有通过", "{code}, which it requires, has not passed"),
    "asked.crashed": ("规则内部出错：{reason}", "the rule failed inside: {reason}"),
    # Word lists
    "error.words": (
        "词表“{path}”读不了：{fault}",
        "The word list {path} can't be read: {fault}",
    ),
    "error.words-list": (
        '词表“{path}”的 {list} 写得不对：应是词语的清单 ["甲", "乙"]，'
        '或一行一个 "错" = "对"（写 false 是删去）。',
        "The list {list} in {path} is not written as it should be: plain words in brackets, or "
        'lines "wrong" = "right" (false takes an entry out).',
    ),
    # Relations declared in templates
    "error.relation": (
        "{path} 的勾稽关系“{relation}”第 {position} 个字符“{seen}”看不懂：此处应为 {wanted}。",
        "{path}: relation “{relation}”, character {position}: found “{seen}”, expected {wanted}.",
    ),
    "error.relation-end": (
        "{path} 的勾稽关系“{relation}”没有写完：第 {position} 个字符起还应有 {wanted}。",
        "{path}: relation “{relation}” breaks off at character {position}: expected {wanted}.",
    ),
    "error.relation-rest": (
        "{path} 的勾稽关系“{relation}”第 {position} 个字符起的“{rest}”是多余的：请删去或补上运算符。",
        "{path}: relation “{relation}”: “{rest}” from character {position} on is too much.",
    ),
    "error.relation-name": (
        "{path} 的勾稽关系“{relation}”第 {position} 个字符起的“{name}”用不上：可用的有 {known}。",
        "{path}: relation “{relation}”, character {position}: no such value “{name}” here; "
        "known: {known}.",
    ),
    "relation.name": ("一个字段名", "the name of a field"),
    # The marked workbook and the letter
    "error.not-marked": (
        "“{path}”不能生成标注副本：{because}。",
        "{path} can't be marked in a copy of its own: {because}.",
    ),
    "unmarked.signed": (
        "文件带有数字签名，任何改动都会使签名失效；请改用其他报告格式，或请填报单位提供未签名的文件",
        "it carries a digital signature, which any change makes void; choose another report, "
        "or ask for the file unsigned",
    ),
    "unmarked.format": (
        "它不是 .xlsx 或 .xlsm 工作簿；请改用其他报告格式，或另存为 .xlsx 后再试",
        "it is no .xlsx or .xlsm workbook; choose another report, or save it as .xlsx first",
    ),
    "unmarked.zip64": (
        "压缩包为 64 位格式；请用 WPS 或 Excel 打开并另存后再试",
        "its archive is in the 64-bit layout; open it in WPS or Excel, save, and try again",
    ),
    "unmarked.encoding": (
        "其中 {part} 的字符编码不是 UTF-8 或 UTF-16；请用 WPS 或 Excel 打开并另存后再试",
        "{part} in it is neither UTF-8 nor UTF-16; open it in WPS or Excel, save, and try again",
    ),
    "unmarked.verify": (
        "写成后复核，副本与原件不一致，已放弃写出；请把此文件反馈给我们",
        "read again, the copy did not hold what the file holds, so it was not kept; please report it",
    ),
    "marked.sheet": ("问题清单", "Findings"),
    "marked.author": ("绩效股核对", "xlform check"),
    "marked.file": ("整份报送件", "the whole file"),
    "marked.none": ("没有发现问题", "nothing found"),
    "marked.id": ("编号", "id"),
    "marked.severity": ("级别", "severity"),
    "marked.place": ("位置", "place"),
    "marked.rule": ("规则", "rule"),
    "marked.problem": ("问题", "problem"),
    "marked.expected": ("应为", "expected"),
    "marked.actual": ("现为", "actual"),
    "marked.advice": ("建议", "advice"),
    "marked.answer": ("单位答复", "the unit's answer"),
    "letter.title": (
        "关于退回修改{year}部门预算绩效目标的意见",
        "Returned for revision: performance targets {year}",
    ),
    "letter.no-unit": ("各填报单位", "the submitting unit"),
    "letter.opening": (
        "你单位报送的{year}部门预算绩效目标（{file}，共{forms}张表）收悉。经审核，发现问题{count}处，"
        "其中必须修改的{error}处，需说明或修改的{warning}处，提示{info}处。现予退回，请按下列意见修改完善。",
        "Your performance targets {year} ({file}, {forms} forms) have been reviewed. {count} problems "
        "were found: {error} to be mended, {warning} to be explained or mended, {info} hints. The "
        "forms are returned herewith; please revise them as follows.",
    ),
    "letter.clean": (
        "你单位报送的{year}部门预算绩效目标（{file}，共{forms}张表）收悉。经审核，未发现需要修改的问题。",
        "Your performance targets {year} ({file}, {forms} forms) have been reviewed. No problems "
        "were found.",
    ),
    "letter.error": ("必须修改的问题（{count}处）", "To be mended ({count})"),
    "letter.warning": ("需说明或修改的问题（{count}处）", "To be explained or mended ({count})"),
    "letter.info": ("提示（{count}处）", "Hints ({count})"),
    "letter.hints": (
        "提示逐条列在附件1，请在修改时一并完善，不必逐条答复。",
        "The hints stand in attachment 1; mend them along the way, no answer is asked for.",
    ),
    "letter.open": (
        "缺少内容、未能审核的事项（请一并补齐）",
        "Left unchecked for want of entries (please complete them)",
    ),
    "letter.more": ("等另有{count}处", " and {count} more"),
    "letter.actual": ("现填：{text}。", "It reads: {text}."),
    "letter.expected": ("应为：{text}。", "It should read: {text}."),
    "letter.advice": ("建议：{text}。", "Advice: {text}."),
    "letter.close.before": ("请你单位逐项核对，于", "Please revise the forms by "),
    "letter.close.blank": ("（　　月　　日前）", "(              )"),
    "letter.close.after": (
        "完成修改，加盖公章后重新报送，并在附件1《问题清单》中逐项答复（审核依据见附件2）；对不作修改的事项，请书面说明理由。",
        ", hand them in again with your seal, and answer each item of attachment 1 (for the bases see "
        "attachment 2); for what you leave as it is, please state the reason.",
    ),
    "letter.close-clean.before": ("如需调整，请于", "Should anything change, hand it in by "),
    "letter.close-clean.blank": ("（　　月　　日前）", "(              )"),
    "letter.close-clean.after": ("报送。", "."),
    "letter.sender": ("（审核单位盖章）", "(reviewing office)"),
    "letter.date": ("　　　　年　　月　　日", "(date)"),
    "letter.list": ("附件1：问题清单", "Attachment 1: list of findings"),
    "letter.bases": ("附件2：审核依据", "Attachment 2: bases of the rules"),
    "letter.column-rule": ("规则", "rule"),
    "letter.column-basis": ("依据", "basis"),
    "letter.column-number": ("序号", "no."),
    "letter.column-id": ("编号", "id"),
    "letter.column-severity": ("级别", "severity"),
    "letter.column-place": ("位置", "place"),
    "letter.column-problem": ("问题", "problem"),
    "letter.column-answer": ("答复", "answer"),
    # Checking: the command, its settings, its reports
    "error.settings": (
        "“{path}”有误（{fault}）：请改正后再试。",
        "{path} is faulty ({fault}): mend it and try again.",
    ),
    "error.settings-key": (
        "“{path}”的 {table} 里没有“{name}”这一项：可写的有 {known}。",
        "{path}: {table} knows no key {name}; known are {known}.",
    ),
    "error.settings-choice": (
        "“{path}”的 {name} 不能写“{seen}”：可写的有 {known}。",
        "{path}: {name} can't be {seen}; it is one of {known}.",
    ),
    "error.ignore-without-reason": (
        "不核对规则 {rule} 要写明理由，例如 --ignore {rule}=理由。",
        "Ignoring {rule} needs a reason, for example --ignore {rule}=why.",
    ),
    "error.no-such-rule": (
        "没有规则“{rule}”。相近的有 {near}；xlform rules 列出全部规则。",
        "No such rule: {rule}. Near it: {near}; xlform rules lists them all.",
    ),
    "error.no-such-data": (
        "没有规则用到数据表“{name}”：可写的有 {known}。",
        "No rule asks for the data table {name}; known are {known}.",
    ),
    "error.data": (
        "读不了数据文件“{path}”（{fault}）：请核对 xlform.toml 里写的路径。",
        "The data file {path} can't be read ({fault}): check the path in xlform.toml.",
    ),
    "error.data-encoding": (
        "“{path}”的文字编码认不出来：请另存为 UTF-8 编码的 CSV。",
        "The encoding of {path} is not known: save it as CSV in UTF-8.",
    ),
    "error.since": (
        "读不了上次的结果“{path}”（{fault}）：请给出 xlform check --format json 写出的文件。",
        "The earlier result {path} can't be read ({fault}): give a file written by "
        "xlform check --format json.",
    ),
    "error.since-schema": (
        '“{path}”不是 xlform check --format json 写出的结果（应有 "schema": "{schema}"）。',
        '{path} was not written by xlform check --format json (no "schema": "{schema}").',
    ),
    "error.no-workbook": (
        "“{path}”是数据，不是工作簿，没有单元格可标：请改用原来的表格。",
        "{path} is data and has no cells to mark: use the workbook it came from.",
    ),
    "asked.ignored": ("按设定不核对：{reason}", "ignored as told: {reason}"),
    "asked.not-selected": ("这次没有选它", "not selected this time"),
    "severity.error": ("错误", "error"),
    "severity.warning": ("警告", "warning"),
    "severity.info": ("提示", "info"),
    "check.help": (
        "核对填报文件，逐条列出问题所在的单元格、错在哪里、怎样改。\n\n"
        "没有核对的规则另行列出原因，不算通过。原文件不会改动。"
        "退出码：0 没有问题，1 有问题，2 用法不对，3 有文件读不了（其余照常核对）。",
        "Check submissions and tell for each problem its cell, what is wrong and what to do.\n\n"
        "Rules that gave no answer are listed with the reason; that is no pass. The files are never "
        "changed. Exit code: 0 nothing found, 1 findings, 2 wrong use, 3 a file could not be read "
        "(the others were done).",
    ),
    "check.examples": (
        "xlform check 云田镇.xlsx                        显示问题\n"
        "xlform check 云田镇.xlsx -o 云田镇.html         写成网页\n"
        "xlform check 云田镇.xlsx -o 标记.xlsx           原表副本，问题单元格已标出\n"
        "xlform check 全区/*.xlsx --format docx -o 退回  每个单位一份退回意见\n"
        "xlform check 云田镇.xlsx --select A,X-04        只核对这些规则\n"
        "xlform check 云田镇.xlsx --ignore T-07=不影响审核\n"
        "xlform check 云田镇.xlsx -o 一审.json           留存，下次比较用\n"
        "xlform check 云田镇.xlsx --since 一审.json      标出新增、未改、已改",
        "xlform check 云田镇.xlsx                          what is wrong\n"
        "xlform check 云田镇.xlsx -o report.html           as a page\n"
        "xlform check 云田镇.xlsx -o marked.xlsx           a copy with the cells marked\n"
        "xlform check all/*.xlsx --format docx -o letters  a letter for each unit\n"
        "xlform check 云田镇.xlsx --select A,X-04          these rules only\n"
        "xlform check 云田镇.xlsx --ignore T-07=harmless\n"
        "xlform check 云田镇.xlsx -o first.json            kept, to compare with\n"
        "xlform check 云田镇.xlsx --since first.json       new, unchanged, fixed",
    ),
    "check.output": (
        "写到文件；多个文件的 xlsx、docx 写到文件夹。",
        "Write to a file (xlsx and docx of several files: to a folder).",
    ),
    "check.format": (
        "格式；不写则看输出文件的扩展名，没有输出文件时为 text。"
        "line 每条一行，xlsx 是标出问题的原表副本，docx 是退回意见。",
        "The format; by the output's suffix if not given, text without an output. line: a line a "
        "finding; xlsx: a copy of the workbook with cells marked; docx: a letter to the unit.",
    ),
    "check.select": (
        "只核对这些规则：代码或代码的开头，可用逗号分隔、可多次给出。",
        "Ask these rules only: codes or their beginnings, by commas or given again.",
    ),
    "check.ignore": (
        "不核对这条（类）规则，理由写在等号后面；可多次给出。",
        "Don't ask this rule (or rules), for the reason after the equals sign; may be repeated.",
    ),
    "check.fail-on": (
        "有这一级或更重的问题时，退出码为 1；不写则为 error。",
        "Exit with 1 for findings of this severity or graver (default error).",
    ),
    "check.since": (
        "与上次的结果（json）比较，标出新增、未改，列出已改。",
        "Compare with an earlier result (json): what is new, unchanged, fixed.",
    ),
    "check.config": (
        "设置文件；不写则从当前文件夹逐级向上找 xlform.toml。",
        "The settings; xlform.toml of this folder or the nearest above it if not given.",
    ),
    "cli.code": ("规则", "CODE"),
    "cli.code-reason": ("规则=理由", "CODE=REASON"),
    "cli.earlier": ("结果", "EARLIER"),
    "cli.settings": ("设置", "SETTINGS"),
    "check.needs-folder": (
        "几个文件的 {form} 要写到文件夹，“{output}”是文件名：请写一个文件夹名。",
        "The {form} of several files goes to a folder, and {output} names a file: name a folder.",
    ),
    "check.paper-xlsx": ("{name}.核对", "{name}.checked"),
    "check.paper-docx": ("{name}.退回意见", "{name}.letter"),
    "check.whole-file": ("整个报送件", "the submission as a whole"),
    "check.whole": ("整表", "whole form"),
    "check.nothing-found": ("没有发现问题。", "Nothing found."),
    "check.advice": ("办法：{advice}", "To do: {advice}"),
    "check.numbers": ("应为 {expected}，实为 {actual}。", "Expected {expected}, found {actual}."),
    "check.expected": ("应为：{text}", "Expected: {text}"),
    "check.actual": ("实为：{text}", "Found: {text}"),
    "check.new": ("新增", "new"),
    "check.kept": ("未改", "unchanged"),
    "check.fixed-list": ("已改 {count} 处：", "{count} fixed:"),
    "check.unasked-list": (
        "上次有、这次没有核对的 {count} 处（不算已改）：",
        "{count} found before and not asked this time (not counted as fixed):",
    ),
    "check.not-asked": (
        "未核对 {count} 项（规则没有给出答案，不等于通过）：",
        "{count} not asked (no answer is no pass):",
    ),
    "check.unselected": ("另有 {count} 条规则没有选。", "{count} more rules were not selected."),
    "check.places": ("（见 {places}）", " (at {places})"),
    "check.places-more": (
        "（见 {places} 等 {count} 处）",
        " (at {places} and more, {count} in all)",
    ),
    "check.counts": (
        "共 {total} 个文件：核对 {files} 个，错误 {error}，警告 {warning}，提示 {info}，"
        "未核对 {not_asked}；失败 {failed} 个。",
        "{total} files: {files} checked, {error} errors, {warning} warnings, {info} infos, "
        "{not_asked} not asked; {failed} failed.",
    ),
    "check.changed": (
        "与上次相比：新增 {new}，未改 {kept}，已改 {fixed}。",
        " Since last time: {new} new, {kept} unchanged, {fixed} fixed.",
    ),
    "page.title": ("预算绩效表格核对结果", "Check of budget-performance forms"),
    "page.place": ("单元格", "Cell"),
    "page.grade": ("等级、规则", "Severity, rule"),
    "page.what": ("问题与办法", "What is wrong, what to do"),
    "page.cells": ("看表格", "See the cells"),
    "page.problems": ("没有读出的文件", "Files that could not be read"),
    "page.footer-note": (
        "由 xlform 按规则核对；每条规则的依据见 xlform rules。未核对的项目不算通过。",
        "Checked by rule with xlform; xlform rules tells the grounds. Not asked is not passed.",
    ),
    # The rules' pages
    "rules.help": (
        "列出全部规则；给出代码则显示这条规则的说明：为什么、错例和改例、依据、办法。",
        "List the rules; with a code show its page: why, examples, grounds, what to do.",
    ),
    "rules.examples": (
        "xlform rules\nxlform rules C-02\nxlform rules --format markdown -o docs/rules",
        "xlform rules\nxlform rules C-02\nxlform rules --format markdown -o docs/rules",
    ),
    "rules.format": (
        "text 显示；markdown 把每条规则写成一页，放进 -o 的文件夹。",
        "text shows; markdown writes a page for each rule into the folder of -o.",
    ),
    "rules.output": ("markdown 写到的文件夹。", "The folder for markdown."),
    "rules.code": ("代码", "code"),
    "rules.severity": ("等级", "severity"),
    "rules.name": ("名称", "name"),
    "rules.summary": ("说明", "summary"),
    "rules.why": ("为什么", "Why"),
    "rules.messages": ("核对时说", "What it says"),
    "rules.broken": ("错例", "Broken"),
    "rules.mended": ("改例", "Mended"),
    "rules.advice": ("怎样改", "What to do"),
    "rules.basis": ("依据", "Grounds"),
    "rules.ignore": ("不核对这条规则", "How to ignore it"),
    "rules.reason": ("理由", "the reason"),
    "rules.asked-of": ("用于", "Asked of"),
    "rules.requires": ("先要通过", "After"),
    "rules.needs": ("要有数据", "Needs data"),
    "rules.uses": ("有则用的数据", "Data used if given"),
    "rules.written": ("已写出 {count} 页到“{output}”。", "{count} pages written to {output}."),
    # Cells changed in place (ooxml/celledit.py).
    "error.not-edited": (
        "“{path}”不能就地修改：{because}。",
        "{path} can't be changed in place: {because}.",
    ),
    "unedited.signed": (
        "文件带有数字签名，任何改动都会使签名失效；请填报单位在未签名的文件中修改",
        "it carries a digital signature, which any change makes void; change the file unsigned",
    ),
    "unedited.format": (
        "它不是 .xlsx 或 .xlsm 工作簿；请另存为 .xlsx 后再试",
        "it is no .xlsx or .xlsm workbook; save it as .xlsx first",
    ),
    "unedited.sheet": ("其中没有工作表“{sheet}”", "it has no worksheet {sheet}"),
    "unedited.spread": (
        "“{sheet}”{cell} 属于数组公式或模拟运算表 {area}，不能单独修改；请在 WPS 或 Excel 中整体修改",
        "{cell} of {sheet} belongs to the array formula or data table {area}, which can only be "
        "changed as a whole; do so in WPS or Excel",
    ),
    "unedited.merged": (
        "“{sheet}”{cell} 在合并单元格 {area} 之内而不是其左上角，写入的内容不会显示",
        "{cell} of {sheet} lies within the merge {area} and is not its first cell; nothing written "
        "there would show",
    ),
    "unedited.heading": (
        "“{sheet}”{cell} 是表格（超级表）{area} 的标题，不能单独修改；请在 WPS 或 Excel 中修改",
        "{cell} of {sheet} is a heading of the table {area} and can't be changed alone; do so in "
        "WPS or Excel",
    ),
    "unedited.no-formula": (
        "“{sheet}”{cell} 没有公式，不能更新其计算结果",
        "{cell} of {sheet} holds no formula whose result could be renewed",
    ),
    "unedited.twice": (
        "“{sheet}”{cell} 在文件中出现不止一次；请用 WPS 或 Excel 打开并另存后再试",
        "{cell} of {sheet} stands in the file more than once; open it in WPS or Excel, save, and "
        "try again",
    ),
    "unedited.shared": (
        "“{sheet}”{cell} 的公式由太多单元格共用；请在 WPS 或 Excel 中修改",
        "{cell} of {sheet} shares its formula with too many cells; change it in WPS or Excel",
    ),
    "unedited.too-long": (
        "写入“{sheet}”{cell} 的内容超过单元格的长度",
        "what is to be written to {cell} of {sheet} is longer than a cell can hold",
    ),
    "unedited.number": (
        "写入“{sheet}”{cell} 的不是单元格能存的数",
        "what is to be written to {cell} of {sheet} is no number a cell can hold",
    ),
    "unedited.formula": (
        "写入“{sheet}”{cell} 的公式含有自定变量（LET、LAMBDA 等），不能写入",
        "the formula for {cell} of {sheet} names variables of its own (LET, LAMBDA), which is not "
        "supported",
    ),
    # xlform fix
    "fix.help": (
        "修复填报文件里出错的公式，只改那几个单元格，其余一个字节不动。\n\n"
        "能改的有合计漏行、引用失效、结果过时等。"
        "不写 -o 或 --in-place 时只预览，不写文件。改完重新读取、重新核对；若会带出新的问题，则不改。"
        "金额和文字不会改动，除非加 --unsafe。"
        "退出码：0 没有要改的，或已改好；1 还有没改的（预览时，能改的也算）；2 用法不对；"
        "3 有文件读不了、写不了（其余照常处理）。",
        "Mend the formulas of submissions (totals that miss a row, lost references, stale results): "
        "only the cells at fault change, everything else stays to the byte.\n\n"
        "Without -o or --in-place nothing is written: a preview. The result is read and checked again; "
        "a file in which mending brings up another fault is left alone. No amount and no word is "
        "changed unless --unsafe is given. Exit code: 0 nothing to mend or all mended, 1 something is "
        "left (in a preview, also what could be mended), 2 wrong use, 3 a file could not be read or "
        "written (the others were done).",
    ),
    "fix.examples": (
        "xlform fix 云田镇.xlsx                     预览：改哪里、为什么\n"
        "xlform fix 云田镇.xlsx --diff              逐行对照\n"
        "xlform fix 云田镇.xlsx -o 云田镇.改.xlsx   写成新文件\n"
        "xlform fix 云田镇.xlsx --in-place          改原文件，原样另存为 .bak\n"
        "xlform fix 全区/*.xlsx -o 已改 --log 修改记录.xlsx\n"
        "xlform fix 云田镇.xlsx --only G-01         只改这条规则",
        "xlform fix 云田镇.xlsx                       preview: what and why\n"
        "xlform fix 云田镇.xlsx --diff                line by line\n"
        "xlform fix 云田镇.xlsx -o mended.xlsx        as a new file\n"
        "xlform fix 云田镇.xlsx --in-place            the file itself, kept as .bak\n"
        "xlform fix all/*.xlsx -o mended --log log.xlsx\n"
        "xlform fix 云田镇.xlsx --only G-01           this rule only",
    ),
    "fix.output": (
        "改好的文件写到这里；多个文件时写文件夹名。",
        "Write the mended file here (of several files: into a folder).",
    ),
    "fix.in-place": (
        "改原文件，改前的另存为 .bak（已有则 .bak2……）。",
        "Mend the files themselves; each is kept as .bak (.bak2 and so on if taken).",
    ),
    "fix.unsafe": (
        "连会改动金额或文字的修改也做；请先预览。",
        "Take fixes too that change an amount or a word; preview them first.",
    ),
    "fix.diff": (
        "按行对照显示改前（-）改后（+）。",
        "Show the rows before (-) and after (+).",
    ),
    "fix.only": (
        "只改这些规则：代码或代码的开头，可用逗号分隔、可多次给出；不写则改公式类。",
        "Mend these rules only: codes or their beginnings, by commas or given again (default: those "
        "on formulas).",
    ),
    "fix.log": (
        "修改记录写到这里（.json 或 .xlsx）。",
        "Write a record of all changes (.json or .xlsx).",
    ),
    "fix.fail-on": (
        "剩有这一级或更重的问题时，退出码为 1；不写则为 warning。",
        "Exit with 1 if findings of this severity or graver are left (default warning).",
    ),
    "fix.both": (
        "-o 和 --in-place 只能写一个：-o 写成新文件，--in-place 改原文件。",
        "Give either -o (a new file) or --in-place (the file itself), not both.",
    ),
    "fix.over-input": (
        "“{output}”会盖掉要修复的原文件：请换一个文件名或文件夹，或者用 --in-place（原文件留 .bak）。",
        "{output} would replace a file to be mended: choose another name or folder, or use "
        "--in-place, which keeps a .bak.",
    ),
    "fix.needs-folder": (
        "几个文件要写到文件夹，“{output}”是文件名：请写一个文件夹名。",
        "Several files go to a folder, and {output} names a file: name a folder.",
    ),
    "fix.other-suffix": (
        "“{output}”的扩展名应与原文件相同（{suffix}）：这里只修复，不转换格式。",
        "{output} should end in {suffix} as the file does: files are mended here, not converted.",
    ),
    "fix.log-format": (
        "修改记录只能写成 .json 或 .xlsx，“{log}”不是。",
        "A record of changes is .json or .xlsx, and {log} is neither.",
    ),
    "fix.converted": (
        "这是旧格式，先由 LibreOffice 转成 .xlsx 再修复，写出的是新的 .xlsx。转换会丢失宏，"
        "图形、控件、打印设置和个别格式可能改变；公式、数值、合并单元格保留。原文件不动。",
        "This is an old format: LibreOffice makes it an .xlsx first, and what is written is a new "
        ".xlsx. That loses macros and may change shapes, controls, print settings and some formats; "
        "formulas, values and merges stay. The file itself is left alone.",
    ),
    "error.fix-old-format": (
        "“{path}”是旧格式，不能改在原文件里：请用 -o 写成新的 .xlsx。",
        "{path} is of an old format and can't be mended in place: write a new .xlsx with -o.",
    ),
    "error.not-converted": (
        "LibreOffice 没能把“{path}”转成 .xlsx：请用 WPS 或 Excel 打开，另存为 .xlsx 再试。",
        "LibreOffice could not make {path} an .xlsx: open it in WPS or Excel and save it as .xlsx.",
    ),
    "fix.nothing": ("无需修改。", "Nothing to mend."),
    "fix.formula": ("公式：{old} → {new}", "formula: {old} → {new}"),
    "fix.content": ("内容：{old} → {new}", "content: {old} → {new}"),
    "fix.made-formula": (
        "内容：文本“{old}” → 公式 {new}",
        "content: text “{old}” → formula {new}",
    ),
    "fix.number": ("内容：文本“{old}” → 数字 {new}", "content: text “{old}” → number {new}"),
    "fix.shows": ("结果：{old} → {new}", "result: {old} → {new}"),
    "fix.blank": ("（空）", "(blank)"),
    "fix.no-result": ("（没有结果）", "(no result)"),
    "fix.open": ("（打开时计算）", "(computed on opening)"),
    "fix.unsafe-mark": ("会改金额或文字", "changes an amount or a word"),
    "fix.passed-over": (
        "{codes} 对这一格另有改法，没有采用。",
        "{codes} would have mended this cell in another way.",
    ),
    "fix.results": (
        "另有 {count} 个公式不改，结果随之更新：",
        "{count} more formulas stay and show new results:",
    ),
    "fix.result": ("{place} 的 {formula}，{shows}", "{place}: {formula}, {shows}"),
    "fix.left": ("还有 {count} 处没有改：", "{count} left as they are:"),
    "declined.unsafe": (
        "没有改：改动会影响金额或文字，请先核实；确认后加 --unsafe。",
        "Left: it would change an amount or a word; make sure, then use --unsafe.",
    ),
    "declined.conflict": (
        "没有改：同一单元格已按 {by} 修改，两种改法不同。",
        "Left: {by} mends the same cell in another way.",
    ),
    "declined.moved": (
        "没有改：单元格现有内容与核对时不同。",
        "Left: the cell holds something else than when it was checked.",
    ),
    "declined.none": ("没有改：没有稳妥的改法，请人工处理。", "Left: a person has to mend it."),
    "fix.notes": ("说明：", "Notes:"),
    "fix.unknown": (
        "{place} 的公式 {formula} 没有算出（{why}），已设为打开时由 WPS 或 Excel 重新计算。",
        "{place}: {formula} was not worked out ({why}); it is computed when the file is opened.",
    ),
    "unknown.cycle": ("循环引用", "it reads itself"),
    "unknown.external": ("引用了别的文件", "it reads another file"),
    "unknown.clock": ("随日期或时间变化", "it changes with the day or the hour"),
    "unknown.table": ("引用了超级表", "it reads a table by name"),
    "unknown.shown-rows": ("随隐藏或筛选的行变化", "it depends on which rows are shown"),
    "unknown.name": ("用到的名称没有定义", "it uses a name that is not defined"),
    "unknown.dates": ("两种算法对日期的理解不同", "dates are counted in two ways"),
    "unknown.differ": ("两种算法结果不一致", "two ways of computing it differ"),
    "unknown.nobody": ("没有两种算法能算", "it can't be computed in two ways"),
    "unknown.upstream": ("它引用的公式没有算出", "a formula it reads was not worked out"),
    "unknown.too-many": ("公式太多", "there are too many formulas"),
    "copied.chart": (
        "图表（{part}）用到了 {cells}，打开文件时会自动更新。",
        "A chart ({part}) shows {cells}; it is refreshed when the file is opened.",
    ),
    "copied.pivot": (
        "数据透视表（{part}）用到了 {cells}，请打开后刷新。",
        "A pivot table ({part}) holds {cells}; refresh it by hand.",
    ),
    "fix.emerged": ("改后新出现一条提示：{place} {message}", "New hint: {place} {message}"),
    "fix.written": ("已写入“{output}”。", "Written to {output}."),
    "fix.written-otherwise": ("写入的内容与核对过的不同", "it reads back as something else"),
    "counted.changed": ("改了 {count} 个文件、{cells} 处", "{count} files mended, {cells} cells"),
    "counted.would": ("可改 {count} 个文件、{cells} 处", "{count} files to mend, {cells} cells"),
    "counted.same": ("{count} 个文件没有改动", "{count} files unchanged"),
    "counted.left": ("{count} 处要人工处理", "{count} findings left to a person"),
    "counted.failed": ("失败 {count} 个", "{count} failed"),
    "fix.counts": ("共 {total} 个文件：{counts}。", "{total} files: {counts}."),
    "fix.preview": (
        "这是预览，没有写入文件；要写入请加 -o 文件名，或 --in-place。",
        "A preview; nothing was written. To write, give -o or --in-place.",
    ),
    "error.nothing-to-fix": (
        "“{path}”是数据，没有单元格可改：请用它来自的工作簿。",
        "{path} is data and has no cells to mend: use the workbook it came from.",
    ),
    "error.fix-brings-up": (
        "“{path}”没有改：改正公式后会新出现 {count} 个问题（{first}），说明填报的数另有不符，"
        "请先核实。",
        "{path} was left alone: mending its formulas brings up {count} findings ({first}); some "
        "figure does not agree, make sure of it first.",
    ),
    "error.fix-in-vain": (
        "“{path}”没有改：按 {codes} 修改后问题没有减少，请人工处理，并把该文件反馈给我们。",
        "{path} was left alone: what {codes} would change mends nothing; please report this file.",
    ),
    "error.changed-meanwhile": (
        "“{path}”在处理期间被别的程序改过，没有覆盖：请关闭后重试。",
        "{path} was changed by another program meanwhile and not replaced: close it and try again.",
    ),
    "changes.sheet": ("修改记录", "Changes"),
    "changes.file": ("文件", "File"),
    "changes.unit": ("单位", "Unit"),
    "changes.place": ("单元格", "Cell"),
    "changes.what": ("处理", "Done"),
    "changes.old": ("原来的内容", "Before"),
    "changes.new": ("改后的内容", "After"),
    "changes.old-value": ("原来显示", "Showed"),
    "changes.new-value": ("改后显示", "Shows"),
    "changes.rule": ("规则", "Rule"),
    "changes.why": ("原因", "Why"),
    "changes.output": ("写到", "Written to"),
    "changes.changed": ("已改", "changed"),
    "changes.recomputed": ("结果更新", "result renewed"),
    "changes.left": ("未改", "left"),
    "changes.depends": ("所引用的单元格改了。", "It depends on a changed cell."),
    "changes.none": ("没有修改。", "Nothing was changed."),
    # Rules between the files of a batch
    "asked.one-file": ("只有一份报送件", "there is but one submission"),
    "batch.heading": ("各报送件之间", "Between the submissions"),
    "batch.not-in-papers": (
        "各报送件之间另有 {count} 处问题，不写进各份 {form} 文件；不加 --format 再核对一次即可看到。",
        "{count} more findings stand between the submissions and in none of the {form} files; "
        "check again without --format to see them.",
    ),
}
