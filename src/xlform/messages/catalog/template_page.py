"""Messages of the pages on which a template is made of a blank form."""

from __future__ import annotations

from typing import Final

TEMPLATE_PAGE: Final[dict[str, tuple[str, str]]] = {
    "web.page-templates": ("表样", "Forms"),
    # The list
    "template.new": ("添加一种表", "Add a form"),
    "template.new-note": (
        "放入官方空白表（.xlsx、.xls、.ods），程序先认出标签、填写处和表格，您点一点就能改正，保存后就按它读。不用写程序。",
        "Add an official blank (.xlsx, .xls, .ods): labels, the places of values and tables are "
        "found, you correct them by pointing, and once saved, files are read by it.",
    ),
    "template.for-unknown": (
        "认不出的表（区里、市里自己的），用官方空白表教一次，以后就读得了。",
        "A form that is not recognised, of a district's own, is learnt from its official blank.",
    ),
    "template.choose-blank": ("选空白表", "Choose a blank"),
    "template.learn": ("认表", "Learn it"),
    "template.no-file": ("没有选文件。", "No file was chosen."),
    "template.too-many": (
        "同时只能做 {limit} 份表样：请先移除做完的。",
        "Only {limit} forms can be made at a time: remove those that are done.",
    ),
    "template.drafts": ("正在做的", "Being made"),
    "template.saved-as": ("已保存为 {names}", "saved as {names}"),
    "template.own": ("本区已保存的表样", "Saved forms of the district"),
    "template.none-own": ("还没有。", "None yet."),
    "template.own-folder": ("保存在 {path}。", "They are in {path}."),
    # The sheet
    "template.headline": (
        "{title}（{kind}）：认出 {parts} 项",
        "{title} ({kind}): {parts} parts found",
    ),
    "template.no-form": (
        "没有认出标签：请在表上点出标签和它的值。",
        "No label was found: point at labels and their values.",
    ),
    "template.unrecognised": (
        "照现在的声明，连这份空白表也认不出：请多指出几个标签，或指明表名。",
        "As it is, not even this blank is recognised: point at more labels, or at the title.",
    ),
    "template.reader": (
        "这种表已有表样“{name}”，读文件时先按它读：是同一种表的，不必再做；是另一种表的，请多指出几个只有它才有的标签。",
        "{name} is a known form with the same labels and reads it first: if it is the same form there is "
        "nothing to do; if it is another, point at labels that only this one has.",
    ),
    "template.place": (
        "从标签的右边、下面、同一格都找不到这一格，会读错：请换一个离它近的标签，或把值填在标签旁边。",
        "This cell is not found beside, below or inside its label and would be misread: point at a label "
        "closer to it.",
    ),
    "template.sheet": ("空白表", "Blank"),
    "template.legend": ("图例", "Legend"),
    "template.label": ("标签：{label}", "label: {label}"),
    "template.value": ("“{label}”的值", "value of {label}"),
    "template.head": ("表头：{label}", "column: {label}"),
    "template-mark.label": ("标签，箭头指向值", "label, with an arrow to its value"),
    "template-mark.value": ("值填在这里", "place of a value"),
    "template-mark.head": ("表头", "header of a column"),
    "template-mark.entry": ("表格的行", "rows of a table"),
    "template-mark.total": ("合计行", "total"),
    "template-mark.title": ("表名", "title"),
    "template-mark.heading": ("几项共用的标签", "label of several parts"),
    "template-mark.note": ("注、说明，不读", "printed note, not read"),
    "template-mark.unread": ("没有认出", "not understood"),
    "template-mark.read": ("读出的值，号同右边", "value read, numbered as in the list"),
    "template-mark.blank": ("没有填", "left blank"),
    "template-sign.label": ("签1→", "L1→"),
    "template-sign.value": ("值1", "V1"),
    "template-sign.head": ("头1↓", "H1↓"),
    "template-sign.entry": ("行", "rows"),
    "template-sign.total": ("合计", "sum"),
    "template-sign.title": ("名", "title"),
    "template-sign.heading": ("组", "group"),
    "template-sign.note": ("注", "note"),
    "template-sign.unread": ("不明", "?"),
    "template-sign.read": ("值1", "V1"),
    "template-sign.blank": ("空", "blank"),
    # Pointing
    "template.correct": ("改正", "Correct it"),
    "template.correct-note": (
        "先选要指什么，再在表上点单元格（或用方向键移动、按回车键），也可以写单元格地址。",
        "Choose what to point at, then click cells of the sheet (or move by arrow keys and press "
        "Enter), or write their addresses.",
    ),
    "template.tool": ("我来指出", "I point at"),
    "template-tool.pair": ("标签和它的值", "a label and its value"),
    "template-tool.table": ("表格的表头", "the header of a table"),
    "template-tool.crossing": ("行列交叉的表", "rows crossing columns"),
    "template-tool.total": ("合计行", "a total row"),
    "template-tool.label": ("是标签", "a label"),
    "template-tool.value": ("是填写处", "the place of a value"),
    "template-tool.none": ("都不是", "no part of the form"),
    "template-tool.title": ("表名", "the title"),
    "template-ask.pair": ("请点标签。", "Click the label."),
    "template-ask.table": ("请点表头最左边的一格。", "Click the first cell of the header."),
    "template-ask.crossing": (
        "请点列名那一行最左边的一格（左上角，可以是空的）。",
        "Click the first cell of the row of column names (the corner, which may be empty).",
    ),
    "template-ask.total": ("请点“合计”两个字所在的一格。", "Click the label of the total row."),
    "template-ask.label": ("请点印好的标签。", "Click a printed label."),
    "template-ask.value": ("请点填写的一格。", "Click a cell that is filled in."),
    "template-ask.none": ("请点不属于表的一格。", "Click a cell that is no part of the form."),
    "template-ask.title": ("请点表名。", "Click the title."),
    "template-then.pair": (
        "：再点它的值；值就写在这一格里的，再点它一次。",
        ": now click its value; click it again if the value is written in the same cell.",
    ),
    "template-then.table": (
        "：再点表头最右（下）边的一格；表格到哪一行为止不对的，再点最后一行的一格；然后按“指定”。",
        ": now click the last cell of the header and, where the rows end wrongly, one of the last "
        "row; then press Set.",
    ),
    "template-then.crossing": (
        "：再点列名最右边的一格；到哪一行为止不对的，再点最后一行的一格；然后按“指定”。",
        ": now click the last of the column names and, where the rows end wrongly, one of the last row; "
        "then press Set.",
    ),
    "template.first": ("单元格", "Cell"),
    "template.second": ("到", "to"),
    "template.end": ("最后一行", "last row"),
    "template.point": ("指定", "Set"),
    "template.undo": ("撤销上一步（共 {count} 步）", "undo the last of {count} steps"),
    "error.pointed-no-cell": (
        "“{cell}”不是单元格地址，请写成 B3 的样子。",
        "{cell} is no cell: write it like B3.",
    ),
    "error.pointed-no-label": (
        "{cell} 没有印字，不能是标签：请点印着字的一格。",
        "{cell} has no printed text and can't be a label: point at a cell with text.",
    ),
    "error.pointed-no-value": (
        "{cell} 另外指明是标签，不能又是值：请先改正那一处。",
        "{cell} was pointed at as a label and can't be a value too: correct that first.",
    ),
    "error.pointed-no-head": (
        "{head} 里没有印字，不能是表头：请点印着列名的一行。",
        "{head} has no printed text and can't be a header: point at the row with the names.",
    ),
    "error.pointed-large-head": (
        "{head} 太大，不像表头（最多 {limit} 格）：请只指印着列名的一行或几行。",
        "{head} is too large for a header (at most {limit} cells): point at the rows of names only.",
    ),
    "error.pointed-no-crossing": (
        "{head} 的下面没有行名和空格，不是行列交叉的表。",
        "There are no labels of rows with open cells below {head}: it is no crossing.",
    ),
    "error.pointed-end": (
        "最后一行 {cell} 要在表头 {head} 的下面。",
        "The last row, {cell}, has to be below the header {head}.",
    ),
    "error.pointed-no-table": (
        "{cell} 的上面没有表格，不能是合计行：请先指出表格的表头。",
        "There is no table above {cell} that it could be the total of: point at its header first.",
    ),
    "error.pointed-too-many": (
        "改正太多（最多 {limit} 处）：请把空白表整理一下再认。",
        "There are too many corrections (at most {limit}): tidy up the blank first.",
    ),
    "error.pointed-name": (
        "名称“{name}”只能用小写英文字母、数字和下划线，以字母开头，至多 40 个字符。",
        "The name {name} may only have small letters, digits and underscores, a letter first, 40 at most.",
    ),
    "error.pointed-name-twice": (
        "名称“{name}”已经用在另一项上：请换一个。",
        "The name {name} is that of another part: choose another.",
    ),
    "error.pointed-kind-name": (
        "表的种类“{name}”只能用小写英文字母、数字和短横线，以字母开头，至多 40 个字符。",
        "The kind {name} may only have small letters, digits and hyphens, a letter first, 40 at most.",
    ),
    # Parts
    "template.parts": ("表里的各项", "Parts of the form"),
    "template.number": ("号", "No."),
    "template.printed": ("印的字", "Label"),
    "template.cells": ("单元格", "Cells"),
    "template.what": ("是什么", "What it is"),
    "template.table": ("表格", "table"),
    "template.table-number": ("表{number}", "T{number}"),
    "template.rows": ("表头 {head}，{first}—{last} 行", "header {head}, rows {first}–{last}"),
    "template.unread": ("没有认出的单元格", "Cells that were not understood"),
    "template.unread-note": (
        "它们既不是标签也不是值：是标签的，指出它的值；是说明的，指为“都不是”。",
        "They are neither labels nor values: point out the value of a label; a note is no part.",
    ),
    "template.unreached": (
        "{cell} 指为填写处，还没有标签领到它：请用“标签和它的值”指出它的标签。",
        "{cell} was marked as the place of a value but belongs to no label: point at its label.",
    ),
    "template.cleared": (
        "这些单元格里填着字，保存的空白表里会清空：{cells}。",
        "These cells are filled in; the saved blank leaves their text out: {cells}.",
    ),
    "template.kind": ("值的类别", "Kind of value"),
    "template.role": ("角色：核对和汇总按它取值", "Role: by it rules and summaries find the value"),
    "template.no-role": ("（没有）", "(none)"),
    "template.name": ("名称", "Name"),
    "template.name-help": (
        "小写英文字母、数字、下划线，如 project_name；数据里的键。",
        "Small letters, digits and underscores, as project_name: the key in the data.",
    ),
    "template.required": ("必填", "has to be filled in"),
    "template.change": ("改", "Change"),
    "template.form-itself": ("表名、种类、金额单位", "Title, kind, unit of money"),
    "template.title": ("正式的表名", "Official title"),
    "template.form-kind": ("种类", "Kind"),
    "template.kind-help": (
        "英文，不论年度都用同一个；国家统一的表用自带表样的种类。",
        "One word or a few with hyphens, the same in every year; that of a shipped form if it is one.",
    ),
    "template.money": ("表上没有印单位时，金额的单位", "Unit of money where the form prints none"),
    "template.repeat": ("一份报送件里有", "A file holds"),
    "template-repeat.one": ("一张", "one"),
    "template-repeat.many": ("几张", "several"),
    # Save and try
    "template.save": ("保存", "Save"),
    "template.set-name": ("一套表的名称，如 本区-2026", "Name of the set, as district-2026"),
    "template.form-name": ("这种表的名称", "Name of the form"),
    "template.save-note": (
        "用文字、数字、短横线。保存后这里就按它读，读不了的文件再读一遍；已有的不会不问就覆盖。",
        "Letters, digits and hyphens. Once saved, files are read by it here, and those that could not be "
        "are read again; nothing is replaced unasked.",
    ),
    "template.saved": (
        "已保存为“{name}”，从现在起就按它读。",
        "Saved as {name}; files are read by it now.",
    ),
    "template.faults": ("核对声明，{count} 处要改", "Faults of the declaration: {count}"),
    "template.bad-name": (
        "“{name}”不能作名称：只用文字、数字、短横线和下划线，至多 40 个字，首尾不是符号。",
        "{name} can't be a name: use letters, digits, hyphens and underscores, 40 at most, none of the "
        "signs first or last.",
    ),
    "template.known-elsewhere": (
        "“{name}”是自带的或别处的表样，不覆盖：请换一个名称。",
        "{name} is a shipped form, or one of another folder, and is not replaced: choose another name.",
    ),
    "template.of-another": (
        "“{name}”是别人保存的，不覆盖：请换一个名称。",
        "{name} was saved by somebody else and is not replaced: choose another name.",
    ),
    "template.replace": ("已经有了", "It is there already"),
    "template.replace-note": (
        "已经有表样“{name}”。要用现在的替换它吗？替换后不能恢复。",
        "There is a form {name} already. Replace it with this one? It can't be restored.",
    ),
    "template.replace-sure": ("替换", "Replace it"),
    "template-file.declaration": ("下载声明 form.toml", "download form.toml"),
    "template-file.folder": ("下载声明和空白表（.zip）", "download declaration and blank (.zip)"),
    "template.try": ("试填好的表", "Try it"),
    "template.choose-filled": ("选一份填好的表", "Choose a filled form"),
    "template.try-again": ("再看 {name}", "see {name} again"),
    "template.tried": (
        "按“{name}”读：{forms} 张表，{values} 个值，{unread} 格没有读",
        "Read by {name}: {forms} forms, {values} values, {unread} cells not read",
    ),
    "template.back": ("回到表样“{name}”", "Back to {name}"),
    "template.values": ("读出的值", "Values read"),
    "template.values-note": (
        "读得不对的，点它印的字，改类别，或重新指出值在哪里。",
        "Where a value is wrong, follow its label to change its kind or point at its place.",
    ),
    "template.read": ("值", "Value"),
    "template.no-values": ("没有读出值。", "No value was read."),
    "template.misread": ("“{value}”不能按{kind}读", "{value} can't be read as {kind}"),
    "template.not-read": ("没有读的单元格（{count}）", "Cells not read ({count})"),
    "template.all-read": ("全部读到了。", "Everything was read."),
}
