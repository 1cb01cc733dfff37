"""What the summary workbook says, and ``xlform summarize`` on the terminal."""

from __future__ import annotations

from typing import Final

SUMMARY: Final[dict[str, tuple[str, str]]] = {
    # The workbook as a whole
    "summary.title": ("预算绩效目标申报汇总", "Budget performance submissions"),
    "summary.year": ("{year}年度", "{year} "),
    "summary.scope": (
        "共 {units} 个单位，计入 {files} 份文件，读不了 {failed} 份",
        "{units} units, {files} files counted, {failed} could not be read",
    ),
    "summary.money-unit": ("金额单位：万元", "amounts in 10,000 yuan"),
    "summary.how": (
        "说明：各项数字均为公式，取自本工作簿各表；各表“来源”列可直接打开原文件的那个单元格。未填的金额留空，不按零计。",
        "Every figure is a formula over the other sheets; the column “source” opens the cell it came "
        "from. A missing amount is blank, never nought.",
    ),
    "summary.continued": (
        "行数超过一张工作表的上限，续写在：{sheets}。",
        "Rows beyond a sheet's limit go on in: {sheets}.",
    ),
    "summary.rows": ('"共 "0" 行"', '0" rows"'),
    "summary.total": ("合计", "total"),
    "summary.subtotal": ("小计", "subtotal"),
    "summary.number-of": ("序号", "no."),
    # Sheets
    "summary.overview": ("总览", "overview"),
    "summary.units": ("报送情况", "units"),
    "summary.units-title": ("各单位报送情况", "What each unit handed in"),
    "summary.department": ("部门整体", "department"),
    "summary.fund-summary": ("专项汇总", "fund-summary"),
    "summary.fund-direction": ("支出方向", "fund-direction"),
    "summary.directions": ("支出方向", "directions"),
    "summary.expenses": ("支出明细", "expenses"),
    "summary.indicators": ("绩效指标", "indicators"),
    "summary.sources": ("来源", "sources"),
    "summary.sources-title": ("数据来源", "Where the figures come from"),
    "summary.findings-title": ("问题清单", "Findings of all submissions"),
    "summary.sheet-by-fund": ("专项资金（按专项）", "funds by fund"),
    "summary.sheet-by-unit": ("专项资金（按单位）", "funds by unit"),
    "summary.sheet-by-responsible": ("专项资金（按科室）", "funds by division"),
    "summary.funds-by-fund": ("专项资金汇总表（按专项）", "Special funds by fund"),
    "summary.funds-by-unit": ("专项资金汇总表（按单位）", "Special funds by unit"),
    "summary.funds-by-responsible": ("专项资金汇总表（按科室）", "Special funds by division"),
    # Heads
    "summary.source": ("来源", "source"),
    "summary.source-of": ("来源·{figure}", "source of {figure}"),
    "summary.files": ("文件数", "files"),
    "summary.budget-total": ("部门整体资金总额", "department budgets"),
    "summary.funds-total": ("专项资金合计", "special funds"),
    "summary.expenses-total": ("支出明细合计", "itemised expenses"),
    "summary.code": ("规则号", "code"),
    "summary.form": ("表名", "form"),
    "summary.state": ("状态", "state"),
    "summary.because": ("原因", "because"),
    "summary.hash": ("文件校验值（SHA-256）", "SHA-256"),
    "summary.responsible": ("归口科室", "division"),
    "summary.no-responsible": ("（未注明）", "(not told)"),
    "summary.between": ("（各单位之间）", "(between units)"),
    # What became of a file or of a part of it
    "summary.read": ("已读取", "read"),
    "summary.unread": ("未读内容", "left unread"),
    "summary.replaced": ("不计入", "not counted"),
    "summary.failed": ("读不了", "unreadable"),
    # The overview
    "summary.tile-units": ("报送单位", "units"),
    "summary.tile-files": ("计入文件", "files counted"),
    "summary.tile-failed": ("读不了的文件", "files not read"),
    "summary.by-unit": ("金额最大的单位", "Largest units"),
    "summary.by-fund": ("金额最大的专项", "Largest funds"),
    "summary.by-rule": ("最常见的问题", "Most frequent findings"),
    "summary.top": ("（{count} 个中的前 {shown} 个）", " ({shown} of {count})"),
    "summary.rest": ("其余 {count} 个", "{count} others"),
    "summary.budget-short": ("资金总额", "budget"),
    "summary.funds-short": ("专项资金", "funds"),
    "summary.fund": ("专项", "fund"),
    "summary.amount": ("金额", "amount"),
    "summary.share": ("占比", "share"),
    "summary.count": ("条数", "count"),
}
