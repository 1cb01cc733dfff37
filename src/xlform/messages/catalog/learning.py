"""Messages of ``xlform template``: learning a template from a blank, previewing a reading."""

from __future__ import annotations

from typing import Final

LEARNING: Final[dict[str, tuple[str, str]]] = {
    "template.help": (
        "制作、检查和试用自己的模板。",
        "Make, check and try templates of one's own.",
    ),
    "template.examples": (
        "xlform template preview 模板/本区/监控表 监控表.xlsx -o 对照.xlsx",
        "xlform template preview templates/own/list list.xlsx -o preview.xlsx",
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
