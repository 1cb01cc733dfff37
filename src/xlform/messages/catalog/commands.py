"""Help and usage of the program and of the commands that read and list."""

from __future__ import annotations

from typing import Final

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "cli.usage": ("用法：", "Usage: "),
    "cli.options": ("选项：", "Options:"),
    "cli.commands": ("命令：", "Commands:"),
    "cli.examples": ("例：", "Examples:"),
    "cli.options-metavar": ("[选项]", "[OPTIONS]"),
    "cli.subcommand": ("命令 [参数]…", "COMMAND [ARGS]…"),
    "cli.help": ("显示本页。", "Show this page."),
    "cli.file": ("文件", "FILE"),
    "cli.out": ("输出", "OUT"),
    "cli.templates": (
        "自己的模板文件夹，排在自带的前面，可给几个；同名的表以它为准，其余仍用自带的。",
        "Folder of own templates that go before the shipped ones, may be repeated; everything "
        "they do not define stays as shipped.",
    ),
    "cli.template": ("模板", "TEMPLATE"),
    "cli.output-lost": (
        "标准输出写不进去（{reason}），后面的内容没有输出：请用 -o 写进文件，或换一个地方接收。",
        "Standard output can't be written ({reason}) and the rest was not printed: write to a "
        "file with -o, or send it elsewhere.",
    ),
    "cli.system-error": (
        "没有做完（{reason}）：请排除后再试一次。",
        "Not completed ({reason}): see to that and try again.",
    ),
    "cli.crashed": (
        "程序内部出错（{reason}），没有做完：请加 -v 再运行一次，把显示的内容反馈给我们。",
        "Not completed because of an internal error ({reason}): run it again with -v and report "
        "what it shows.",
    ),
    "cli.lost": (
        "程序意外退出（可能是内存不够）：请关闭其他程序后再试。",
        "The program ended unexpectedly (there may not be enough memory): close other programs "
        "and try again.",
    ),
    "cli.interrupted": ("已中断。", "Interrupted."),
    "cli.lang": ("界面语言（也可用环境变量 XLFORM_LANG）。", "Language (or set XLFORM_LANG)."),
    "cli.version": ("显示版本号。", "Show the version."),
    "cli.program": (
        "读取、核对、修复和汇总预算绩效表格，全程离线。",
        "Read, check, fix, rewrite and summarize budget-performance forms, offline.",
    ),
    "cli.program-examples": (
        "xlform import 云田镇.xlsx\nxlform templates\nxlform import --help",
        "xlform import 云田镇.xlsx\nxlform templates\nxlform import --help",
    ),
    "import.help": (
        "读取填报文件，显示或导出其中的表格。\n\n"
        "按标签认表，不看工作表名和单元格位置；没有读取的内容逐项列出。"
        "读不了的文件各用一句话说明原因，其余照常读取。",
        "Read submissions and show or export the forms in them.\n"
        "\n"
        "Forms are found by their labels, on any sheet and in any cell; parts that were not "
        "read are listed. A file that can't be read is reported with the reason, and the "
        "others are read.",
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
        "The format; by default that of the output's suffix, or tree without an output.",
    ),
    "import.full": (
        "多个文件时也显示全部内容，而不是每张表一行。",
        "Show everything for several files too, instead of one line per form.",
    ),
    "import.explain": (
        "说明每张表选用了哪个模板、凭什么、其次是哪个（json、jsonl 记在每张表的 explain）。",
        "Explain which template was chosen for each form, why, and the runner-up (json and "
        "jsonl: under explain in each form).",
    ),
    "import.explain-format": (
        "--explain 只用于 tree、json 和 jsonl。",
        "--explain is only for tree, json and jsonl.",
    ),
    "import.reading": ("正在读取", "Reading"),
    "import.no-format": (
        "从“{output}”看不出要写成什么格式：请加上 --format。",
        "The format of {output} is unknown: add --format.",
    ),
    "import.needs-output": (
        "--format {form} 要写出文件：请用 -o 指定输出位置。",
        "--format {form} writes files: give their place with -o.",
    ),
    "import.over-input": (
        "输出“{output}”就是输入文件之一，不会覆盖原件：请换一个名字。",
        "The output {output} is one of the inputs, which are never overwritten: choose "
        "another one.",
    ),
    "import.output-folder": (
        "输出“{output}”是文件夹，这种格式要写成文件：请写出文件名。",
        "The output {output} is a folder; this format needs a file name.",
    ),
    "import.output-file": (
        "输出“{output}”是文件，这种格式要写到文件夹：请换一个文件夹名。",
        "The output {output} is a file; this format is written to a folder.",
    ),
    "cli.reading": ("正在读取 {path}", "Reading {path}"),
    "import.counts": (
        "共 {total} 个文件：读出 {files} 个（{forms} 张表，指标 {indicators} 项，空白指标行 {slots} 行，"
        "提示 {notes} 处，未读内容 {unread} 处），失败 {failed} 个。",
        "Files: {total}, read: {files} (forms: {forms}, indicators: {indicators}, empty indicator "
        "rows: {slots}, notes: {notes}, parts not read: {unread}), failed: {failed}.",
    ),
    "templates.help": (
        "列出模板；给出名称则画出空白表，并标出各项的名称。\n\n模板可写全名、种类、表名或附表号。",
        "List the templates; with a name, draw the blank form with each field's name in its "
        "cell.\n"
        "\n"
        "A template can be given by its full name, its kind, its title or its 附表 number.",
    ),
    "templates.examples": (
        "xlform templates\nxlform templates 附表3\nxlform templates national-2015/project",
        "xlform templates\nxlform templates fund-direction\nxlform templates national-2015/project",
    ),
    "templates.name": ("模板", "template"),
    "templates.kind": ("种类", "kind"),
    "templates.title": ("表名", "title"),
    "templates.source": ("依据", "source"),
    "schema.help": (
        "显示导入结果或核对结果的 JSON Schema。",
        "Print the JSON Schema of a submission, or of the findings of a check.",
    ),
    "schema.findings": (
        "核对结果（check --format json）的，不写则是导入结果的。",
        "That of a check's findings (check --format json), not of a submission.",
    ),
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
    "cli.code": ("规则", "CODE"),
    "cli.code-reason": ("规则=理由", "CODE=REASON"),
    "cli.code-severity": ("规则=等级", "CODE=SEVERITY"),
    "cli.earlier": ("结果", "EARLIER"),
    "cli.settings": ("设置", "SETTINGS"),
}
