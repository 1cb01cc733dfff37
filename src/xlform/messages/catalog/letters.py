"""The letter 退回意见."""

from __future__ import annotations

from typing import Final

LETTERS: Final[dict[str, tuple[str, str]]] = {
    "letter.title": (
        "关于退回修改{year}部门预算绩效目标的意见",
        "Returned for revision: performance targets {year}",
    ),
    "letter.no-unit": ("各填报单位", "the submitting unit"),
    "letter.opening": (
        "你单位报送的{year}部门预算绩效目标（{file}，共{forms}张表）收悉。经审核，发现问题{count}处，"
        "其中必须修改的{error}处，需说明或修改的{warning}处，提示{info}处。现予退回，请按下列意见修改完善。",
        "Your performance targets {year} ({file}, {forms} forms) have been reviewed. {count} "
        "problems were found: {error} to correct, {warning} to explain or correct, {info} "
        "hints. The forms are returned with this letter; please revise them as follows.",
    ),
    "letter.clean": (
        "你单位报送的{year}部门预算绩效目标（{file}，共{forms}张表）收悉。经审核，未发现需要修改的问题。",
        "Your performance targets {year} ({file}, {forms} forms) have been reviewed. No problems "
        "were found.",
    ),
    "letter.error": ("必须修改的问题（{count}处）", "To correct ({count})"),
    "letter.warning": ("需说明或修改的问题（{count}处）", "To explain or correct ({count})"),
    "letter.info": ("提示（{count}处）", "Hints ({count})"),
    "letter.hints": (
        "提示逐条列在附件1，请在修改时一并完善，不必逐条答复。",
        "The hints are in attachment 1; correct them as convenient, no answer is required.",
    ),
    "letter.open": (
        "缺少内容、未能审核的事项（请一并补齐）",
        "Not checked because entries are missing (please complete them)",
    ),
    "letter.more": ("等另有{count}处", " and {count} more"),
    "letter.actual": ("现填：{text}。", "It reads: {text}."),
    "letter.expected": ("应为：{text}。", "It should read: {text}."),
    "letter.advice": ("建议：{text}。", "Advice: {text}."),
    "letter.close.before": ("请你单位逐项核对，于", "Please revise the forms by "),
    "letter.close.blank": ("（　　月　　日前）", "(              )"),
    "letter.close.after": (
        "完成修改，加盖公章后重新报送，并在附件1《问题清单》中逐项答复（审核依据见附件2）；对不作修改的事项，请书面说明理由。",
        ", submit them again with your seal, and answer each item of attachment 1 (see "
        "attachment 2 for the legal bases); for what you leave unchanged, please state the "
        "reason.",
    ),
    "letter.close-clean.before": ("如需调整，请于", "If anything changes, please submit it by "),
    "letter.close-clean.blank": ("（　　月　　日前）", "(              )"),
    "letter.close-clean.after": ("报送。", "."),
    "letter.sender": ("（审核单位盖章）", "(reviewing office)"),
    "letter.date": ("　　　　年　　月　　日", "(date)"),
    "letter.list": ("附件1：问题清单", "Attachment 1: list of findings"),
    "letter.bases": ("附件2：审核依据", "Attachment 2: legal bases of the rules"),
    "letter.column-rule": ("规则", "rule"),
    "letter.column-basis": ("依据", "legal basis"),
    "letter.column-number": ("序号", "no."),
    "letter.column-id": ("编号", "id"),
    "letter.column-severity": ("级别", "severity"),
    "letter.column-place": ("位置", "place"),
    "letter.column-problem": ("问题", "problem"),
    "letter.column-answer": ("答复", "answer"),
}
