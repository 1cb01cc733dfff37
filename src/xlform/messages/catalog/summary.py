"""Texts of the summary workbook, and messages of ``xlform summarize``."""

from __future__ import annotations

from typing import Final

SUMMARY: Final[dict[str, tuple[str, str]]] = {
    # The workbook as a whole
    "summary.title": ("预算绩效目标申报汇总", "Budget performance submissions"),
    "summary.title-of": ("{form}汇总", "Summary: {form}"),
    "summary.title-of-many": ("预算绩效填报表汇总", "Budget performance forms"),
    "summary.year": ("{year}年度", "{year} "),
    "summary.scope": (
        "共 {units} 个单位，计入 {files} 份文件，读不了 {failed} 份",
        "{units} units, {files} files counted, {failed} could not be read",
    ),
    "summary.money-unit": ("金额单位：万元", "amounts in 10,000 yuan"),
    "summary.how": (
        "说明：各项数字均为公式，取自本工作簿各表；各表“来源”列可直接打开原文件的那个单元格。未填的金额留空，不按零计。",
        "Every figure is a formula over the other sheets; the column “source” opens the cell "
        "it came from. A missing amount is empty, never zero.",
    ),
    "summary.continued": (
        "行数超过一张工作表的上限，续写在：{sheets}。",
        "Rows beyond a sheet's limit continue in: {sheets}.",
    ),
    "summary.rows": ('"共 "0" 行"', '0" rows"'),
    "summary.total": ("合计", "total"),
    "summary.subtotal": ("小计", "subtotal"),
    "summary.number-of": ("序号", "no."),
    # Sheets
    "summary.overview": ("总览", "overview"),
    "summary.units": ("报送情况", "units"),
    "summary.units-title": ("各单位报送情况", "What each unit submitted"),
    "summary.expenses": ("支出明细", "expenses"),
    "summary.indicators": ("绩效指标", "indicators"),
    "summary.sheet-by-fund": ("{list}（按{named}）", "{list} by {named}"),
    "summary.sheet-by-unit": ("{list}（按单位）", "{list} by unit"),
    "summary.sheet-by-responsible": ("{list}（按科室）", "{list} by division"),
    "summary.list-by-fund": ("{list}汇总表（按{named}）", "{list} by {named}"),
    "summary.list-by-unit": ("{list}汇总表（按单位）", "{list} by unit"),
    "summary.list-by-responsible": ("{list}汇总表（按科室）", "{list} by division"),
    "summary.total-of": ("{name}合计", "total of {name}"),
    "summary.sources": ("来源", "sources"),
    "summary.sources-title": ("数据来源", "Where the figures come from"),
    "summary.findings-title": ("问题清单", "Findings of all submissions"),
    # Headers
    "summary.source": ("来源", "source"),
    "summary.source-of": ("来源·{figure}", "source of {figure}"),
    "summary.files": ("文件数", "files"),
    "summary.code": ("规则号", "code"),
    "summary.form": ("表名", "form"),
    "summary.state": ("状态", "state"),
    "summary.because": ("原因", "because"),
    "summary.hash": ("文件校验值（SHA-256）", "SHA-256"),
    "summary.responsible": ("归口科室", "division"),
    "summary.no-responsible": ("（未注明）", "(unknown)"),
    "summary.between": ("（各单位之间）", "(between units)"),
    "summary.remark": ("备注", "remark"),
    "summary.near": ("名单上近似的：{names}", "similar to these on the roster: {names}"),
    "summary.wrong-money-unit": (
        "金额单位疑有误，金额未折算",
        "amounts seem to be in another unit of money; not converted",
    ),
    "summary.misstated": (
        "{count} 个单位的金额疑用错单位（元、万元），未折算，下面含有它们的合计可能差一万倍：{units}。",
        "{count} units seem to use the wrong unit of money (元, 万元); sums with them may be "
        "10,000 times off: {units}.",
    ),
    "summary.misstated-more": (
        "{count} 个单位的金额疑用错单位（元、万元），未折算，下面含有它们的合计可能差一万倍：{units} 等。",
        "{count} units seem to use the wrong unit of money (元, 万元); sums with them may be "
        "10,000 times off: {units} and others.",
    ),
    "summary.missing": ("缺：{forms}", "missing: {forms}"),
    "summary.aside": ("另有 {count} 份文件不计入", "{count} more files set aside"),
    "summary.missing-aside": (
        "缺：{forms}；另有 {count} 份文件不计入",
        "missing: {forms}; {count} more files set aside",
    ),
    "state.unlisted": ("名单外", "not on the roster"),
    "summary.differences": ("金额核对", "differences"),
    "summary.differences-title": (
        "同一笔资金各处填报不一致",
        "Figures for the same money that differ",
    ),
    "summary.measure": ("口径", "figure"),
    "summary.against": ("对照口径", "compared with"),
    "summary.difference": ("相差", "difference"),
    "summary.nature": ("性质", "nature"),
    "summary.skipped": ("不是填报表", "no submission"),
    "summary.other-year": (
        "{year} 年度的表，不在这次汇总的年度内",
        "it is of {year}, not the year summarized",
    ),
    "summary.replaced-by": ("同一单位后来又报，以“{by}”为准", "submitted again: {by} counts"),
    "summary.paper-of": (
        "“{by}”的纸质件（扫描或打印），以电子表为准",
        "the paper of {by}, scanned or printed: the workbook counts",
    ),
    "summary.replaced-perhaps": (
        "同一单位重复报送，看不出先后，暂以“{by}”为准，请核对",
        "submitted twice, and which is later is unknown; {by} is used, please check",
    ),
    # Status of a file or part of it
    "summary.read": ("已读取", "read"),
    "summary.unread": ("未读内容", "not read"),
    "summary.replaced": ("不计入", "not counted"),
    "summary.failed": ("读不了", "unreadable"),
    # Overview
    "summary.tile-units": ("报送单位", "units"),
    "summary.tile-files": ("计入文件", "files counted"),
    "summary.tile-failed": ("读不了的文件", "files not read"),
    "summary.tile-aside": ("不计入的表", "forms set aside"),
    "summary.tile-differing": ("金额不一致处", "figures that differ"),
    "summary.no-roster": ("未给名单", "no roster"),
    "summary.unknown": ("未知", "unknown"),
    "summary.total-unknown": ("合计（未知）", "total (unknown)"),
    "summary.sum-unknown": (
        "{what}未知：{count} 处没有能算的金额，其余 {known} 处共 {amount} 万元。",
        "{what} is unknown: {count} without an amount; the other {known} make {amount} (10,000 yuan).",
    ),
    "summary.absent": (
        "未报送的单位（{count} 个）：{names}。",
        "Not submitted ({count}): {names}.",
    ),
    "summary.absent-many": (
        "未报送的单位（{count} 个）：{names}等，见“报送情况”。",
        "Not submitted ({count}): {names} and others, see the sheet units.",
    ),
    "summary.unreadable-units": (
        "已报但读不了的单位（{count} 个）：{names}。",
        "Submitted and unreadable ({count}): {names}.",
    ),
    "summary.unreadable-file": ("读不了：{file}（{reason}）", "unreadable: {file} ({reason})"),
    "summary.named": ("{name}：{label}", "{name}: {label}"),
    "summary.other-years": (
        "另有其他年度的文件没有计入：{years}；见“来源”，可用 --year 汇总那一年。",
        "Files of other years are not counted: {years}; see sources; --year selects them.",
    ),
    "summary.of-year": ("{year} 年度 {count} 份", "{count} of {year}"),
    "summary.by-unit": ("金额最大的单位", "Largest units"),
    "summary.by-name": ("金额最大的{named}", "Largest: {named}"),
    "summary.by-rule": ("最常见的问题", "Most frequent findings"),
    "summary.reconciliation": ("全区合计核对", "The same money, added up in several places"),
    "summary.all-units": ("全区合计", "all units"),
    "summary.the-total": ("合计", "total"),
    "summary.less-printed": ("比{figure}多", "more than the {figure}"),
    "summary.lacking": ("缺这个数的单位", "units without it"),
    "summary.few": ("{count} 个：{names}", "{count}: {names}"),
    "summary.many": ("{count} 个：{names}等", "{count}: {names} and others"),
    "summary.top": ("（{count} 个中的前 {shown} 个）", " ({shown} of {count})"),
    "summary.rest": ("其余 {count} 个", "{count} others"),
    "summary.amount": ("金额", "amount"),
    "summary.share": ("占比", "share"),
    "summary.count": ("条数", "count"),
    # xlform summarize
    "summarize.help": (
        "把许多单位的填报文件汇总成一个工作簿：总览、报送情况、每种表和表里每个表格的明细、绩效指标、问题清单、来源。\n\n"
        "可以给文件、文件夹、通配符、zip 压缩包。每个数字都能点回原文件的那个单元格；合计是公式。"
        "读不了的文件列出原因，不影响其余。"
        "退出码：0 没有问题，1 有问题，2 用法不对，3 有文件读不了（其余照常汇总）。",
        "Summarize the submissions of many units in one workbook: an overview, the units, each "
        "kind of form and each of its tables, indicators, findings, sources.\n"
        "\n"
        "Takes files, folders, patterns and zip archives. Every figure links to the cell it "
        "came from; totals are formulas. A file that can't be read is listed with the reason "
        "and does not affect others. Exit code: 0 nothing found, 1 findings, 2 wrong usage, 3 "
        "a file could not be read (the others were summarized).",
    ),
    "summarize.examples": (
        "xlform summarize 全区/*.xlsx -o 汇总.xlsx\n"
        "xlform summarize 全区 补报.zip -o 汇总.xlsx   文件夹、压缩包\n"
        "xlform summarize 全区 -o 汇总.xlsx --by unit  清单先按单位分",
        "xlform summarize all/*.xlsx -o summary.xlsx\n"
        "xlform summarize all late.zip -o summary.xlsx  folders, archives\n"
        "xlform summarize all -o summary.xlsx --by unit  funds by unit first",
    ),
    "summarize.source": ("文件或文件夹", "FILE"),
    "summarize.number": ("个数", "N"),
    "summarize.address": ("地址", "ADDRESS"),
    "summarize.output": ("写成的汇总工作簿（.xlsx）。", "The workbook to write (.xlsx)."),
    "summarize.roster": (
        "应报单位名单（CSV，至少有“单位名称”一列）：据此列出未报、缺表、名单外的单位。",
        "The units expected (CSV with a column 单位名称), to list who is absent and what is "
        "missing.",
    ),
    "summarize.list": ("名单", "ROSTER"),
    "summarize.year": (
        "汇总哪个年度的表；不写就取多数单位的年度。",
        "The year of the forms to count (default: the year of most units).",
    ),
    "summarize.a-year": ("年度", "YEAR"),
    "summarize.latest": (
        "重复报送时以哪份为准：name 看文件名（最终、改、日期、编号，不写即是）、time 修改时间、given 给出的次序。",
        "Which of several files of a unit counts: by name (default), time of change, order given.",
    ),
    "summarize.needs-roster": (
        "按归口科室分组需要名单：请加 --roster 名单.csv，其中有“科室”一列",
        "grouping by division needs --roster with a column 科室",
    ),
    "summarize.standings": (
        "名单：已报齐 {complete}，缺表 {partial}，已报·读不了 {unreadable}，未报 {absent}；"
        "名单外的文件 {unlisted} 份。",
        "Roster: complete {complete}, forms missing {partial}, unreadable {unreadable}, not "
        "submitted {absent}; files "
        "of units that are not on it {unlisted}.",
    ),
    "summarize.aside": (
        "有 {count} 张表不计入（重复报送或其他年度），见“来源”。",
        "{count} forms are not counted (submitted again, or of another year), see the sheet "
        "sources.",
    ),
    "summarize.folder": ("文件夹", "FOLDER"),
    "summarize.data-help": (
        "把全部明细另写成 Parquet（按年度分），供 xlform query 查询。",
        "Write all rows as Parquet too, by year, for xlform query.",
    ),
    "summarize.data": (
        "全部明细已写进 {folder}，可用 xlform query 查询。",
        "All rows are in {folder}, for xlform query.",
    ),
    "summarize.data-folder": ("{name}-数据", "{name}-data"),
    "summarize.by": (
        "列成清单的表先按什么分组：fund 名称（专项）、unit 单位、responsible 归口科室。",
        "How lists are grouped: by name (fund), by unit, by division.",
    ),
    "summarize.jobs": (
        "同时用几个进程；0 为每核一个。",
        "Number of processes; 0 for one per core.",
    ),
    "summarize.scheduler": (
        "在多台机器上读：Dask 调度器的地址，如 tcp://10.0.0.1:8786。",
        "Read on several machines: the address of a Dask scheduler.",
    ),
    "summarize.no-cache": (
        "不用上次读过的结果，全部重新读取。",
        "Read everything again, including files that have not changed.",
    ),
    "summarize.fail-on": (
        "发现多严重的问题时退出码为 1：error、warning、info 或 never。",
        "Lowest severity of a finding that makes the exit code 1.",
    ),
    "summarize.needs-output": (
        "请用 -o 指明汇总工作簿，如 -o 汇总.xlsx",
        "give the workbook to write with -o, such as -o summary.xlsx",
    ),
    "summarize.no-workbook": (
        "“{output}”不是 .xlsx：汇总写成工作簿，请改成 .xlsx",
        "{output} is not an .xlsx: a summary is a workbook",
    ),
    "summarize.sum": ("；{name} {amount} 万元", "; {name} {amount}"),
    "summarize.sum-partly": (
        "；{name} 未知（{count} 处没有金额，其余 {known} 处共 {amount} 万元）",
        "; {name} unknown ({count} without an amount, the other {known} make {amount})",
    ),
    "summarize.sum-unknown": ("；{name} 未知", "; {name} unknown"),
    "summarize.done": (
        "已写成 {output}：{units} 个单位，计入 {files} 份文件（读不了 {failed} 份），{forms} 张表"
        "{amounts}；错误 {error}，警告 {warning}，提示 {info}。",
        "Wrote {output}: units {units}, files counted {files} (unreadable {failed}), forms {forms}"
        "{amounts} (10,000 yuan); errors {error}, warnings {warning}, hints {info}.",
    ),
}
