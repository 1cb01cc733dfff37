"""Page of one submission in ``xlform serve``."""

from __future__ import annotations

from typing import Final

SUBMISSION_PAGE: Final[dict[str, tuple[str, str]]] = {
    "serve.settings": ("采用文件夹旁的设置“{path}”。", "Settings of {path} apply."),
    "submission.asked": ("所查的数", "the figure looked for"),
    "submission.sheets": ("工作表", "Sheets"),
    "submission.findings": ("问题", "Findings"),
    "submission.to-findings": ("看问题", "to the findings"),
    "submission.none": ("没有发现问题。", "Nothing was found."),
    "submission.show-formulas": ("显示公式", "show formulas"),
    "submission.finding-label": (
        "第 {number} 项，{severity}：{message}",
        "{number}, {severity}: {message}",
    ),
    "submission.effects": ("随它而来的 {count} 处", "{count} that follow from it"),
    "submission.more": ("其余 {count} 处", "{count} more"),
    "submission.blank": ("（空）", "(blank)"),
    "submission.left-out": (
        "另有 {count} 处没有在这一页列出，见标注件的问题清单。",
        "{count} more are not listed here: see the list in the marked copy.",
    ),
    "submission.apply": ("改正", "fix"),
    "submission.apply-unsafe": ("改正（会改动金额或文字）…", "fix (changes an amount or a word) …"),
    "submission.apply-safe": (
        "把 {count} 处稳妥的都改正",
        "fix the {count} that are safe",
    ),
    "submission.no-fault": ("不是问题…", "no fault …"),
    "submission.changes": ("已经改正的", "Fixed"),
    "submission.changed": ("已改", "fixed"),
    "submission.original": (
        "原件始终不动：改过的文件由原件和这张清单重新算出，可以下载。",
        "The original stays as it is: the fixed file is made from it and this list.",
    ),
    "submission.undo": ("撤销", "undo"),
    "submission.undo-all": ("全部撤销", "undo all"),
    "submission.results": ("随之重算的公式 {count} 个", "{count} formulas recomputed"),
    "submission.declined": ("选了、没有改成的", "Chosen and not fixed"),
    "submission.accepted": ("已认定不是问题", "Accepted as no fault"),
    "submission.restore": ("恢复", "report again"),
    "submission.settings": (
        "这些理由记在设置里，以后核对也照此办理：",
        "The reasons are kept in the settings, for later checks too:",
    ),
    "submission.download-settings": ("下载 xlform.toml", "download xlform.toml"),
    "submission.settings-unwritten": (
        "没有写进文件夹旁的 {name}（写不进去，或它有错）；请下载后自己放好。",
        "{name} beside the folder was not written; download it and put it there.",
    ),
    "submission.unread": ("没有读取的内容 {count} 处", "{count} parts not read"),
    "submission.not-asked": (
        "未核对 {count} 项（不等于通过）",
        "{count} not checked (this is no pass)",
    ),
    "submission.downloads": ("下载", "Downloads"),
    "submission.download-note": (
        "都按这一页现在的样子：改正了的已改正，认定不是问题的不再列。",
        "All are of the submission as this page shows it.",
    ),
    "submission-file.fixed": ("改正后的文件", "the fixed file"),
    "submission-file.marked": ("标注件（标色、批注、问题清单）", "the marked copy"),
    "submission-file.letter": ("退回意见", "the letter"),
    "submission-file.form": ("规范表（按官方空白表重填）", "the clean form"),
    "submission-file.submission": ("数据 JSON", "its data as JSON"),
    "submission-file.findings": ("问题 JSON", "the findings as JSON"),
    "submission.file-fixed": ("{name}.改正", "{name}.fixed"),
    "submission.file-form": ("{name}.规范表", "{name}.form"),
    "submission.file-submission": ("{name}.数据", "{name}.data"),
    "submission.file-findings": ("{name}.问题", "{name}.findings"),
    "submission.no-cells": (
        "这种文件没有可以单独改动的单元格，只能由填报单位修改。",
        "Cells of this kind of file can't be changed alone; the unit has to correct it.",
    ),
    "submission.no-office": (
        "改动这种旧格式要先由 LibreOffice 转换，这台机器上没有装。",
        "Changing this old format takes LibreOffice, which is not installed.",
    ),
    "submission.problem": ("没有做成：{problem}", "It could not be done: {problem}"),
    "submission.not-there": (
        "这一轮里没有这份文件：可能已经移除，或者读不了。",
        "This file is not in the round: it may have been removed, or can't be read.",
    ),
    "submission.no-finding": (
        "这一条现在已经没有了：可能随别的改动消失了。请回到报送件的页面。",
        "This finding is gone, perhaps with another change. Go back to the submission.",
    ),
    "submission.needs-reason": ("请写明理由。", "Give a reason."),
    "submission.reason": ("理由", "Reason"),
    "submission.reason-help": (
        "会列在退回意见的附件里，也记进设置；单元格的内容变了，就重新报出。",
        "It is listed in the annex of the letter and kept in the settings; once the cell changes, "
        "the finding is reported again.",
    ),
    "submission.accept-title": ("认定不是问题", "Accept as no fault"),
    "submission.accept": ("认定不是问题", "accept as no fault"),
    "submission.fix-title": ("改正前请核对", "Look before you fix"),
    "submission.fix-warning": (
        "这一处改正会改动金额或文字，不是换个写法。请对照原件或问清单位后再改。",
        "This fix changes an amount or a word. Compare it with the original or ask the unit first.",
    ),
    "submission.fix-sure": ("已经核对，改正", "checked: fix it"),
    "submission.cancel": ("返回", "back"),
    "submission.old": ("原来", "now"),
    "submission.new": ("改为", "then"),
    "submission.place": ("单元格", "Cell"),
    "submission.file-diff": ("{name}.比对", "{name}.diff"),
    "comparison.with": ("与哪一份比（上一轮、同一单位的前一份）", "Compare with an earlier one"),
    "comparison.against": ("对照", "beside"),
    "comparison.workbook": ("电子表", "workbook"),
    "comparison.scan": ("扫描件", "scan"),
    "comparison.unread": (
        "没有读取的内容不参加比对：{left} 处、{right} 处，见各自的页面。",
        "Parts that were not read are not compared: {left} and {right}, see the pages of both.",
    ),
    "comparison.earlier": ("比上一份", "compared with"),
    "comparison.same-unit": ("同一单位", "of the same unit"),
    "comparison.others": ("其他文件", "other files"),
    "comparison.show": ("比较", "compare"),
    "comparison.none": (
        "这一轮里没有别的报送件；请先把上一轮的文件拖到第一页：",
        "There is no other submission in this round; drop the earlier file on the first page:",
    ),
    "comparison.marked": ("下载标出不同的文件", "download a copy with the differences marked"),
    "comparison.change": ("原来 → 现在", "before → now"),
    "comparison.findings": (
        "问题：已改 {fixed} 处，未改 {kept} 处，新增 {new} 处。",
        "Findings: {fixed} fixed, {kept} still open, {new} new.",
    ),
    "comparison-findings.fixed": ("已改的 {count} 处", "{count} fixed"),
    "comparison-findings.new": ("新增的 {count} 处", "{count} new"),
    "submission.compare": ("与另一份比较", "Compare"),
    "submission.compare-scan": ("逐项比较", "compare"),
    "submission.picture": ("扫描件上 {place} 处的图像", "the scan at {place}"),
    "submission.see-scan": ("看扫描件", "see the scan"),
    "comparison.doubtful": (
        "扫描件上看不清、须对照图像的",
        "Figures that are not clear on the scan: look at the pictures",
    ),
    "comparison.no-scans": (
        "要与盖章的扫描件、照片比较，先装上识别组件：pip install 'xlform-jixiao[scan]'。",
        "To compare with a stamped scan or photograph, first install the extra that reads it: pip "
        "install 'xlform-jixiao[scan]'.",
    ),
    "error.no-picture": (
        "“{path}”的 {place} 处没有图像。",
        "{path} has no picture of {place}.",
    ),
    "error.no-fix-chosen": (
        "“{path}”还没有改正任何单元格，没有改正后的文件。",
        "Nothing is fixed in {path} yet, so that there is no fixed file.",
    ),
    "error.no-such-finding": ("“{path}”里现在没有这一条。", "{path} has no such finding now."),
}
