"""Messages of the page of the district."""

from __future__ import annotations

from typing import Final

DISTRICT_PAGE: Final[dict[str, tuple[str, str]]] = {
    "web.page-district": ("全区", "District"),
    "district.year": ("{year}年", "{year}"),
    "district.still-reading": (
        "还在读取（{done} / {total}），下面只有已经读完的。",
        "Still reading ({done} of {total}): only what has been read is below.",
    ),
    "district.stopped": (
        "读取已停止（{done} / {total}），下面只有已经读完的。",
        "Reading was stopped ({done} of {total}): only what has been read is below.",
    ),
    "district.again": ("刷新", "Refresh"),
    "district-file.summary": ("汇总.xlsx", "summary.xlsx"),
    "district-file.ledger": ("台账.xlsx", "ledger.xlsx"),
    "district-file.letters": ("审核意见.zip", "letters.zip"),
    "district.download-note": (
        "汇总和台账按报送的原件，不含网页上应用的修改；审核意见与各单位页面上的相同。",
        "Summary and ledger are of the files as submitted, without the fixes applied here; the "
        "letters are those of the units' own pages.",
    ),
    "district.not-written": ("没有写成.txt", "not written.txt"),
    "district.roster": ("单位名单", "Roster"),
    "district.roster-note": (
        "放入单位名单（CSV 或 Excel，要有“单位名称”一列），就列出谁还没报。",
        "Add a roster (CSV or Excel, with a column of the units' names) to see who is missing.",
    ),
    "district.roster-is": ("按名单“{name}”。", "By the roster {name}."),
    "district.choose-roster": ("选单位名单", "Choose a roster"),
    "district.use-roster": ("使用", "Use"),
    "district.remove-roster": ("不用名单", "Go on without it"),
    "district.nothing": ("还没有读完的报送件。", "No submission has been read yet."),
    "district.units": ("各单位（万元）", "Units (万元)"),
    "district.years": ("年度：", "Years:"),
    "district.states": ("报送情况", "Submissions"),
    "district.find": ("单位", "Unit"),
    "district.findings": ("问题", "Findings"),
    "district.counts": ("错误 {errors}，警告 {warnings}", "{errors} errors, {warnings} warnings"),
    "district.other-year": ("不计入，是 {year} 年度的", "not counted, it is of {year}"),
    "district.replaced": ("不计入，以另一份为准", "not counted, another file is"),
    "district.unknown": ("未知", "unknown"),
    "district.misstated": ("金额单位存疑", "unit of money in doubt"),
    "district.more": (
        "另有 {count} 个单位未列：请缩小范围，或下载汇总。",
        "{count} more units: narrow the search, or download the summary.",
    ),
    "district.unlisted": ("不在名单上的", "Not on the roster"),
    "district.similar": ("名称相近：{names}", "similar: {names}"),
    "district.funds": ("各专项、项目（万元）", "Funds and projects (万元)"),
    "district.largest": ("金额最大的（万元）", "The largest (万元)"),
    "district.no-name": ("（没有名称）", "(no name)"),
    "district.of-units": ("{count} 个单位", "{count} units"),
    "district.sums": ("合计与勾稽（万元）", "Sums (万元)"),
    "district.figure": ("数字", "Figure"),
    "district.amount": ("金额", "Amount"),
    "district.unit-count": ("单位数", "Units"),
    "district.lacking": ("缺这个数的单位", "Units without it"),
    "district.differences": ("对不上的", "Differences"),
    "district.kind": ("性质", "Kind"),
    "district.against": ("应等于", "Should equal"),
    "district.difference": ("相差", "Difference"),
}
