"""Many files at once: what was handed in, the processes, the cluster, the data beside a summary."""

from __future__ import annotations

from typing import Final

BATCHES: Final[dict[str, tuple[str, str]]] = {
    # What was handed in
    "summary.no-workbook": (
        "“{path}”不是工作簿，没有读取。",
        "{path} is no workbook and was not read.",
    ),
    "error.no-file-matches": (
        "没有符合“{path}”的文件：请核对文件夹和通配符。",
        "No file matches {path}: check the folder and the pattern.",
    ),
    "error.empty-folder": (
        "文件夹“{path}”是空的：请核对路径。",
        "The folder {path} is empty: check the path.",
    ),
    "error.empty-archive": (
        "压缩包“{path}”是空的：请让填报单位重新发送。",
        "The archive {path} is empty: ask for it again.",
    ),
    "error.too-many-members": (
        "压缩包“{path}”里有超过 {limit} 个文件，为安全起见没有读取：请分成几个压缩包。",
        "The archive {path} holds more than {limit} files and was not read: split it.",
    ),
    "error.nested-archive": (
        "“{path}”是第三层压缩包，没有读取：请解压后再汇总。",
        "{path} is an archive three levels deep and was not read: unpack it first.",
    ),
    "error.member-bomb": (
        "“{path}”解压后异常庞大，为安全起见没有读取：请核对来源。",
        "{path} unpacks to an abnormal size and was not read: where does it come from?",
    ),
    # Processes
    "error.process-died": (
        "读“{path}”时程序意外退出，已跳过：文件可能损坏，请用 WPS 或 Excel 打开并另存后再试。",
        "The process that read {path} died; skipped: open the file in WPS or Excel, save, try again.",
    ),
    "error.took-too-long": (
        "读“{path}”超过 {seconds} 秒，已跳过：请用 WPS 或 Excel 清除空行空列、另存后再试。",
        "Reading {path} took over {seconds} seconds; skipped: clear its empty rows and columns.",
    ),
    "error.no-process": (
        "无法启动读取文件的进程（读“{path}”之前就退出了）：请关闭其他程序，或用 --jobs 1 再试。",
        "The processes that read files can't be started (before {path}): close other programs, or "
        "try --jobs 1.",
    ),
}
