"""Messages of a check on the terminal, in HTML and in marked workbooks."""

from __future__ import annotations

from typing import Final

CHECKING: Final[dict[str, tuple[str, str]]] = {
    "settings.found": (
        "采用“{path}”的设置：{changes}。",
        "Settings of {path} apply: {changes}.",
    ),
    "settings.not-taken": (
        "没有采用“{path}”的设置（{because}）；确要采用，请用 --config 指明。",
        "The settings of {path} are not taken ({because}); name the file by --config to take them.",
    ),
    "settings.among-inputs": (
        "它在要处理的文件之中，可能是填报单位放的",
        "it is among the files to be read, where a unit may have put it",
    ),
    "settings.link": ("它是指向别处的链接", "it is a link to elsewhere"),
    "settings.open-to-all": ("谁都可以改写它", "anybody may change it"),
    "settings.other-owner": ("它属于别的用户", "it belongs to another user"),
    "settings.terms": ("界限改为 {codes}", "limits {codes}"),
    "settings.words": ("词表 {codes}", "word lists {codes}"),
    "settings.fail-on": ("退出码从 {codes} 起算", "exit code from {codes} on"),
    "settings.only": ("只核对 {codes}", "only {codes}"),
    "settings.without": ("不核对 {codes}", "without {codes}"),
    "settings.severity": ("等级改为 {codes}", "severities {codes}"),
    "settings.accepted": ("这些已认定不是问题：{codes}", "accepted as no fault: {codes}"),
    "page.footer": ("第 &P 页，共 &N 页", "Page &P of &N"),
    "group.places": ("{message}（{count} 处）", "{message} ({count} places)"),
    "group.more": ("{places} 等 {count} 处", "{places} and more, {count} in all"),
    "group.amount": ("涉及 {amount} 万元", "{amount} 万元"),
    "group.left-out": ("……另有 {count} 处", "… {count} more"),
    "group.effects": (
        "由此引起、改好后会一并消除的 {count} 处：{places}",
        "{count} more follow from it and go with it: {places}",
    ),
    "group.effects-more": (
        "由此引起、改好后会一并消除的 {count} 处：{places} 等",
        "{count} more follow from it and go with it: {places} and others",
    ),
    "group.effects-count": (
        "由此引起、改好后会一并消除的 {count} 处",
        "{count} more follow from it and go with it",
    ),
    "group.effect": ("{place}（{code}）", "{place} ({code})"),
    "group.rest": (
        "另有{counts}，没有逐条列出；加 --by cell 全部列出。",
        "{counts} more are not listed here; --by cell lists all.",
    ),
    "section.must": ("必须改正 {count} 项", "{count} to be corrected"),
    "section.explain": ("请说明或修改 {count} 项", "{count} to be explained or changed"),
    "section.format": ("格式文字 {count} 项", "{count} of format and wording"),
    "section.none": ("提示 {count} 项", "{count} hints"),
    "section.explain-rest": (
        "另有请说明或修改 {count} 项，没有列出。",
        "{count} more to be explained or changed are not listed.",
    ),
    "section.format-rest": ("格式文字 {count} 处", "{count} of format and wording"),
    "section.none-rest": ("提示 {count} 处", "{count} hints"),
    "check.not-shown": (
        "另有 {count} 处不是错误，没有列出。",
        "{count} more are no errors and not listed.",
    ),
    "check.by": (
        "问题的顺序：cause 按原因，必须改正的在前（默认）；cell 按表和单元格，全部列出。",
        "The order: cause, what must be corrected first (default); cell, all by form and cell.",
    ),
    "check.only-errors": (
        "只列必须改正的，其余只报个数。",
        "List what must be corrected alone; the rest is counted.",
    ),
    "check.severity": (
        "改一条（类）规则的等级，如 C-04=error；off 是不核对。可多次给出。",
        "Change the severity of a rule (or rules): C-04=error; off: don't run it. May be repeated.",
    ),
    "check.severity-off": ("等级设为 off", "its severity is set to off"),
    # Rules without a result
    "not-asked.no-data": ("缺少数据表：{tables}", "these data tables are missing: {tables}"),
    "not-asked.no-role": (
        "报送件中没有担任这些角色的栏目：{roles}",
        "no form has a field, column or table with these roles: {roles}",
    ),
    "not-asked.no-prose": ("报送件中没有文字材料。", "The submission holds no form in prose."),
    "not-asked.no-relation": (
        "报送件中没有一张表的模板声明了这种勾稽关系。",
        "No template of the forms declares a relation of this kind.",
    ),
    "not-asked.no-part": (
        "报送件中没有要核对的栏目。",
        "The submission holds no form with the columns it looks at.",
    ),
    "not-asked.required": ("前提规则 {code} 没有通过", "{code}, which it requires, has not passed"),
    "not-asked.crashed": (
        "规则内部出错：{reason}",
        "the rule failed with an internal error: {reason}",
    ),
    "unmarked.signed": (
        "文件带有数字签名，任何改动都会使签名失效；请改用其他报告格式，或请填报单位提供未签名的文件",
        "it has a digital signature, which any change invalidates; choose another report, or "
        "ask for the file unsigned",
    ),
    "unmarked.document": (
        "它不是 .docx 文档；请另存为 .docx 后再试",
        "it is not a .docx document; save it as .docx first",
    ),
    "unmarked.format": (
        "它不是 .xlsx 或 .xlsm 工作簿；请改用其他报告格式，或另存为 .xlsx 后再试",
        "it is not an .xlsx or .xlsm workbook; choose another report, or save it as .xlsx first",
    ),
    "unmarked.zip64": (
        "压缩包为 64 位格式；请用 WPS 或 Excel 打开并另存后再试",
        "its archive is in the 64-bit format; open it in WPS or Excel, save it, and try again",
    ),
    "unmarked.encoding": (
        "其中 {part} 的字符编码不是 UTF-8 或 UTF-16；请用 WPS 或 Excel 打开并另存后再试",
        "{part} in it is neither UTF-8 nor UTF-16; open it in WPS or Excel, save it, and try again",
    ),
    "unmarked.verify": (
        "写成后复核，副本与原件不一致，已放弃写出；请把此文件反馈给我们",
        "the copy did not read back the same as the file, so it was not kept; please report this",
    ),
    "marked.sheet": ("问题清单", "Findings"),
    "marked.author": ("绩效股核对", "xlform check"),
    "marked.file": ("整份报送件", "the whole file"),
    "marked.none": ("没有发现问题", "nothing found"),
    "marked.id": ("编号", "id"),
    "marked.severity": ("级别", "severity"),
    "marked.place": ("位置", "place"),
    "marked.problem": ("问题", "problem"),
    "marked.expected": ("应为", "expected"),
    "marked.actual": ("现为", "actual"),
    "marked.advice": ("建议", "advice"),
    "marked.rule": ("规则", "rule"),
    "marked.number": ("序号", "no."),
    "marked.item": ("第{number}项", "item {number}"),
    "marked.effect": ("随该项改正", "corrected with it"),
    "marked.effect-of": ("（随第{number}项改正）{text}", "(corrected with item {number}) {text}"),
    "marked.fixed": ("已改", "corrected"),
    "marked.settings": ("设置", "settings"),
    "marked.unchecked": ("未核对", "not checked"),
    "marked.accepted": ("不是问题", "no fault"),
    "marked.answer": ("单位答复", "the unit's answer"),
    "not-asked.accepted": (
        "“{message}”已认定不是问题：{reason}",
        "accepted as no fault ({reason}): {message}",
    ),
    "not-asked.ignored": ("按设定不核对：{reason}", "ignored as configured: {reason}"),
    "not-asked.formulas-only": (
        "这条规则核对任何工作簿的公式，要加 --formulas",
        "the rule checks the formulas of any workbook: add --formulas",
    ),
    "not-asked.forms-only": (
        "--formulas 不看表样，这条规则要看表样",
        "the rule needs a known form, which --formulas does not look for",
    ),
    "check.formula-counts": (
        "{sheets} 张工作表 · {formulas} 个公式",
        "{sheets} sheets · {formulas} formulas",
    ),
    "confidence.sure": ("确定", "certain"),
    "confidence.likely": ("很可能", "likely"),
    "confidence.possible": ("可能", "possible"),
    "not-asked.not-selected": ("这次没有选它", "not selected this time"),
    "severity.error": ("错误", "error"),
    "severity.warning": ("警告", "warning"),
    "severity.info": ("提示", "info"),
    "check.help": (
        "核对填报文件，逐条列出问题所在的单元格、错在哪里、怎样改。\n\n"
        "没有核对的规则另行列出原因，不算通过。原文件不会改动。"
        "退出码：0 没有问题，1 有问题，2 用法不对，3 有文件读不了（其余照常核对）。",
        "Check submissions and report each problem with its cell, what is wrong and what to "
        "do.\n"
        "\n"
        "Rules without a result are listed with the reason; they do not count as passed. The "
        "files are never changed. Exit code: 0 nothing found, 1 findings, 2 wrong usage, 3 a "
        "file could not be read (the others were checked).",
    ),
    "check.examples": (
        "xlform check 云田镇.xlsx                        显示问题\n"
        "xlform check 云田镇.xlsx --by cell              按表和单元格，全部列出\n"
        "xlform check 云田镇.xlsx -o 云田镇.html         写成网页\n"
        "xlform check 云田镇.xlsx -o 标记.xlsx           原表副本，问题单元格已标出\n"
        "xlform check 全区/*.xlsx --format docx -o 退回  每个单位一份退回意见\n"
        "xlform check 云田镇.xlsx --select A,X-04        只核对这些规则\n"
        "xlform check 云田镇.xlsx --ignore T-07=不影响审核\n"
        "xlform check --formulas 预算.xlsx               任何工作簿的公式\n"
        "xlform check 云田镇.xlsx -o 一审.json           留存，下次比较用\n"
        "xlform check 云田镇.xlsx --since 一审.json      标出新增、未改、已改",
        "xlform check 云田镇.xlsx                          list problems\n"
        "xlform check 云田镇.xlsx --by cell                all of them, by form and cell\n"
        "xlform check 云田镇.xlsx -o report.html           as an HTML page\n"
        "xlform check 云田镇.xlsx -o marked.xlsx           a copy with the cells marked\n"
        "xlform check all/*.xlsx --format docx -o letters  a letter for each unit\n"
        "xlform check 云田镇.xlsx --select A,X-04          these rules only\n"
        "xlform check 云田镇.xlsx --ignore T-07=harmless\n"
        "xlform check --formulas budget.xlsx               formulas of any workbook\n"
        "xlform check 云田镇.xlsx -o first.json            to compare with later\n"
        "xlform check 云田镇.xlsx --since first.json       new, unchanged, fixed",
    ),
    "check.output": (
        "写到文件；多个文件的 xlsx、docx 写到文件夹。",
        "Write to a file (xlsx and docx of several files: to a folder).",
    ),
    "check.format": (
        "格式；不写则看输出文件的扩展名，没有输出文件时为 text。"
        "line 每条一行，xlsx 是标出问题的原表副本，docx 是退回意见。",
        "The format; by default that of the output's suffix, or text without an output. line: "
        "one line per finding; xlsx: a copy of the workbook with cells marked; docx: a letter "
        "to the unit.",
    ),
    "check.select": (
        "只核对这些规则：代码或代码的开头，可用逗号分隔、可多次给出。",
        "Run these rules only: codes or their prefixes, separated by commas; may be repeated.",
    ),
    "check.formulas": (
        "只核对公式，不看是什么表：任何工作簿都行。",
        "Check the formulas alone, of any workbook, whatever form it is.",
    ),
    "check.ignore": (
        "不核对这条（类）规则，理由写在等号后面；可多次给出。",
        "Don't run this rule (or rules), with the reason after the equals sign; may be repeated.",
    ),
    "check.fail-on": (
        "有这一级或更重的问题时，退出码为 1；不写则为 error。",
        "Exit with 1 for findings of this severity or higher (default error).",
    ),
    "check.since": (
        "与上次的结果（json）比较，标出新增、未改，列出已改。",
        "Compare with an earlier result (json): what is new, unchanged, fixed.",
    ),
    "check.config": (
        "设置文件；不写则从当前文件夹逐级向上找 xlform.toml。",
        "The settings file; by default xlform.toml in this folder or the nearest one above.",
    ),
    "check.needs-folder": (
        "几个文件的 {form} 要写到文件夹，“{output}”是文件名：请写一个文件夹名。",
        "The {form} reports of several files are written to a folder, but {output} is a file "
        "name: give a folder.",
    ),
    "check.deadline": (
        "退回意见里的期限，如 2023-03-10；不写则用设置文件里的，都没有则留空。",
        "The deadline in letters, such as 2023-03-10; by default that of the settings, or blank.",
    ),
    "check.replaced": (
        "“{path}”不是最后一版（以“{other}”为准），没有写退回意见。",
        "{path} is not the last version ({other} counts): no letter is written.",
    ),
    "check.marked-suffix": (
        "“{path}”的标注件是 {suffix} 文件，“{output}”不是：请换一个扩展名。",
        "The marked copy of {path} is a {suffix} file, but {output} is not: change the suffix.",
    ),
    "check.no-letter": (
        "“{path}”审核通过，没有写通知。",
        "{path} passed: no notice is written.",
    ),
    "check.marked": ("{name}.核对", "{name}.checked"),
    "check.letter-returned": ("{name}.退回意见", "{name}.letter"),
    "check.letter-explain": ("{name}.审核意见", "{name}.letter"),
    "check.letter-passed": ("{name}.审核通过", "{name}.letter"),
    "check.whole-file": ("整个报送件", "the submission as a whole"),
    "check.whole": ("整表", "whole form"),
    "check.nothing-found": ("没有发现问题。", "Nothing found."),
    "check.advice": ("办法：{advice}", "To do: {advice}"),
    "check.advice-first": ("办法（以第一处为例）：{advice}", "To do (the first): {advice}"),
    "check.numbers": ("应为 {expected}，实为 {actual}。", "Expected {expected}, found {actual}."),
    "check.expected": ("应为：{text}", "Expected: {text}"),
    "check.actual": ("实为：{text}", "Found: {text}"),
    "check.new": ("新增", "new"),
    "check.kept": ("未改", "unchanged"),
    "check.fixed-list": ("已改 {count} 处：", "{count} fixed:"),
    "check.unasked-list": (
        "上次有、这次没有核对的 {count} 处（不算已改）：",
        "{count} found before and not checked this time (not counted as fixed):",
    ),
    "check.not-asked": (
        "未核对 {count} 项（规则没有给出答案，不等于通过）：",
        "{count} not checked (this is not a pass):",
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
        "Files: {total}, checked: {files}, errors: {error}, warnings: {warning}, infos: {info}, "
        "rules not checked: {not_asked}; failed: {failed}.",
    ),
    "check.written-many": (
        "{count} 份写在文件夹“{output}”里。",
        "Documents written into the folder {output}: {count}.",
    ),
    "check.changed": (
        "与上次相比：新增 {new}，未改 {kept}，已改 {fixed}。",
        " Since last time: {new} new, {kept} unchanged, {fixed} fixed.",
    ),
    "page.title": ("预算绩效表格核对结果", "Check of budget-performance forms"),
    "page.place": ("单元格", "Cell"),
    "page.grade": ("等级、规则", "Severity, rule"),
    "page.what": ("问题与办法", "What is wrong, what to do"),
    "page.cells": ("看表格", "Show the cells"),
    "page.problems": ("没有读出的文件", "Files that could not be read"),
    "page.footer-note": (
        "由 xlform 按规则核对；每条规则的依据见 xlform rules。未核对的项目不算通过。",
        "Checked by rule with xlform; xlform rules explains each rule. Not checked does not "
        "mean passed.",
    ),
    # Pages of the rules
    "rules.help": (
        "列出全部规则；给出代码则显示这条规则的说明：为什么、错例和改例、依据、办法。",
        "List the rules; with a code show its page: rationale, examples, legal basis, what to do.",
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
    "rules.why": ("为什么", "Rationale"),
    "rules.messages": ("核对时说", "Messages"),
    "rules.broken": ("错例", "Bad example"),
    "rules.mended": ("改例", "Good example"),
    "rules.advice": ("怎样改", "What to do"),
    "rules.letter": ("退回意见", "In a letter"),
    "rules.letter-must": (
        "写入“必须改正”，有时轻一些的写入“请说明或修改”。",
        "Under what must be corrected; its slighter findings under what is to be explained.",
    ),
    "rules.letter-explain": (
        "写入“请说明或修改”；使别处出错时写入“必须改正”。",
        "Under what is to be explained or changed; must be corrected where it causes an error.",
    ),
    "rules.letter-format": (
        "属于格式文字：只在附表标注，不必答复；使别处出错时写入“必须改正”。",
        "Wording and layout: marked in the workbook, needs no answer, unless it causes an error.",
    ),
    "rules.letter-none": (
        "不写入退回意见，只在问题清单里列出，供参考。",
        "Not mentioned; listed among the findings for information.",
    ),
    "rules.basis": ("依据", "Legal basis"),
    "rules.precision": ("实测准确率", "Measured precision"),
    "rules.measured": (
        "{share}：错误和警告中 {true} 处属实，{false} 处误报"
        "（{units} 个虚构单位，植入 {defects} 处已知问题）。",
        "{share}: of its errors and warnings {true} true, {false} false "
        "({units} made-up units, {defects} planted defects).",
    ),
    "rules.not-measured": (
        "{units} 个虚构单位、{defects} 处植入的问题中，这条规则没有报出错误或警告。",
        "This rule reported no error or warning on {units} made-up units with {defects} planted "
        "defects.",
    ),
    "rules.ignore": ("不核对这条规则", "How to ignore it"),
    "rules.reason": ("理由", "the reason"),
    "rules.asked-of": ("用于", "Applies to"),
    "rules.roles": ("有这些角色的表：{roles}", "forms with these roles: {roles}"),
    "rules.any-role": ("有其中一个角色的表：{roles}", "forms with one of these roles: {roles}"),
    "rules.prose": ("文字材料（编报说明）", "forms in prose (narratives)"),
    "rules.relation": (
        '模板声明了勾稽关系的表（rule = "{code}"）',
        'forms whose template declares such a relation (rule = "{code}")',
    ),
    "rules.requires": ("先要通过", "Runs after"),
    "rules.needs": ("要有数据", "Needs data"),
    "rules.uses": ("有则用的数据", "Data used if available"),
    "rules.written": ("已写出 {count} 页到“{output}”。", "{count} pages written to {output}."),
    # Rules between the files of a batch
    "not-asked.one-file": ("只有一份报送件", "there is only one submission"),
    "batch.heading": ("各报送件之间", "Between submissions"),
    "batch.not-in-papers": (
        "各报送件之间另有 {count} 处问题，不写进各份 {form} 文件；不加 --format 再核对一次即可看到。",
        "{count} more findings are between submissions and not in the {form} files; check "
        "again without --format to see them.",
    ),
}
