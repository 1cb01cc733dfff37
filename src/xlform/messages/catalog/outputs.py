"""Messages on outputs that exist, on the program's own outputs among inputs, and on the system."""

from __future__ import annotations

from typing import Final

OUTPUTS: Final[dict[str, tuple[str, str]]] = {
    "error.foreign-output": (
        "“{path}”已经有了，上面没有 xlform 的标记，没有覆盖：请换一个输出名称；确要覆盖请加 --force"
        "（Python 中 force=True）。",
        "{path} exists and has no mark of xlform, so it was not replaced: choose another "
        "name, or replace it with --force (force=True in Python).",
    ),
    "error.edited-output": (
        "“{path}”是 xlform 写出的，但后来有人改过，没有覆盖：请换一个输出名称；不要那些改动，"
        "请加 --force（Python 中 force=True）。",
        "{path} was written by xlform and edited since, so it was not replaced: choose another "
        "name, or give the edits up with --force (force=True in Python).",
    ),
    "error.not-regular": (
        "“{path}”是{kind}，不是普通文件，不能写入：请写出一个文件名。",
        "{path} is a {kind}, not a regular file, and can't be written to: name a file.",
    ),
    "error.over-input": (
        "“{path}”正是读取的那一份，没有覆盖：请换一个输出名称。",
        "{path} is the very file that was read and was not replaced: choose another name.",
    ),
    "file-kind.folder": ("文件夹", "folder"),
    "file-kind.device": ("设备", "device"),
    "file-kind.pipe": ("管道", "pipe"),
    "file-kind.socket": ("套接字", "socket"),
    "file-kind.virtual": ("系统的虚拟文件", "virtual file of the system"),
    "cli.force": (
        "输出已经有了、又不是 xlform 写出的，也覆盖。",
        "Replace an existing output even if xlform did not write it.",
    ),
    "error.nothing-counted": (
        "没有一张填报表可以计入（{files} 个文件，其中 {failed} 个没有读取），没有写“{path}”：请核对文件夹"
        "和文件。",
        "No form counts ({files} files, {failed} of them not read), so {path} was not written: "
        "check the folder and the files.",
    ),
    "error.no-such-year": (
        "没有 {year} 年的填报表，没有写“{path}”：读到的是 {years}。",
        "There are no forms of {year}, so {path} was not written: the years found are {years}.",
    ),
    "cli.quiet": (
        "少说：只说读不了、写不了的，不说份数和进度。",
        "Say less: problems only, no counts and no progress.",
    ),
    "cli.verbose": ("多说：逐个说出正在读的文件。", "Say more: name each file as it is read."),
    "cli.log": (
        "把说过的话连同时间写到这个文件，接在后面。",
        "Add what is said, with the time, to this file.",
    ),
    "log.problem": ("问题", "problem"),
    "log.note": ("说明", "note"),
    "log.detail": ("详情", "detail"),
    "error.in-archive": (
        "“{path}”在压缩包里：请先解压，或用 xlform summarize 直接汇总压缩包。",
        "{path} is in an archive: unpack it first, or give the archive to xlform summarize.",
    ),
    # Own outputs among the inputs
    "error.own-output": (
        "“{path}”是 xlform 写出的{kind}，不是报送件，没有读取：确要读取请单独写出它的文件名。",
        "{path} is a {kind} that xlform wrote, no submission, and was not read: to read it, name "
        "the file itself.",
    ),
    "summarize.own-outputs": (
        "有 {count} 个文件是 xlform 自己写出的，没有读取，见“来源”；确要汇总它们，请单独写出文件名。",
        "{count} files were written by xlform itself and passed over, see the sheet sources; to "
        "include them, name the files themselves.",
    ),
    "output-kind.changes": ("修改记录", "log of changes"),
    "output-kind.converted": ("转换件", "converted file"),
    "output-kind.fixed": ("修复件", "fixed file"),
    "output-kind.import": ("明细表", "table of values"),
    "output-kind.ledger": ("台账", "ledger"),
    "output-kind.letter": ("退回意见", "letter"),
    "output-kind.marked": ("核对标注件", "marked copy"),
    "output-kind.narrative": ("编报说明草稿", "draft narrative"),
    "output-kind.platform": ("平台导入表", "import sheet"),
    "output-kind.summary": ("汇总表", "summary"),
    "output-kind.written": ("规范件", "clean form"),
    "output-kind.other": ("文件", "file"),
    # Why the system refused
    "system.denied": ("没有权限", "permission denied"),
    "system.read-only": ("所在磁盘是只读的", "the disk is read-only"),
    "system.disk-full": ("磁盘已满", "the disk is full"),
    "system.too-big": ("超过了磁盘允许的文件大小", "larger than the disk allows"),
    "system.no-folder": ("文件或文件夹不存在", "no such file or folder"),
    "system.not-a-folder": (
        "路径中间的一段不是文件夹",
        "a part of the path is no folder",
    ),
    "system.is-a-folder": ("是文件夹", "it is a folder"),
    "system.exists": ("同名的文件已经有了", "a file of that name exists"),
    "system.name-too-long": ("名称太长", "the name is too long"),
    "system.bad-name": ("名称里有不能用的字符", "the name holds characters that can't be used"),
    "system.link-loop": ("链接绕成了圈", "its links lead in a circle"),
    "system.in-use": ("正被其他程序占用", "another program is using it"),
    "system.device-error": ("磁盘或设备出错", "the disk or device failed"),
    "system.network": ("网络连不上", "the network can't be reached"),
    "system.too-many-open": ("打开的文件太多", "too many files are open"),
    "system.no-memory": ("内存不够", "not enough memory"),
    "system.irregular": ("是{kind}，不是文件", "it is a {kind}, not a file"),
    "system.changing": ("正被别的程序改动", "another program is changing it"),
    "system.closed": ("已经关闭", "it is closed"),
    "system.other": ("系统错误 {number}", "system error {number}"),
}
