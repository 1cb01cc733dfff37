"""Messages on the review of a round, its ledger and its papers."""

from __future__ import annotations

from typing import Final

REVIEW: Final[dict[str, tuple[str, str]]] = {
    "review.help": (
        "审核一轮报送件：一条命令做完一轮。\n\n"
        "读取文件夹里的全部报送件，给出台账（未报、读不了、退回、通过）和汇总表，"
        "并为每个单位建一个文件夹：退回意见、标注工作簿、修复工作簿、规范表。"
        "第二天再对同一输出文件夹运行，只做有变动的单位，自动与上一轮比较：已改、未改、新增；"
        "上一轮的材料移到“第1轮”等子文件夹。退出码：0 没有达到 --fail-on 的问题，1 有，3 有文件读不了或写不了。",
        "Review a round of submissions in one command.\n\n"
        "Reads all submissions in a folder and writes a ledger (absent, unreadable, returned, "
        "passed), a summary, and for each unit a folder with letter, marked workbook, mended "
        "workbook and clean form. Run again on the same output, only units with changes are done, "
        "compared with the round before; its papers are moved to a folder of their own. Exit "
        "code 0 without findings at or above --fail-on, 1 with some, 3 if a file failed.",
    ),
    "review.examples": (
        "xlform review 报送件 --roster 单位名单.csv -o 审核结果\n"
        "xlform review 报送件 -o 审核结果 --deadline 2023-03-10",
        "xlform review submissions --roster units.csv -o result\n"
        "xlform review submissions -o result --deadline 2023-03-10",
    ),
    "review.source": ("报送件", "SUBMISSIONS"),
    "review.output": (
        "输出文件夹：台账.xlsx、汇总.xlsx、每个单位一个文件夹。",
        "Folder for the ledger, the summary and a folder for each unit.",
    ),
    "review.deadline": (
        "报送截止日，如 2023-03-10；之后改动过的文件记为逾期。",
        "Last day of submission, as 2023-03-10; files changed later are marked late.",
    ),
    "review.force": (
        "覆盖审核结果里有人改过的文件。",
        "Replace papers that somebody has edited.",
    ),
    "review.a-day": ("日期", "DATE"),
    "review.no-day": (
        "截止日“{seen}”不是日期；请写成 2023-03-10 的样子。",
        "{seen} is no date; write it as 2023-03-10.",
    ),
    "review.is-file": (
        "输出“{output}”是一个文件；请给一个文件夹。",
        "{output} is a file; name a folder.",
    ),
    "review.over-input": (
        "输出文件夹“{output}”就是报送件所在的文件夹；请另给一个文件夹。",
        "{output} is the folder of the submissions; name another folder.",
    ),
    "review.writing": ("写材料", "writing"),
    "review.counts": (
        "共 {total} 个单位：退回 {returned}，通过 {passed}，读不了 {unreadable}，未报 {absent}。",
        "{total} units: {returned} returned, {passed} passed, {unreadable} unreadable, "
        "{absent} absent.",
    ),
    "review.done": (
        "本次审核 {reviewed} 个单位，其余 {kept} 个没有变动。台账和材料在“{output}”。",
        "{reviewed} units reviewed, {kept} unchanged. The ledger and the papers are in {output}.",
    ),
    "review.compared": (
        "与上一轮比：上次 {before} 处，已改 {fixed}，未改 {open}，新增 {new}。",
        "Against the round before: {before} findings, {fixed} fixed, {open} open, {new} new.",
    ),
    "review.stopped": (
        "已停止。做完的 {reviewed} 个单位已记入台账；再运行一次会接着做。",
        "Stopped. The {reviewed} units done are in the ledger; run it again to go on.",
    ),
    "review.missing": ("缺{forms}", "missing: {forms}"),
    "review.unlisted": ("不在名单上", "not on the roster"),
    "review.replaced": ("已由“{file}”代替", "replaced by {file}"),
    "review.paper": (
        "“{file}”的纸质件（扫描或打印），以电子表为准；逐项比对用 xlform diff",
        "the paper of {file}, scanned or printed: the workbook counts; compare them with xlform diff",
    ),
    "review.other-year": ("其他年度", "another year"),
    "review.same-name": ("{name}（名单外）", "{name} (unlisted)"),
    "review.edited": (
        "“{path}”有人改过，没有覆盖；要换成新的请加 --force，或先把它移走。",
        "{path} has been edited and was not replaced; give --force, or move it away.",
    ),
    "review.round-folder": ("第{round}轮", "round {round}"),
    "review-state.returned": ("退回", "returned"),
    "review-state.passed": ("通过", "passed"),
    "review-state.unreadable": ("读不了", "unreadable"),
    "review-state.absent": ("未报", "absent"),
    "file-state.counts": ("计入", "counts"),
    "file-state.replaced": ("旧版", "replaced"),
    "file-state.paper": ("纸质件", "paper"),
    "file-state.other-year": ("其他年度", "other year"),
    "file-state.unreadable": ("读不了", "unreadable"),
    # The workbook
    "ledger.title": ("审核台账（第{round}轮）", "Review ledger (round {round})"),
    "ledger.counts": (
        "共 {total} 个单位：退回 {returned}，通过 {passed}，读不了 {unreadable}，未报 {absent}",
        "{total} units: {returned} returned, {passed} passed, {unreadable} unreadable, "
        "{absent} absent",
    ),
    "ledger.units": ("台账", "ledger"),
    "ledger.files": ("文件", "files"),
    "ledger.files-title": ("收到的文件", "Files received"),
    "ledger.files-note": (
        "同一单位报了几版的，只审最后一版；哈希为 SHA-256 的前 12 位。",
        "Of several versions the last counts; the hash is the beginning of the SHA-256.",
    ),
    "ledger.open": ("打开", "open"),
    "ledger.late": ("（逾期）", " (late)"),
    "ledger-column.number": ("序号", "no."),
    "ledger-column.unit": ("单位", "unit"),
    "ledger-column.code": ("编码", "code"),
    "ledger-column.responsible": ("归口科室", "section"),
    "ledger-column.state": ("结果", "result"),
    "ledger-column.round": ("轮次", "round"),
    "ledger-column.must": ("必须改正", "correct"),
    "ledger-column.explain": ("请说明", "explain"),
    "ledger-column.errors": ("错误", "errors"),
    "ledger-column.warnings": ("警告", "warnings"),
    "ledger-column.before": ("上次", "before"),
    "ledger-column.fixed": ("已改", "fixed"),
    "ledger-column.open": ("未改", "open"),
    "ledger-column.new": ("新增", "new"),
    "ledger-column.because": ("说明", "remarks"),
    "ledger-column.files": ("文件", "files"),
    "ledger-column.papers": ("材料", "papers"),
    "ledger-column.file": ("文件", "file"),
    "ledger-column.file-state": ("情况", "state"),
    "ledger-column.modified": ("修改时间", "modified"),
    "ledger-column.size": ("字节", "bytes"),
    "ledger-column.hash": ("哈希", "hash"),
    "status.help": (
        "显示审核台账：每个单位的结果、轮次、已改未改。\n\n读取 xlform review 写出的审核结果文件夹。",
        "Show the ledger of a review: each unit's result, round and changes.\n\n"
        "Reads the folder that xlform review wrote.",
    ),
    "status.examples": (
        "xlform status 审核结果\nxlform status 审核结果 --format json",
        "xlform status result\nxlform status result --format json",
    ),
    "status.folder": ("审核结果", "RESULT"),
    "status.format": ("输出格式。", "Format."),
    "status.no-ledger": (
        "“{folder}”里没有台账（{name}）；请给 xlform review 写出的文件夹。",
        "There is no ledger ({name}) in {folder}; name a folder that xlform review wrote.",
    ),
    "error.ledger": (
        "台账“{path}”读不了（{fault}）；请从备份恢复，或换一个输出文件夹从头审。",
        "{path} can't be read ({fault}); restore it from a backup, or begin in another folder.",
    ),
    "error.ledger-schema": (
        "“{path}”不是 {schema} 格式的台账（写着“{seen}”）；请换一个输出文件夹。",
        "{path} is no ledger of schema {schema} (it says {seen}); name another folder.",
    ),
}
