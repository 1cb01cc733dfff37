"""The letter 退回意见."""

from __future__ import annotations

from typing import Final

LETTERS: Final[dict[str, tuple[str, str]]] = {
    "letter.title-returned": (
        "关于退回修改{year}{what}的意见",
        "Returned for revision: {what} {year}",
    ),
    "letter.title-explain": (
        "关于补充说明{year}{what}的意见",
        "Please explain: {what} {year}",
    ),
    "letter.title-passed": (
        "关于{year}{what}审核通过的通知",
        "Accepted: {what} {year}",
    ),
    "letter.what-targets": ("预算绩效目标", "performance targets"),
    "letter.what-evaluation": ("绩效自评", "self-evaluation forms"),
    "letter.what-progress": ("绩效运行监控", "monitoring forms"),
    "letter.no-unit": ("各填报单位", "the submitting unit"),
    "letter.reviewed": (
        "根据{basis}审核你单位报送的{year}{what}（{file}，{forms}张表），结论为",
        "Your {what} {year} ({file}, {forms} forms) were reviewed by {basis}. Result: ",
    ),
    "letter.basis": ("预算绩效管理有关规定（{sources}）", "the rules on performance ({sources})"),
    "letter.basis-default": (
        "预算绩效管理有关规定（中发〔2018〕34号）",
        "the rules on performance (中发〔2018〕34号)",
    ),
    "letter.verdict-returned": ("退回修改：必须改正{must}项", "returned; correct {must}"),
    "letter.verdict-explain": (
        "补充说明：没有必须改正的问题，请说明或修改{explain}项",
        "nothing must be corrected; explain or change {explain}",
    ),
    "letter.verdict-passed": (
        "审核通过：未发现必须改正或需要说明的问题",
        "accepted; nothing to correct or explain was found",
    ),
    "letter.verdict-unread": (
        "没有认出规定的表，请按表样填报",
        "no known form was found; please use the official forms",
    ),
    "letter.and-explain": ("，请说明或修改{count}项", ", explain or change {count}"),
    "letter.and-hints": (
        "；格式文字{count}处已在附件标注，不必答复",
        "; {count} places of format and wording are marked in the attachment, no answer needed",
    ),
    "letter.unchecked": (
        "另有{count}项缺少内容未能核对，见附件。",
        "{count} more could not be checked because entries are missing; see the attachment.",
    ),
    "letter.must": ("必须改正", "To correct"),
    "letter.explain": ("请说明或修改", "To explain or change"),
    "letter.rest": ("其余{count}项见附件。", "The other {count} are in the attachment."),
    "letter.all-attached": ("共{count}项，见附件。", "All {count} are in the attachment."),
    "letter.places": ("等{count}处", " and others, {count} in all"),
    "letter.narrative": ("编报说明", "narrative"),
    "letter.paragraph": ("第{number}段", "paragraph {number}"),
    "letter.row": ("第{number}行", "row {number}"),
    "letter.actual": ("现填“{text}”。", "It reads “{text}”."),
    "letter.expected": ("应为“{text}”。", "It should read “{text}”."),
    "letter.example": ("{text}，如{example}。", "{text}, such as {example}."),
    "letter.alike": ("{example}；其余同类。", "{example}; the others likewise."),
    # By this word a sentence says itself what to do.
    "letter.asks": ("请", "please"),
    "letter.effects": (
        "由此引起的另外{count}处问题随之改正。",
        "This also corrects {count} other places.",
    ),
    "letter.state-new": ("（新增）", " (new)"),
    "letter.state-kept": ("（未改）", " (still open)"),
    "letter.request.before": ("请于", "Please correct or explain these by "),
    "letter.request.after": (
        "前逐项改正或书面说明，盖章后重报。",
        " and submit the forms again with your seal.",
    ),
    "letter.blank-deadline": ("　　月　　日", "(              )"),
    "letter.request-passed": (
        "如需调整，请重新报送。",
        "If anything changes, please submit the forms again.",
    ),
    "letter.attachment-workbook": ("附件：标注工作簿", "Attachment: marked workbook"),
    "letter.attachment-document": ("附件：标注文档", "Attachment: marked document"),
    "letter.blank-office": ("（审核单位盖章）", "(reviewing office)"),
    "letter.blank-date": ("　　　　年　　月　　日", "(date)"),
    "letter.day": ("{year}年{month}月{day}日", "{year}-{month:02}-{day:02}"),
    "letter.contact": ("联系人：", "Contact: "),
    "letter.phone": ("电话：", "telephone: "),
    # The round before
    "round.text": (
        "上次{before}处，已改{fixed}、未改{kept}、新增{new}",
        "Last time {before}: {fixed} corrected, {kept} open, {new} new",
    ),
    "round.unasked": ("，另有{count}处这次未核对。", "; {count} not checked this time."),
    # Wording of rules whose messages are written for checkers
    "letter.rule.F-08": (
        "栏目名称写作“{actual}”，与表样的“{expected}”不同。",
        "The label reads “{actual}”, the form’s is “{expected}”.",
    ),
    "letter.rule.F-10": (
        "表名与规定的表样不符。",
        "The title is not that of the official form.",
    ),
}
