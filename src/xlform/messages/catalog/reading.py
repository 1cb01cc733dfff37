"""Messages on reading: forms, values, parts left out."""

from __future__ import annotations

from typing import Final

READING: Final[dict[str, tuple[str, str]]] = {
    # Unread parts
    "unread.hidden-sheet": ("工作表是隐藏的，没有读取", "the sheet is hidden and was not read"),
    "unread.hidden-form": (
        "工作表是隐藏的，没有读取（其中有：{forms}）",
        "the sheet is hidden and was not read (it holds: {forms})",
    ),
    "unread.no-form": ("没有认出任何已知表格", "no known form was found on the sheet"),
    "unread.column": ("模板没有这一列：“{seen}”", "the template has no such column: {seen}"),
    "unread.outside": ("不属于表中任何一项：“{seen}”", "belongs to no part of the form: {seen}"),
    "unread.other-kind": (
        "也符合“{other}”，已按“{read}”读取，只算一次",
        "also fits {other}; it was read once, as {read}",
    ),
    "unread.beside": (
        "有{what}，不在单元格里，没有读取",
        "has {what} outside its cells, which were not read",
    ),
    "unread.far": (
        "离表格太远或数量太多的单元格没有读取，引用它们的公式按文件里的结果",
        "cells too far from any form, or too many, were not read; formulas over them keep their "
        "stored results",
    ),
    "beside-words.comments": (
        "批注“{words}”没有读取",
        "the comment “{words}” was not read",
    ),
    "beside-words.drawing": (
        "盖在单元格上的文本框“{words}”没有读取",
        "the text box “{words}” over the cells was not read",
    ),
    "beside.comments": ("批注", "comments"),
    "beside.threadedComment": ("讨论批注", "threaded comments"),
    "beside.hiddenRows": (
        "未导出的隐藏行（合并单元格已按看得见的行还原）",
        "hidden rows that were not exported (merges were fitted to the rows shown)",
    ),
    "beside.lostText": (
        "文件里找不到文字的单元格（读作“�”）",
        "cells whose text is not in the file (read as �)",
    ),
    "beside.lostFormat": (
        "文件里找不到数字格式的单元格（是不是百分数、日期无从得知，按普通数字读取）",
        "cells whose number format is not in the file (read as plain numbers, though they may be"
        " percentages or dates)",
    ),
    "beside-words.lostFormat": (
        "文件里找不到“{words}”的数字格式：是不是百分数、日期无从得知，按普通数字读取",
        "the number format of “{words}” is not in the file: it is read as a plain number, though it"
        " may be a percentage or a date",
    ),
    "beside.symbol": ("认不出的符号（读作“�”）", "unknown symbols (read as �)"),
    "beside.drawing": ("图片、图形或文本框", "pictures, shapes or text boxes"),
    "beside.dense-page": (
        "写满了字或数的一页（比最密的表还密）",
        "a page written all over, more densely than any form,",
    ),
    "beside.oleObject": ("嵌入的对象", "embedded objects"),
    # Tree on a terminal
    "tree.year": ("{year}年", "{year}"),
    "tree.no-year": ("年度不详", "year unknown"),
    "tree.no-unit": ("单位不详", "unit unknown"),
    "tree.forms": ("{count} 张表", "{count} forms"),
    "tree.table": ("{title}（{count} 行）", "{title} ({count} rows)"),
    "tree.total": ("{table}·合计", "{table}: total"),
    "tree.money": ("{amount} 万元", "{amount} 万元"),
    "tree.missing": ("（没有读到数）", "(no number)"),
    "tree.blank": ("（空）", "(empty)"),
    "tree.blank-level": ("（二级指标空缺）", "(level left empty)"),
    "tree.empty-slot": ("（未填）", "(not filled in)"),
    "tree.notes": ("读表时的提示 {count} 处", "{count} notes on reading"),
    "tree.more": ("……还有 {count} 处，见 --format json", "… and {count} more, see --format json"),
    "tree.unread": ("没有读取的内容 {count} 处", "{count} parts not read"),
    # Choice of templates (import --explain)
    "choice.heading": ("选用的模板：", "Templates chosen:"),
    "choice.chosen": ("{place}  选用模板 {template}", "{place}  template {template}"),
    "choice.title": ("表名“{title}”相符", "title {title} matches"),
    "choice.no-title": ("表名不符", "no title matches"),
    "choice.no-year": ("不详", "unknown"),
    "choice.evidence": (
        "标签 {found}/{declared}，{title}，年度 {year}，得分 {score}",
        "labels {found}/{declared}, {title}, year {year}, score {score}",
    ),
    "choice.fingerprint": ("认出的标签：{labels}", "recognised by: {labels}"),
    "choice.alone": ("没有别的模板相近", "no other template fits"),
    "choice.runner-up": ("其次：{template}，{evidence}", "runner-up: {template}, {evidence}"),
    "choice-reason.labels": ("选用的理由：标签更相符", "reason: its labels fit better"),
    "choice-reason.title": ("选用的理由：表名相符", "reason: its title matches"),
    "choice-reason.year": ("选用的理由：年度相符", "reason: it is in force in that year"),
    "choice-reason.edition": (
        "选用的理由：都相符，取年度最近的一版",
        "reason: both fit, and it is the latest edition",
    ),
    "choice-reason.name": (
        "选用的理由：都相符，按模板名称取一个，请核对模板",
        "reason: both fit alike, and one was taken by name: check the templates",
    ),
    # Notes of the reader
    "note.label-gone": (
        "“{meant}”的标签不见了，按这一格在空白表里的名称读取",
        "the label {meant} is missing; read by the defined name of this cell",
    ),
    "note.label-near": ("标签“{seen}”按“{meant}”读取", "label {seen} was taken for {meant}"),
    "note.label-number": (
        "栏目写作“{seen}”，表样是“{meant}”：数字不同，按这一栏读取",
        "the label {seen} has other numbers than {meant} of the form; it was read as that",
    ),
    "note.column-missing": ("缺少“{meant}”这一列", "the column {meant} is missing"),
    "note.table-missing": ("缺少“{meant}”这一部分", "the section {meant} is missing"),
    "note.field-missing": ("缺少“{meant}”这一项", "the field {meant} is missing"),
    "note.title-missing": ("没有认出表名", "no title was recognised"),
    "note.total-missing": ("没有找到合计行", "no total row was found"),
    "note.second-total": ("又一个合计行“{seen}”，未计入", "another total row ({seen}), left out"),
    "note.subtotal": ("“{seen}”行是小计，未计入明细", "{seen} is a subtotal, left out of the rows"),
    "note.list-value": (
        "同一项的几行写得不一样：这一行是“{seen}”，前面是“{meant}”，按前面的读",
        "rows of one form differ: {seen} here, {meant} further up, which counts",
    ),
    "note.list-sum": (
        "这一行写 {seen}，所加各项之和是 {meant}",
        "this row says {seen}, what it adds up comes to {meant}",
    ),
    "note.blank-level": (
        "上级指标已换，本级指标空缺",
        "the outer level changes and this level is empty",
    ),
    "note.hidden-row": (
        "“{seen}”所在行被隐藏，仍已读取",
        "the row of {seen} is hidden and was read",
    ),
    "note.amount-text": (
        "金额是文本“{seen}”，不是数字",
        "the amount is text ({seen}), not a number",
    ),
    "note.amount-converted": ("“{seen}”已折算为万元", "{seen} was converted to 万元"),
    "note.money-unit-unknown": (
        "“{seen}”的单位不认识，没有折算，按没有数处理",
        "the unit of {seen} is unknown; nothing was converted, the amount counts as missing",
    ),
    "note.struck-text": (
        "“{seen}”是划掉或修订删去的，没有读取",
        "{seen} is struck out or deleted and was not read",
    ),
    "unread.struck": (
        "“{seen}”是划掉或修订删去的，没有读取",
        "{seen} is struck out or deleted and was not read",
    ),
    "note.amount-scaled": (
        "单元格存的是{seen}，按显示的万元数读取",
        "the cell holds {seen}; read in 万元 as displayed",
    ),
    "note.amount-doubtful": (
        "显示的和存的不是一个数：{seen}，按没有数处理",
        "the number displayed is not the one stored: {seen}; the amount counts as missing",
    ),
    "note.figure-doubtful": (
        "扫描件上的“{seen}”看不清，没有采用",
        "{seen} on the scan is not clear and was not taken",
    ),
    "note.word-doubtful": (
        "扫描件上的“{seen}”看不清，认作“{meant}”，请看原件核对",
        "{seen} on the scan is not clear and was taken for {meant}; compare it with the paper",
    ),
    "note.joined-doubtful": (
        "这一格和旁边一格之间的线没有认出来，写的数可能读到了旁边，请看原件核对",
        "the line between this cell and the next was not recognised, and its figure may have been "
        "read there; look at the paper",
    ),
    "note.page-doubtful": (
        "扫描件第{seen}页看不清，“{meant}”没有认出来，这张表读出的数请看原件核对",
        "page {seen} of the scan is not clear: {meant} could not be recognised; compare what was "
        "read of this form with the paper",
    ),
    "note.place-doubtful": (
        "这一格压着印章，没有认出字，不一定是空白，请看原件核对",
        "a seal is on this cell and nothing was recognised, which does not mean that it is blank; "
        "look at the paper",
    ),
    "note.amount-unreadable": ("“{seen}”不是金额", "{seen} is not an amount"),
    "note.number-unreadable": ("“{seen}”不是数字", "{seen} is not a number"),
    "note.percent-unreadable": (
        "“{seen}”不是百分比，或说不清是百分之几",
        "{seen} is not a percentage, or it is unclear of how much",
    ),
    "note.date-unreadable": ("“{seen}”不是一个日期", "{seen} is not a day"),
    "note.tick-unreadable": ("“{seen}”说不清是否打勾", "{seen} is neither a tick nor an open box"),
    "note.formula-unknown": (
        "公式“{seen}”没有可信的结果，按没有数处理",
        "the formula {seen} has no reliable result and counts as missing",
    ),
    "note.formula-error": ("公式出错：{seen}", "the formula has an error: {seen}"),
    "note.choice": ("“{seen}”不在可选项中", "{seen} is not one of the choices"),
    # Drawing of a blank form
    "blank.fields": ("各项", "Fields"),
    "blank.table": ("{title}（{name}），每行：", "{title} ({name}), each row:"),
    "kind.text": ("文字", "text"),
    "kind.amount": ("金额（万元）", "money in 万元"),
    "kind.number": ("数字", "number"),
    "kind.percent": ("百分比", "percentage"),
    "kind.date": ("日期", "day"),
    "kind.tick": ("打勾", "tick"),
    "kind.target": ("指标值", "target"),
    "kind.period": ("起止日期", "period"),
    "kind.sequence": ("序号", "row number"),
    "kind.money-unit": ("金额单位", "money unit"),
    "kind.level": ("指标级别名称", "name of an indicator level"),
}
