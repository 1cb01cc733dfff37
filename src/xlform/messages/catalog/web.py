"""Messages of ``xlform serve``, its pages and its refusals."""

from __future__ import annotations

from typing import Final

WEB: Final[dict[str, tuple[str, str]]] = {
    "serve.help": (
        "在浏览器里核对：拖入文件，逐份列出结果。\n\n"
        "打开一个只在本机能用的网页：拖入文件、文件夹或 .zip，逐份列出单位、年度、各表、金额和结果。"
        "什么都不上传到别处；文件放在私人文件夹里，退出时删除。按 Ctrl-C 结束。",
        "Check files in the browser.\n\n"
        "Opens a page that only this computer can reach: drop files, a folder or a .zip, and each "
        "is listed with unit, year, forms, amounts and result. Nothing is sent anywhere; files are "
        "kept in a private folder and removed at the end. Ctrl-C ends it.",
    ),
    "serve.examples": (
        "xlform serve\nxlform serve --folder 报送件\nxlform serve --port 8000 --no-browser",
        "xlform serve\nxlform serve --folder submissions\nxlform serve --port 8000 --no-browser",
    ),
    "serve.port": (
        "端口；不写则由系统选一个空的。",
        "Port; by default the system chooses a free one.",
    ),
    "serve.no-browser": ("不打开浏览器，只显示地址。", "Show the address, open no browser."),
    "serve.folder": (
        "直接读取这台机器上的文件夹，不复制。",
        "Read this folder of this computer where it is.",
    ),
    "serve.host": (
        "让同一网络的其他电脑也能打开：写本机的地址（如 192.168.1.20，0.0.0.0 是所有地址）。要设密码"
        "（环境变量 XLFORM_PASSWORD，或按提示输入），连接不加密，只用于可信的内部网络。",
        "let other computers of the network open it: an address of this one (0.0.0.0 for all). "
        "Needs a password (XLFORM_PASSWORD, or asked for); connections are not encrypted, so only "
        "for a trusted internal network.",
    ),
    "serve.keep": (
        "退出后保留收到的文件，放在这个文件夹里。",
        "Keep the files received, in this folder.",
    ),
    "serve.number": ("端口号", "N"),
    "serve.address": ("地址", "ADDRESS"),
    "serve.no-folder": ("没有文件夹“{path}”。", "There is no folder {path}."),
    "serve.needs-password": (
        "--host {host} 让别的电脑也能打开，要先设密码：用环境变量 XLFORM_PASSWORD 给出（至少 {least} 个字符）。",
        "--host {host} lets other computers in and needs a password: set XLFORM_PASSWORD (at "
        "least {least} characters).",
    ),
    "serve.password": ("打开网页要用的密码", "Password for the page"),
    "serve.short-password": (
        "密码太短：至少要 {least} 个字符。",
        "The password is too short: at least {least} characters.",
    ),
    "serve.open-to-others": (
        "注意：同一网络里知道密码的人都能打开这个网页。连接没有加密，网络里的人可能看到密码和文件；"
        "只在可信的内部网络里用，用完按 Ctrl-C。",
        "Note: whoever is on this network and knows the password can open the page. Connections "
        "are not encrypted, so that others on the network may see password and files: use it on "
        "a trusted internal network only, and end it with Ctrl-C.",
    ),
    "error.no-serve-extra": (
        '网页要用的 {packages} 没有安装：pip install "xlform-jixiao[serve]"。',
        'The page needs {packages}, which is missing: pip install "xlform-jixiao[serve]".',
    ),
    "error.port-in-use": (
        "不能在 {host} 的端口 {port} 上打开网页（{reason}）；请用 --port 换一个，或不写。",
        "The page can't be opened on port {port} of {host} ({reason}): give another --port, or "
        "none.",
    ),
    # Refusals
    "web.refused": ("请求被拒绝", "Request refused"),
    "web.not-there": ("没有找到", "Not found"),
    "web.not-done": ("没有做成", "Not done"),
    "web.refused-host": (
        "地址里的主机名不是这台服务器的；请用启动时显示的地址打开。",
        "The host in the address is not this server's; open the address shown at its start.",
    ),
    "web.refused-origin": (
        "这个请求来自别的网页，没有执行。",
        "The request came from another site and was not carried out.",
    ),
    "web.refused-method": ("不支持这种请求方式。", "This method is not supported."),
    "web.refused-request": ("请求的写法不对。", "The request is malformed."),
    "web.refused-round": (
        "请用启动时显示的地址打开；关闭并重新启动过的，地址已经换了。",
        "Open the address shown at the start; after a restart it is another one.",
    ),
    "web.refused-token": (
        "这个页面已经过期，没有执行；请刷新后再试。",
        "This page has expired and nothing was done; reload it and try again.",
    ),
    "web.refused-size": (
        "一次送来的超过了 {limit} MB；请分几次。",
        "More than {limit} MB were sent at once; send them in parts.",
    ),
    "web.refused-slow": (
        "传得太慢或中断了，没有收下。",
        "The upload was too slow or broken off, and was not kept.",
    ),
    "web.refused-blocked": (
        "试错的次数太多，请过一分钟再试。",
        "Too many failed attempts; try again in a minute.",
    ),
    "web.refused-fault": ("出错了，没有执行。", "Something failed and nothing was done."),
    "web.not-found": ("没有这个页面。", "There is no such page."),
    "web.too-many-rounds": (
        "同时打开的已有 {limit} 个，不能再开。",
        "{limit} rounds are open already, no more can be.",
    ),
    "web.round-too-many": (
        "文件太多：一轮最多 {limit} 个。",
        "Too many files: a round holds {limit} at most.",
    ),
    "web.round-too-large": (
        "文件太大：一轮最多 {limit} MB。",
        "Too large: a round holds {limit} MB at most.",
    ),
    "web.file-too-large": (
        "“{name}”超过了 {limit} MB，没有收下。",
        "{name} is larger than {limit} MB and was not kept.",
    ),
    "web.back": ("回到首页", "Back to the first page"),
    # Frame of every page
    "web.title": ("预算绩效表格核对", "Checking budget-performance forms"),
    "web.skip": ("跳到正文", "Skip to content"),
    "web.language": ("English", "中文"),
    "web.local": ("只在本机，不联网", "on this computer, offline"),
    "web.open-to-others": (
        "内部网络里共用，连接没有加密",
        "shared on the internal network, not encrypted",
    ),
    "web.navigation": ("页面", "Pages"),
    "web.page-files": ("报送件", "Submissions"),
    "web.page-help": ("说明", "Help"),
    "web.samples": ("样例", "samples"),
    "web.try-samples": ("用样例试一试", "Try it on the samples"),
    "web.safe-note": (
        "文件只在启动网页的这台电脑上，放在私人文件夹里，结束时删除；您自己的原件从不改动。",
        "Files stay on the computer that runs the page, in a private folder that is removed at "
        "the end; your own originals are never changed.",
    ),
    "web-step.add": ("放入报送件。", "Add submissions."),
    "web-step-text.add": (
        "把文件、文件夹或 .zip 拖进虚线框。",
        "Drop files, a folder or a .zip into the dashed frame.",
    ),
    "web-step.list": ("看结果。", "Look at the results."),
    "web-step-text.list": (
        "逐份列出单位、年度、金额和结果；可以只看“有错”的。",
        "Each is listed with unit, year, amounts and result; you can show those with errors only.",
    ),
    "web-step.open": ("点开一份。", "Open one."),
    "web-step-text.open": (
        "左边是原表，旁边是问题；点一条问题，就到那一格。",
        "The form as it stands, with its findings beside it; click one and its cell is shown.",
    ),
    "web-step.fix": ("修好能修的。", "Fix what can be fixed."),
    "web-step-text.fix": (
        "每处写明由什么改成什么；可以逐处改、一次改完，也可以撤销。",
        "Each fix shows the old and the new; apply one, or all that are safe, or undo them.",
    ),
    "web-step.keep": ("取走材料。", "Take the papers."),
    "web-step-text.keep": (
        "下载改好的、标注的、退回意见和规范表。",
        "Download the mended and the marked workbook, the letter and the clean form.",
    ),
    "file-result-text.unreadable": (
        "加密、损坏、不是表格等，后面写着原因和办法。",
        "Locked, damaged, no form…: the reason stands beside it.",
    ),
    "file-result-text.duplicate": (
        "与先放入的一份内容完全相同。",
        "The same content as a file added before.",
    ),
    "file-result-text.faulty": ("有必须改正的问题。", "Something has to be corrected."),
    "file-result-text.passed": (
        "没有必须改正的问题，可能有警告和提示。",
        "Nothing has to be corrected; there may be warnings and notes.",
    ),
    "file-result-text.skipped": (
        "文件夹里的说明、图片，或 xlform 自己写出的文件。",
        "A note or picture in a folder, or a file that xlform itself wrote.",
    ),
    # First page
    "web.drop-title": ("放入报送件", "Add submissions"),
    "web.drop": (
        "把文件、文件夹或 .zip 拖到这里，或从下面选。",
        "Drop files, a folder or a .zip here, or choose them below.",
    ),
    "web.choose-files": ("选文件或 .zip", "Choose files or a .zip"),
    "web.choose-folder": ("选文件夹", "Choose a folder"),
    "web.send": ("读取", "Read"),
    "web.read-folder": ("读取服务器上的文件夹“{name}”", "Read the folder {name} of the server"),
    "web.list-title": ("文件", "Files"),
    "web.no-files": ("还没有文件。", "No files yet."),
    "web.column-file": ("文件", "File"),
    "web.column-unit": ("单位", "Unit"),
    "web.column-year": ("年度", "Year"),
    "web.column-forms": ("各表和金额（万元）", "Forms and amounts (万元)"),
    "web.column-state": ("结果", "Result"),
    "web.forms": ("{name} {count} 张", "{name}: {count}"),
    "web.form-amount": ("，共 {amount}", ", {amount} in all"),
    "web.no-amount": ("，金额缺", ", amount missing"),
    "web.scans": (
        "盖章的扫描件、照片也可以放进来：一页约 3 秒；看不清的数写明、附图像，不猜。与同一单位的电子表逐项比较。",
        "Stamped scans and photographs can be added too: a page takes some 3 s; figures that are "
        "not clear are told with their picture, never guessed. Compare one with its workbook.",
    ),
    "web.doubtful-amount": ("，金额看不清", ", amount not clear"),
    "web.doubtful": ("看不清的数 {count} 处", "{count} figures not clear"),
    "web.scan-page": ("第 {page} 页", "page {page}"),
    "web.scan-of": ("纸质件是“{name}”", "its paper is {name}"),
    "web.workbook-of": ("电子表是“{name}”", "its workbook is {name}"),
    "web.findings": (
        "错误 {errors}，警告 {warnings}，提示 {infos}",
        "{errors} errors, {warnings} warnings, {infos} notes",
    ),
    "web.same-as": ("与“{name}”内容相同", "same content as {name}"),
    "web.other-version": (
        "同一单位另有“{name}”",
        "another file of this unit: {name}",
    ),
    "web.other-versions": (
        "同一单位另有“{name}”等 {count} 份",
        "{count} other files of this unit, {name} among them",
    ),
    "web.remove": ("移除", "Remove"),
    "web.remove-file": ("移除“{name}”", "Remove {name}"),
    "web.remove-all": ("全部移除，另起一轮", "Remove all and begin anew"),
    "web.kept-list": ("文件.csv", "files.csv"),
    "web.kept-id": ("文件夹", "folder"),
    "web.progress": ("已读 {done} / {total}", "{done} of {total} read"),
    "web.rate": ("每秒 {rate} 个", "{rate} a second"),
    "web.left-seconds": ("约剩 {count} 秒", "about {count} s left"),
    "web.left-minutes": ("约剩 {count} 分钟", "about {count} min left"),
    "web.stop": ("停止读取", "Stop reading"),
    "web.go-on": ("继续读取", "Go on reading"),
    "web.stopped": ("已停止", "Stopped"),
    "web.all-read": ("读完了", "All read"),
    "web.all-files": ("全部", "All"),
    "web.show": ("显示", "Show"),
    "web.sending": ("正在收取 {done} / {total}", "Sending {done} of {total}"),
    "web.not-sent": (
        "没有送完：文件在选好以后改动或移走了，或者程序已经结束。请刷新后再选一次。",
        "Not all was sent: a file was changed or moved after it was chosen, or the program has "
        "ended. Reload the page and choose again.",
    ),
    "web.no-answer": (
        "没有回应：启动网页的程序可能已经结束。正在再试。",
        "No answer: the program that runs the page may have ended. Trying again.",
    ),
    "web.empty-folder": ("里面没有文件。", "There are no files in it."),
    "web.page-number": ("第 {page} / {pages} 页", "Page {page} of {pages}"),
    "web.previous": ("上一页", "Previous"),
    "web.next": ("下一页", "Next"),
    "file-result.waiting": ("等待", "waiting"),
    "file-result.reading": ("正在读", "reading"),
    "file-result.unreadable": ("读不了", "unreadable"),
    "file-result.duplicate": ("重复", "duplicate"),
    "file-result.faulty": ("有错", "errors"),
    "file-result.passed": ("通过", "passed"),
    "file-result.skipped": ("不是报送件", "no submission"),
    # Signing in
    "web.sign-in": ("登录", "Sign in"),
    "web.password": ("密码", "Password"),
    "web.wrong-password": ("密码不对。", "Wrong password."),
    "web.sign-in-note": (
        "密码问启动这个网页的同事。连接没有加密，请只在内部网络使用。",
        "Ask the colleague who started the page. The connection is not encrypted.",
    ),
}
