"""Messages on the comparison of two submissions."""

from __future__ import annotations

from typing import Final

DIFF: Final[dict[str, tuple[str, str]]] = {
    "diff.help": (
        "比对两份报送件，逐栏、逐行列出不同。\n\n"
        "表按种类和专项对应，行按名称对应，不看位置；一轮稿与二轮稿、上年与今年、"
        "申报表与自评表都可以比。数字按数值比，指标值按意思比（≥90% 与 90%以上 相同），"
        "空格和全角半角不算不同。盖章件的扫描件、照片与工作簿比，看不清的读数另列为存疑；"
        "手写的签字不比。退出码：0 相同，1 有不同。",
        "Compare two submissions by field and row.\n\n"
        "Forms are matched by kind and fund, rows by name, not by position: first and second "
        "round, last year and this year, target form and self-evaluation. Numbers are compared by "
        "value, targets by meaning; spaces and character widths do not count. Readings of a scan "
        "that are not clear stand apart, handwriting is not compared. Exit code 0 if "
        "equal, 1 if different.",
    ),
    "diff.examples": (
        "xlform diff 一轮/云田镇.xlsx 二轮/云田镇.xlsx\n"
        "xlform diff 一轮/云田镇.xlsx 二轮/云田镇.xlsx -o 云田镇-比对.xlsx\n"
        "xlform diff 云田镇.xlsx 云田镇-盖章.pdf -o 差异.html",
        "xlform diff first/云田镇.xlsx second/云田镇.xlsx\n"
        "xlform diff first/云田镇.xlsx second/云田镇.xlsx -o 云田镇-diff.xlsx\n"
        "xlform diff 云田镇.xlsx stamped.pdf -o differences.html",
    ),
    "diff.left": ("原文件", "FIRST"),
    "diff.right": ("新文件", "SECOND"),
    "diff.output": (
        "写入文件：文本、JSON、.html（附扫描件上的图），或 .xlsx（在新文件的副本上标出不同）。",
        "Write to a file: .txt, .json, .html (with pictures of the places on a scan), or .xlsx (a "
        "copy of SECOND with the differences marked).",
    ),
    "diff.format": ("输出格式，默认按 -o 的扩展名。", "Format, by default that of -o."),
    "diff.files": ("比对：{left} → {right}", "{left} → {right}"),
    "diff.form": ("{form}（{subject}）", "{form} ({subject})"),
    "diff.whole-form": ("整张表", "whole form"),
    "diff.form-title": ("标题", "title"),
    "diff.column": ("{table}的{column}", "{column} of {table}"),
    "diff.unread-value": ("（扫描件上没有读出）", "(not read on the scan)"),
    "diff.year": ("年度", "year"),
    "diff.row": ("{table}“{row}”", "{table} “{row}”"),
    "diff.value": ("{row}的{column}", "{row} {column}"),
    "diff.separator": ("；", "; "),
    "diff.nothing": ("（空）", "(empty)"),
    "diff.changed": (
        "改  {label}：{left} → {right}  [{place}]",
        "~ {label}: {left} → {right}  [{place}]",
    ),
    "diff.added": ("增  {label}：{right}  [{place}]", "+ {label}: {right}  [{place}]"),
    "diff.removed": ("删  {label}：{left}  [{place}]", "- {label}: {left}  [{place}]"),
    "diff.doubtful": (
        "存疑  {label}：{left} → {right}  [{place}]",
        "? {label}: {left} → {right}  [{place}]",
    ),
    "diff.doubtful-heading": (
        "存疑：扫描件上看不清的读数，请看原件。",
        "Doubtful: readings of the scan that are not clear; look at the paper.",
    ),
    "diff.certain-heading": ("不同", "Differences"),
    "diff.doubtful-short": ("存疑", "Doubtful"),
    "diff.picture": ("扫描件上的“{label}”", "{label} on the scan"),
    "diff.pictures-missing": (
        "扫描件上有 {count} 处没有附图：处数太多，或没有扫描件本身，请看原件。",
        "{count} places on the scan have no picture: there are too many, or the scan itself was not "
        "given; look at the paper.",
    ),
    "diff.title": ("比对结果", "Comparison"),
    "diff.counts": (
        "共 {total} 处不同：改 {changed}，增 {added}，删 {removed}，存疑 {doubtful}。",
        "{total} differences: {changed} changed, {added} added, {removed} removed, "
        "{doubtful} doubtful.",
    ),
    "diff.equal": ("两份报送件没有不同。", "The submissions do not differ."),
    "diff.unread": (
        "没有读取的内容不参加比对：原文件 {left} 处，新文件 {right} 处（xlform import 逐处列出）。",
        "Parts that were not read are not compared: {left} of the first, {right} of the second "
        "(listed by xlform import).",
    ),
    "diff.before": ("原为：{text}", "before: {text}"),
    "diff.place-before": ("原 {place}", "first: {place}"),
    "diff.sheet": ("比对清单", "Differences"),
    "diff-kind.changed": ("修改", "changed"),
    "diff-kind.added": ("新增", "added"),
    "diff-kind.removed": ("删除", "removed"),
    "diff-kind.doubtful": ("存疑", "doubtful"),
    "diff-list.number": ("序号", "no."),
    "diff-list.kind": ("类别", "kind"),
    "diff-list.form": ("表", "form"),
    "diff-list.label": ("内容", "field"),
    "diff-list.left": ("原文件", "first"),
    "diff-list.right": ("新文件", "second"),
    "diff-list.place": ("位置", "cell"),
}
