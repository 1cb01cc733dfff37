"""Messages on fixes: changes, refusals, results."""

from __future__ import annotations

from typing import Final

FIXING: Final[dict[str, tuple[str, str]]] = {
    "unedited.signed": (
        "文件带有数字签名，任何改动都会使签名失效；请填报单位在未签名的文件中修改",
        "it has a digital signature, which any change invalidates; change the file unsigned",
    ),
    "unedited.format": (
        "它不是 .xlsx 或 .xlsm 工作簿；请另存为 .xlsx 后再试",
        "it is not an .xlsx or .xlsm workbook; save it as .xlsx first",
    ),
    "unedited.sheet": ("其中没有工作表“{sheet}”", "it has no worksheet {sheet}"),
    "unedited.spread": (
        "“{sheet}”{cell} 属于数组公式或模拟运算表 {area}，不能单独修改；请在 WPS 或 Excel 中整体修改",
        "{cell} of {sheet} belongs to the array formula or data table {area}, which can only be "
        "changed as a whole; do so in WPS or Excel",
    ),
    "unedited.merged": (
        "“{sheet}”{cell} 在合并单元格 {area} 之内而不是其左上角，写入的内容不会显示",
        "{cell} of {sheet} is within the merge {area} and not its first cell; text written "
        "there would not show",
    ),
    "unedited.heading": (
        "“{sheet}”{cell} 是表格（超级表）{area} 的标题，不能单独修改；请在 WPS 或 Excel 中修改",
        "{cell} of {sheet} is a header of the table {area} and can't be changed alone; do so "
        "in WPS or Excel",
    ),
    "unedited.pivot": (
        "“{sheet}”{cell} 是数据透视表 {area} 算出来的，刷新时会被覆盖；请修改它的数据源",
        "{cell} of {sheet} is output of the pivot table {area}, overwritten at the next refresh; "
        "change its source",
    ),
    "unedited.query": (
        "“{sheet}”{cell} 是查询（外部数据）{area} 取来的，刷新时会被覆盖；请修改它的数据源",
        "{cell} of {sheet} is data of the query {area}, overwritten at the next refresh; change "
        "its source",
    ),
    "unedited.no-formula": (
        "“{sheet}”{cell} 没有公式，不能更新其计算结果",
        "{cell} of {sheet} has no formula whose result could be updated",
    ),
    "unedited.twice": (
        "“{sheet}”{cell} 在文件中出现不止一次；请用 WPS 或 Excel 打开并另存后再试",
        "{cell} of {sheet} is in the file more than once; open it in WPS or Excel, save it, "
        "and try again",
    ),
    "unedited.shared": (
        "“{sheet}”{cell} 的公式由太多单元格共用；请在 WPS 或 Excel 中修改",
        "{cell} of {sheet} shares its formula with too many cells; change it in WPS or Excel",
    ),
    "unedited.too-long": (
        "写入“{sheet}”{cell} 的内容超过单元格的长度",
        "the new content of {cell} of {sheet} is longer than a cell can hold",
    ),
    "unedited.number": (
        "写入“{sheet}”{cell} 的不是单元格能存的数",
        "the new content of {cell} of {sheet} is not a number a cell can hold",
    ),
    "unedited.formula": (
        "写入“{sheet}”{cell} 的公式含有自定变量（LET、LAMBDA 等），不能写入",
        "the formula for {cell} of {sheet} defines variables (LET, LAMBDA), which is not supported",
    ),
    # xlform fix
    "fix.help": (
        "修复填报文件里出错的公式，只改那几个单元格，其余一个字节不动。\n\n"
        "能改的有合计漏行、引用失效、结果过时等。"
        "不写 -o 或 --in-place 时只预览，不写文件。改完重新读取、重新核对；若会带出新的问题，则不改。"
        "金额和文字不会改动，除非加 --unsafe。"
        "退出码：0 没有要改的，或已改好；1 还有没改的（预览时，能改的也算）；2 用法不对；"
        "3 有文件读不了、写不了（其余照常处理）。",
        "Fix the formulas of submissions (totals that miss a row, lost references, stale "
        "results): only the cells with problems change, everything else stays the same byte "
        "for byte.\n"
        "\n"
        "Without -o or --in-place nothing is written: a preview. The result is read and "
        "checked again; a file in which a fix would cause another problem is left unchanged. "
        "Amounts and text only change with --unsafe. Exit code: 0 nothing to fix or all "
        "fixed, 1 something is left (in a preview, also what could be fixed), 2 wrong usage, "
        "3 a file could not be read or written (the others were done).",
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
        "xlform fix 云田镇.xlsx -o fixed.xlsx         as a new file\n"
        "xlform fix 云田镇.xlsx --in-place            the file itself, kept as .bak\n"
        "xlform fix all/*.xlsx -o fixed --log log.xlsx\n"
        "xlform fix 云田镇.xlsx --only G-01           this rule only",
    ),
    "fix.output": (
        "改好的文件写到这里；多个文件时写文件夹名。",
        "Write the fixed file here (for several files: to a folder).",
    ),
    "fix.all": (
        "没有要改的文件也照抄到输出处。",
        "Copy the files without anything to fix to the output too.",
    ),
    "fix.all-needs-output": (
        "--all 要与 -o 一起用。",
        "--all needs -o.",
    ),
    "fix.copied": ("没有要改的，已照抄到 {output}。", "nothing to fix, copied to {output}."),
    "fix.not-copied": (
        "\n没有要改的 {count} 个文件没有写到输出处；要一并照抄请加 --all。",
        "\n{count} files without anything to fix were not written; --all copies them too.",
    ),
    "fix.in-place": (
        "改原文件，改前的另存为 .bak（已有则 .bak2……）。",
        "Fix the files themselves; each is kept as .bak (.bak2 and so on if that exists).",
    ),
    "fix.unsafe": (
        "连会改动金额或文字的修改也做；请先预览。",
        "Apply fixes too that change an amount or text; preview them first.",
    ),
    "fix.diff": (
        "按行对照显示改前（-）改后（+）。",
        "Show the rows before (-) and after (+).",
    ),
    "fix.formulas": (
        "只看公式，不看是什么表：任何工作簿都行；只改有把握的。",
        "Look at the formulas alone, of any workbook; only what is certain is changed.",
    ),
    "fix.only": (
        "只改这些规则：代码或代码的开头，可用逗号分隔、可多次给出；不写则改公式类。",
        "Fix these rules only: codes or their prefixes, separated by commas; may be repeated "
        "(default: formula rules).",
    ),
    "fix.log": (
        "修改记录写到这里（.json 或 .xlsx）。",
        "Write a record of all changes (.json or .xlsx).",
    ),
    "fix.fail-on": (
        "剩有这一级或更重的问题时，退出码为 1；不写则为 warning。",
        "Exit with 1 if findings of this severity or higher are left (default warning).",
    ),
    "fix.both": (
        "-o 和 --in-place 只能写一个：-o 写成新文件，--in-place 改原文件。",
        "Give either -o (a new file) or --in-place (the file itself), not both.",
    ),
    "fix.over-input": (
        "“{output}”会盖掉要修复的原文件：请换一个文件名或文件夹，或者用 --in-place（原文件留 .bak）。",
        "{output} would replace a file to fix: choose another name or folder, or use "
        "--in-place, which keeps a .bak.",
    ),
    "fix.needs-folder": (
        "几个文件要写到文件夹，“{output}”是文件名：请写一个文件夹名。",
        "The results of several files are written to a folder, but {output} is a file name: "
        "give a folder.",
    ),
    "fix.other-suffix": (
        "“{output}”的扩展名应与原文件相同（{suffix}）：这里只修复，不转换格式。",
        "{output} should end in {suffix} as the file does: files are fixed here, not converted.",
    ),
    "fix.log-format": (
        "修改记录只能写成 .json 或 .xlsx，“{log}”不是。",
        "A record of changes is .json or .xlsx, but {log} is neither.",
    ),
    "fix.converted": (
        "这是旧格式，先由 LibreOffice 转成 .xlsx 再修复，写出的是新的 .xlsx。转换会丢失宏，"
        "图形、控件、打印设置和个别格式可能改变；公式、数值、合并单元格保留。原文件不动。",
        "This is an old format: LibreOffice converts it to .xlsx first, and the output is a "
        "new .xlsx. That loses macros and may change shapes, controls, print settings and "
        "some formats; formulas, values and merges stay. The file itself is not changed.",
    ),
    "fix.nothing": ("无需修改。", "Nothing to fix."),
    "fix.formula": ("公式：{old} → {new}", "formula: {old} → {new}"),
    "fix.content": ("内容：{old} → {new}", "content: {old} → {new}"),
    "fix.made-formula": (
        "内容：文本“{old}” → 公式 {new}",
        "content: text “{old}” → formula {new}",
    ),
    "fix.number": ("内容：文本“{old}” → 数字 {new}", "content: text “{old}” → number {new}"),
    "fix.shows": ("结果：{old} → {new}", "result: {old} → {new}"),
    "fix.blank": ("（空）", "(empty)"),
    "fix.no-result": ("（没有结果）", "(no result)"),
    "fix.open": ("（打开时计算）", "(computed when opened)"),
    "fix.unsafe-mark": ("会改金额或文字", "changes an amount or text"),
    "fix.passed-over": (
        "{codes} 对这一格另有改法，没有采用。",
        "{codes} would have fixed this cell differently.",
    ),
    "fix.results": (
        "另有 {count} 个公式不改，结果随之更新：",
        "{count} more formulas are unchanged but have new results:",
    ),
    "fix.result": ("{place} 的 {formula}，{shows}", "{place}: {formula}, {shows}"),
    "fix.left": ("还有 {count} 处没有改：", "{count} left unchanged:"),
    "declined.unsafe": (
        "没有改：改动会影响金额或文字，请先核实；确认后加 --unsafe。",
        "Left: it would change an amount or text; check it, then use --unsafe.",
    ),
    "declined.conflict": (
        "没有改：同一单元格已按 {by} 修改，两种改法不同。",
        "Left: {by} fixes the same cell differently.",
    ),
    "declined.moved": (
        "没有改：单元格现有内容与核对时不同。",
        "Left: the cell has changed since it was checked.",
    ),
    "declined.brings-up": (
        "没有改：改后会新出现问题（{reason}），说明填报的数另有不符，请先核实。",
        "Left: the change would cause another finding ({reason}); some figure does not agree, "
        "check it first.",
    ),
    "declined.in-vain": (
        "没有改：照此修改后问题没有减少，请人工处理，并把该文件反馈给我们。",
        "Left: the change would fix nothing; please report this file.",
    ),
    "declined.not-editable": ("没有改：{reason}。", "Left: {reason}."),
    "declined.none": ("没有改：没有稳妥的改法，请人工处理。", "Left: a person has to fix it."),
    "fix.notes": ("说明：", "Notes:"),
    "fix.unknown": (
        "{place} 的公式 {formula} 没有算出（{why}），已设为打开时由 WPS 或 Excel 重新计算。",
        "{place}: {formula} was not computed ({why}); it is computed when the file is opened.",
    ),
    "unknown.cycle": ("循环引用", "it refers to itself"),
    "unknown.external": ("引用了别的文件", "it refers to another file"),
    "unknown.clock": ("随日期或时间变化", "it depends on the date or time"),
    "unknown.table": ("引用了超级表", "it refers to a table by name"),
    "unknown.shown-rows": ("随隐藏或筛选的行变化", "it depends on which rows are visible"),
    "unknown.name": ("用到的名称没有定义", "it uses a name that is not defined"),
    "unknown.dates": ("两种算法对日期的理解不同", "dates are counted in two different ways"),
    "unknown.differ": ("两种算法结果不一致", "two ways of computing it give different results"),
    "unknown.nobody": ("没有两种算法能算", "there are no two ways to compute it"),
    "unknown.upstream": ("它引用的公式没有算出", "a formula it refers to was not computed"),
    "unknown.too-many": ("公式太多", "there are too many formulas"),
    "copied.chart": (
        "图表（{part}）用到了 {cells}，打开文件时会自动更新。",
        "A chart ({part}) shows {cells}; it is refreshed when the file is opened.",
    ),
    "copied.pivot": (
        "数据透视表（{part}）用到了 {cells}，请打开后刷新。",
        "A pivot table ({part}) contains {cells}; refresh it manually.",
    ),
    "fix.emerged": ("改后新出现一条提示：{place} {message}", "New hint: {place} {message}"),
    "fix.written": ("已写入“{output}”。", "Written to {output}."),
    "fix.written-otherwise": ("写入的内容与核对过的不同", "it reads back differently"),
    "counted.changed": ("改了 {count} 个文件、{cells} 处", "files fixed: {count}, cells: {cells}"),
    "counted.would": ("可改 {count} 个文件、{cells} 处", "files to fix: {count}, cells: {cells}"),
    "counted.same": ("{count} 个文件没有改动", "files unchanged: {count}"),
    "counted.left": ("{count} 处要人工处理", "findings left for a person: {count}"),
    "counted.failed": ("失败 {count} 个", "failed: {count}"),
    "fix.counts": ("共 {total} 个文件：{counts}。", "Files: {total}; {counts}."),
    "fix.preview": (
        "这是预览，没有写入文件；要写入请加 -o 文件名，或 --in-place。",
        "A preview; nothing was written. To write, give -o or --in-place.",
    ),
    "changes.sheet": ("修改记录", "Changes"),
    "changes.file": ("文件", "File"),
    "changes.unit": ("单位", "Unit"),
    "changes.place": ("单元格", "Cell"),
    "changes.what": ("处理", "Action"),
    "changes.old": ("原来的内容", "Before"),
    "changes.new": ("改后的内容", "After"),
    "changes.old-value": ("原来显示", "Result before"),
    "changes.new-value": ("改后显示", "Result after"),
    "changes.rule": ("规则", "Rule"),
    "changes.why": ("原因", "Reason"),
    "changes.output": ("写到", "Written to"),
    "changes.changed": ("已改", "changed"),
    "changes.recomputed": ("结果更新", "result updated"),
    "changes.left": ("未改", "left"),
    "changes.failed": ("没有处理", "failed"),
    "changes.depends": ("所引用的单元格改了。", "It depends on a changed cell."),
    "changes.none": ("没有修改。", "Nothing was changed."),
}
