"""Messages of ``xlform template``: learning a template from a blank, previewing a reading."""

from __future__ import annotations

from typing import Final

LEARNING: Final[dict[str, tuple[str, str]]] = {
    "template.help": (
        "制作、检查和试用自己的模板。",
        "Make, check and try templates of one's own.",
    ),
    "template.examples": (
        "xlform template learn 空白监控表.xlsx --filled 样表.xlsx -o 模板/本区/监控表\n"
        "xlform template preview 模板/本区/监控表 监控表.xlsx -o 对照.xlsx",
        "xlform template learn blank.xlsx --filled sample.xlsx -o templates/own/list\n"
        "xlform template preview templates/own/list list.xlsx -o preview.xlsx",
    ),
    "learn.help": (
        "由一张空白表推定模板（声明和空白表的一份副本）。\n\n"
        "表名、年度、各栏在标签的哪一边、逐级的标题栏、两行表头、行列交叉的金额、合计、勾稽公式、值的类别、下拉选项都由空白表推定；"
        "给出填好的样表则再核对、改正。先用推定的模板读一遍空白表和样表。拿不准的在终端上逐条问，不在终端上就逐条列出，"
        "也写在 form.toml 的注释里。一个工作簿有几张表的，各写一个子文件夹。已有内容的文件夹不写，--force 才覆盖。",
        "Propose a template (a declaration and a copy of the blank) from a blank form.\n"
        "\n"
        "Title, year, the side of each label its value is on, nested label columns, headers in two "
        "rows, amounts at crossings, totals, formulas, kinds of values and lists of choices are "
        "learnt from the blank; a filled sample corrects them. Blank and sample are then read with "
        "the proposal. What is uncertain is asked on a terminal, otherwise listed, and noted in "
        "the comments of form.toml. Several forms in a workbook get a folder each. A folder that "
        "holds something is only written to with --force.",
    ),
    "learn.examples": (
        "xlform template learn 空白监控表.xlsx -o 模板/本区/监控表\n"
        "xlform template learn 空白监控表.xlsx --filled 样表.xlsx -o 模板/本区/监控表",
        "xlform template learn blank.xlsx -o templates/own/list\n"
        "xlform template learn blank.xlsx --filled sample.xlsx -o templates/own/list",
    ),
    "learn.blank": ("空白表", "BLANK"),
    "learn.filled": ("填好的样表，用来核对和改正", "a filled sample, to check and correct by"),
    "learn.output": ("写到这个文件夹（新的或空的）", "the folder to write to, new or empty"),
    "learn.done": (
        "“{title}”写到 {folder}：栏 {fields} 个，表格 {tables} 个（{columns} 列）。",
        "{title} written to {folder}: {fields} fields, {tables} tables ({columns} columns).",
    ),
    "learn.sample": (
        "用它读样表：读出 {values} 个值，没有读取 0 格。{cells}",
        "The sample read with it: {values} values, no cell left unread.{cells}",
    ),
    "learn.sample-unread": (
        "用它读样表：读出 {values} 个值，没有读取：{cells}",
        "The sample read with it: {values} values; not read: {cells}",
    ),
    "learn.cleared": (
        "空白表的副本里清空了预先填好的内容：{cells}",
        "Content filled in beforehand was cleared in the copy of the blank: {cells}",
    ),
    "learn.unread": ("空白表上没有读取：{cells}", "Not read on the blank: {cells}"),
    "learn.other-template": (
        "和自带的模板放在一起时，这张表由 {template} 读：请改 recognise 的标签，或在它上面改几处（extends）。",
        "Beside the shipped templates, {template} reads this form: change the labels of recognise, "
        "or extend that template.",
    ),
    "ask.prompt": ("选哪一个", "Which one"),
    "ask.money": (
        "表上没有印金额单位。金额是万元还是元？",
        "The form prints no unit of money. Is it in 万元 or in 元?",
    ),
    "ask.kind": ("“{label}”（{cell}）填的是什么？", "What is filled in at {label} ({cell})?"),
    "ask.look": (
        "“{label}”（{cell}）的内容填在哪里？",
        "Where is the value of {label} ({cell})?",
    ),
    "look.right": ("右边一格", "in the cell to the right"),
    "look.below": ("下面一格", "in the cell below"),
    "look.inside": ("同一格，冒号之后", "in the same cell, after the colon"),
    "doubt.money": (
        "拿不准：表上没有印金额单位，当作{money}（money）",
        "Uncertain: no unit of money is printed; {money} is assumed (money)",
    ),
    "doubt.kind-of-sample": (
        "按样表改了“{label}”的类别（kind），请核对",
        "The kind of {label} was changed to fit the sample; check it",
    ),
    "doubt.look-of-sample": (
        "按样表改了“{label}”的值的位置（look），请核对",
        "The place of the value of {label} was changed to fit the sample; check it",
    ),
    "error.blank-format": (
        "“{path}”是{seen}，不是工作簿：请把空白表另存为 .xlsx 再推定。",
        "{path} is a {seen}, not a workbook: save the blank as .xlsx first.",
    ),
    "error.folder-in-use": (
        "文件夹“{path}”里已有内容，没有写：请换一个新的文件夹，或加 --force 覆盖其中的模板。",
        "{path} holds something already and was not written to: name a new folder, or add --force "
        "to replace the template in it.",
    ),
    "error.folder-is-file": (
        "“{path}”是文件，模板要写到文件夹：请换一个名字。",
        "{path} is a file; a template is written to a folder: choose another name.",
    ),
    "error.other-sample": (
        "样表“{path}”里没有与空白表“{blank}”相同的表：请给出由这张空白表填成的文件。",
        "The sample {path} holds no form like the blank {blank}: name a file filled in from it.",
    ),
    "preview.help": (
        "在一份副本上用颜色和批注标出每个单元格读成了什么。\n\n"
        "标题、标签、栏、左侧标题栏、明细、合计、印着的说明和没有读取的内容各用一种颜色；末尾一张清单写明颜色和每个值。"
        "给出的文件夹可以是一种表、一套表或几套表的模板；它们认不出的工作表用其余的模板读。原件不改。",
        "Show in a copy, by colours and comments, what each cell was read as.\n"
        "\n"
        "Titles, labels, fields, label columns, table cells, totals, printed notes and cells that "
        "were not read each have a colour; a last sheet explains them and lists every value. The "
        "folder may be the template of a form, of a set, or one of sets; sheets they do not know "
        "are read by the other templates. The file itself is not changed.",
    ),
    "preview.examples": (
        "xlform template preview 模板/本区/监控表 监控表.xlsx -o 对照.xlsx",
        "xlform template preview templates/own/list list.xlsx -o preview.xlsx",
    ),
    "preview.folder": ("模板文件夹", "FOLDER"),
    "preview.output": ("写出的副本（.xlsx）", "the copy to write (.xlsx)"),
    "preview.suffix": (
        "副本是工作簿：“{output}”的扩展名应为 {suffix}。",
        "The copy is a workbook: {output} has to end in {suffix}.",
    ),
    "preview.counts": (
        "读出 {values} 个值，没有读取 {unread} 格。",
        "{values} values read, {unread} cells not read.",
    ),
    "preview.sheet": ("读取对照", "Preview"),
    "preview.part": ("读成", "read as"),
    "preview.place": ("位置", "cell"),
    "preview.template": ("模板", "template"),
    "preview.label": ("标签", "label"),
    "preview.path": ("名称", "name"),
    "preview.kind": ("值的类别", "kind"),
    "preview.value": ("值", "value"),
    "preview.count": ("{count} 格", "{count} cells"),
    "part.title": ("表名", "title"),
    "part.label": ("标签", "label"),
    "part.field": ("栏", "field"),
    "part.stub": ("左侧标题", "label column"),
    "part.column": ("明细", "table"),
    "part.total": ("合计", "total"),
    "part.ignored": ("说明", "note"),
    "part.unread": ("未读", "not read"),
    "part-help.title": ("表名、年度、附表号", "title, year, number of the form"),
    "part-help.label": ("印在表上的字", "printed on the form"),
    "part-help.field": ("表格以外的一项", "a value outside the tables"),
    "part-help.stub": ("逐级的标题栏（一级、二级指标）", "nested label columns of a table"),
    "part-help.column": ("表格的一格", "a cell of a table"),
    "part-help.total": ("合计行里的数", "a number in a total row"),
    "part-help.ignored": ("印着的注、填表说明，不算内容", "printed notes, which are no answer"),
    "part-help.unread": ("没有读取：声明里没有说到", "not read: the declaration does not cover it"),
    "value-kind.text": ("文字", "text"),
    "value-kind.amount": ("金额（万元）", "amount (in 万元)"),
    "value-kind.number": ("数字", "number"),
    "value-kind.percent": ("百分比", "percentage"),
    "value-kind.target": ("指标值", "target"),
    "value-kind.period": ("起止日期", "period"),
    "value-kind.date": ("日期", "date"),
    "value-kind.tick": ("打勾", "tick"),
    "value-kind.sequence": ("序号", "row number"),
    "value-kind.money-unit": ("金额单位", "money unit"),
    "value-kind.level": ("指标级别", "level"),
    "learnt.head": (
        "由空白表“{file}”（工作表“{sheet}”）推定，每行末尾写着出处的单元格；请核对带“拿不准”的各行。",
        "Learnt from the blank {file} (sheet {sheet}); each line ends with the cell it comes from. "
        "Check the lines marked as uncertain.",
    ),
    "learnt.unread": ("没有读取：{cells}", "Not read: {cells}"),
    "learnt.formula": ("由 {cell} 的公式", "From the formula in {cell}"),
    "learnt.likely": (
        "可能是（{cell}），核对后去掉行首的 #",
        "Likely ({cell}); after checking it, take away the # at the start of the lines",
    ),
    "doubt.number-format": (
        "拿不准：“{label}”的格子是数字格式，先当作数；是金额改为 amount",
        "Uncertain: the cell of {label} has a number format and is taken for a number; write "
        "amount if it is money",
    ),
    "doubt.beside-amounts": (
        "“{label}”旁边的都是金额，当作金额（kind），请核对",
        "{label} stands among amounts and is taken for one; check its kind",
    ),
    "doubt.number-as-text": (
        "“{label}”在样本里填的都是数字，却当作文字；是金额或数量的，请改 kind",
        "{label} holds only numbers in the sample and is taken for text; change its kind if it is "
        "an amount or a number",
    ),
    "doubt.added-up": (
        "“{label}”有公式相加，当作数字（kind），请核对",
        "{label} is added up by a formula and taken for a number; check its kind",
    ),
    "doubt.name": (
        "拿不准：“{label}”没有合适的英文名称，可以改名",
        "Uncertain: no English name is known for {label}; rename it as you like",
    ),
    "doubt.place": (
        "拿不准：按“{label}”找不到它的值，请核对 look、under、nth",
        "Uncertain: the label {label} does not lead to its value; check look, under and nth",
    ),
    "error.no-labels": (
        "“{path}”里没有可以推定的标签：请给出印好标签的空白表。",
        "{path} has no labels to learn from: name a blank form with its printed labels.",
    ),
    "error.no-template": (
        "文件夹“{folder}”里没有模板（应有 form.toml）：请给出一种表或一套表的文件夹。",
        "No template in {folder} (expected form.toml): name the folder of a form or of a set.",
    ),
}
