"""Messages on files that can't be read, written or used, and what to do about them."""

from __future__ import annotations

from typing import Final

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    # Files that can't be read
    "error.missing-file": (
        "找不到文件“{path}”：请核对文件名和所在文件夹。",
        "No such file: {path}. Check its name and folder.",
    ),
    "error.folder": (
        "“{path}”是文件夹，不是文件：请写出其中的文件，例如 {path}/*.xlsx。",
        "{path} is a folder, not a file: name the files in it, for example {path}/*.xlsx.",
    ),
    "error.unreadable-folder": (
        "打不开文件夹“{path}”（{reason}），里面的文件没有读取：请确认您有读取权限。",
        "The folder {path} can't be opened ({reason}) and its files were not read: check that "
        "you may read it.",
    ),
    "error.linked-folder": (
        "“{path}”是指向文件夹的链接，没有读取其中的文件：要读取，请写出那个文件夹。",
        "{path} is a link to a folder and its files were not read: name the folder itself to read "
        "them.",
    ),
    "error.refused": (
        "“{path}”用不了（{reason}），没有做完：请排除后再试一次。",
        "{path} can't be used ({reason}) and the work was not completed: see to that and try again.",
    ),
    "error.no-temporary-file": (
        "临时文件写不进“{path}”（{reason}）：请腾出空间，或把环境变量 TMPDIR 设为别的文件夹。",
        "Temporary files can't be written to {path} ({reason}): make room, or set TMPDIR to another "
        "folder.",
    ),
    "error.irregular-file": (
        "“{path}”是{kind}，不是文件，没有读取：请给出填报表的文件本身。",
        "{path} is a {kind}, not a file, and was not read: name the file of the form itself.",
    ),
    "error.changing-file": (
        "“{path}”读取时正被别的程序改动，没有读取：请等它保存完，再试一次。",
        "{path} was being changed by another program and was not read: wait until it is saved "
        "and try again.",
    ),
    "error.unreadable": (
        "打不开“{path}”（{reason}）：请确认文件没有被其他程序占用、您有读取权限。",
        "{path} can't be opened ({reason}): check that no other program has it open and that "
        "you may read it.",
    ),
    "error.empty-file": (
        "“{path}”是空文件（0 字节），多半是传输中断：请让填报单位重新发送。",
        "{path} is empty (0 bytes), most likely a broken transfer: ask the unit to send it again.",
    ),
    "error.unfinished-file": (
        "“{path}”是 xlform 没有写完就中断时留下的文件，不是填报表；再写一次时会自动清除。",
        "{path} was left unfinished when xlform was stopped; it is removed when xlform writes here.",
    ),
    "error.hidden-file": (
        "“{path}”是隐藏文件（名称以点开头），不当作填报表；确是填报表的，请改名，或单独写出它的路径。",
        "{path} is a hidden file (its name begins with a dot): rename it, or name it by its path.",
    ),
    "error.lock-file": (
        "“{path}”是表格打开时留下的临时文件（名称以 ~$ 或 .~ 开头），不是填报表：请选同名的正式文件。",
        "{path} is a lock file (~$… or .~…) of a workbook that is open: choose the workbook itself.",
    ),
    "error.too-large-file": (
        "“{path}”有 {size} MB，超过 {limit} MB 的上限，不像填报表：请核对是否发错文件。",
        "{path} has {size} MB, over the limit of {limit} MB: is it the right file?",
    ),
    "error.encrypted": (
        "“{path}”设有打开密码，无法读取：请让填报单位取消密码后重新发送。",
        "{path} needs a password to open: ask the unit to remove it and send the file again.",
    ),
    "error.damaged": (
        "“{path}”已损坏或不完整（压缩包读不出来）：请让填报单位重新发送。",
        "{path} is damaged or incomplete (its zip archive can't be read): ask for a new copy.",
    ),
    "error.damaged-part": (
        "“{path}”已损坏（其中的 {part} 读不出来）：请用 WPS 或 Excel 打开并另存后再试。",
        "{path} is damaged ({part} in it can't be read): open it in WPS or Excel, save it, "
        "and try again.",
    ),
    "error.missing-part": (
        "“{path}”不完整（缺少 {part}）：请用 WPS 或 Excel 打开并另存后再试。",
        "{path} is incomplete ({part} is missing): open it in WPS or Excel, save it, and try "
        "again.",
    ),
    "error.not-a-workbook": (
        "“{path}”是压缩包，本身不是 Excel 工作簿：请先解压（summarize、review 可以直接读压缩包），或核对是否发错文件。",
        "{path} is a zip archive, not an Excel workbook: unpack it first (summarize and review read "
        "archives), or check the file.",
    ),
    "error.too-many-parts": (
        "“{path}”里有超过 {limit} 个部件，不像填报表，为安全起见没有读取。",
        "{path} holds more than {limit} parts and was not read for safety.",
    ),
    "error.too-large-inside": (
        "“{path}”解压后超过 {limit} MB，不像填报表，为安全起见没有读取。",
        "{path} unpacks to more than {limit} MB and was not read for safety.",
    ),
    "error.part-too-large": (
        "“{path}”里的 {part} 解压后异常庞大，为安全起见没有读取：请清除空行空列的格式后另存。",
        "{part} in {path} unpacks to an abnormal size and was not read: clear the formatting of "
        "empty rows and columns and save it again.",
    ),
    "error.part-outside": (
        "“{path}”里有指向包外的路径（{part}），为安全起见没有读取。",
        "{path} contains a path outside itself ({part}) and was not read for safety.",
    ),
    "error.doctype": (
        "“{path}”里有办公软件不会写的 DOCTYPE 声明，为安全起见没有读取。",
        "{path} contains a DOCTYPE, which no office program writes, and was not read for safety.",
    ),
    "error.too-many-merges": (
        "“{path}”里一张工作表有超过 {limit} 处合并单元格，不像填报表，没有读取。",
        "A sheet of {path} has more than {limit} merged ranges; it was not read.",
    ),
    "error.too-many-cells": (
        "“{path}”里一张工作表有超过 {limit} 个有内容的单元格，不像填报表，没有读取。",
        "A sheet of {path} has more than {limit} filled cells; it was not read.",
    ),
    "error.crashed": (
        "读取“{path}”时程序内部出错（{reason}）：其余文件不受影响，请把该文件反馈给我们。",
        "Reading {path} failed with an internal error ({reason}): other files are not "
        "affected; please report this file.",
    ),
    "error.no-form": (
        "“{path}”里没有认出任何已知表格：最接近“{nearest}”，但缺少标签 {missing}。"
        "请核对是否用错模板；没见过的表，先用空白表教会（网页“表样”，或 xlform template learn）。",
        "No known form was found in {path}: the closest is {nearest}, but these labels are "
        "missing: {missing}. Is it the right template? A form not known yet is learnt from its "
        "blank (page Forms, or xlform template learn).",
    ),
    "error.no-form-near": (
        "“{path}”里没有认出任何已知表格：只有几种表都有的标签（{found}），与哪一种都不相近。"
        "请核对是否发错文件；没见过的表，先用空白表教会（网页“表样”，或 xlform template learn）。",
        "No known form was found in {path}: it has only labels that several forms have ({found}) "
        "and is near to none of them. Is it the right file? A form not known yet is learnt from its "
        "blank (page Forms, or xlform template learn).",
    ),
    "error.no-form-at-all": (
        "“{path}”里没有认出任何已知表格，也没有一个已知标签：请核对是否发错文件；"
        "没见过的表，先用空白表教会（网页“表样”，或 xlform template learn）。",
        "No known form was found in {path}, and no known label: is it the right file? A form not "
        "known yet is learnt from its blank (page Forms, or xlform template learn).",
    ),
    "error.not-a-submission": (
        '“{path}”不是 xlform 写出的数据（应有 "schema": "{schema}"）：请核对文件。',
        '{path} was not written by xlform (it should have "schema": "{schema}").',
    ),
    "error.faulty-json": (
        "“{path}”的 JSON 内容有误（{fault}）：请用 xlform import 重新生成。",
        "The JSON in {path} is invalid ({fault}): write it again with xlform import.",
    ),
    "error.unknown-template": (
        "“{path}”用到了本机没有的模板 {template}：请补上该模板，或核对 XLFORM_TEMPLATES。",
        "{path} uses the template {template}, which is not available: add it or check "
        "XLFORM_TEMPLATES.",
    ),
    # The grid notation
    "error.notation-line": (
        "表格记法第 {line} 行不是表格行（{seen}）：每行以 | 开头和结尾，或以 @ 开头。",
        "Line {line} is not grid notation ({seen}): a line starts and ends with | or starts "
        "with @.",
    ),
    "error.notation-row": (
        "表格记法第 {line} 行没有以 | 结束（{seen}）：请补上 |；单元格里的 | 写作 \\|。",
        "Line {line} does not end with | ({seen}): add it; a | within a cell is written \\|.",
    ),
    "error.notation-unknown": (
        "表格记法第 {line} 行的指令不认识（{seen}）：可用 @name @sheet @hidden @beside @merges @at。",
        "Line {line} has an unknown word ({seen}): known are @name @sheet @hidden @beside @merges "
        "@at.",
    ),
    "error.notation-directive": (
        "表格记法第 {line} 行写得不对（{seen}）：例如 @sheet 附表2 hidden、@hidden rows 3,5-7、@at D40。",
        "Line {line} has a wrong syntax ({seen}): write for example @sheet 附表2 hidden, "
        "@hidden rows 3,5-7, @at D40.",
    ),
    "error.notation-cell": (
        "表格记法第 {line} 行有读不懂的单元格（{seen}）：反斜杠写作 \\\\，公式写作 =A1+A2 → 3。",
        "Line {line} has a cell that can't be read ({seen}): a backslash is written \\\\, "
        "a formula =A1+A2 → 3.",
    ),
    "error.notation-merge": (
        "表格记法第 {line} 行 {seen} 的合并标记（^ 上、< 左）拼不成一个矩形：请核对。",
        "Line {line}: the marks of the merge at {seen} (^ above, < left) do not form a rectangle.",
    ),
    "error.notation-twice": (
        "表格记法第 {line} 行又写了一次 {seen}：请核对前面的 @at。",
        "Line {line} gives {seen} a second time: check the @at lines.",
    ),
    "error.notation-outside": (
        "表格记法第 {line} 行写到了工作表之外（{seen}）：请核对前面的 @at。",
        "Line {line} is outside the sheet ({seen}): check the @at line before it.",
    ),
    "error.only-hidden": (
        "“{path}”里只有隐藏的工作表（{sheets}）有内容：请取消隐藏、核对后另存再试。",
        "Only hidden sheets of {path} have content ({sheets}): unhide them, check them, save, "
        "and try again.",
    ),
    "error.no-templates": (
        "文件夹“{folder}”里没有模板（应有 套名/表名/form.toml）：请核对 XLFORM_TEMPLATES。",
        "No templates in {folder} (expected set/form/form.toml): check XLFORM_TEMPLATES.",
    ),
    "error.declaration": (
        "模板声明“{path}”有误：{fault}",
        "The declaration {path} is invalid: {fault}",
    ),
    # The command line
    "error.unwritable": (
        "写不进“{path}”（{reason}）：请确认文件夹存在、可写，文件没有在其他程序中打开。",
        "{path} can't be written ({reason}): check that its folder exists and is writable, "
        "and that no other program has the file open.",
    ),
    "error.no-such-template": (
        "没有模板“{name}”。现有：{known}。",
        "No such template: {name}. Known templates: {known}.",
    ),
    # Word lists
    "error.words": (
        "词表“{path}”读不了：{fault}",
        "The word list {path} can't be read: {fault}",
    ),
    "error.words-list": (
        '词表“{path}”的 {list} 写得不对：应是词语的清单 ["甲", "乙"]，'
        '或一行一个 "错" = "对"（写 false 是删去）。',
        "The list {list} in {path} is invalid: write plain words in brackets, or lines "
        '"wrong" = "right" (false removes an entry).',
    ),
    # The marked workbook and the letter
    "error.not-marked": (
        "“{path}”不能生成标注副本：{because}。",
        "{path} can't be marked in a copy: {because}.",
    ),
    # Checking: the command, its settings, its reports
    "error.settings": (
        "“{path}”有误（{fault}）：请改正后再试。",
        "{path} is invalid ({fault}): correct it and try again.",
    ),
    "error.settings-key": (
        "“{path}”的 {table} 里没有“{name}”这一项：可写的有 {known}。",
        "{path}: {table} has no key {name}; known keys: {known}.",
    ),
    "error.settings-choice": (
        "“{path}”的 {name} 不能写“{seen}”：可写的有 {known}。",
        "{path}: {name} can't be {seen}; it is one of {known}.",
    ),
    "error.severity-option": (
        "--severity 要写“规则=等级”，“{seen}”不对；等级可用：{known}。",
        "--severity takes CODE=SEVERITY, not {seen}; the severities are {known}.",
    ),
    "error.ignore-without-reason": (
        "不核对规则 {rule} 要写明理由，例如 --ignore {rule}=理由。",
        "Ignoring {rule} needs a reason, for example --ignore {rule}=why.",
    ),
    "error.no-such-rule": (
        "没有规则“{rule}”。相近的有 {near}；xlform rules 列出全部规则。",
        "No such rule: {rule}. Similar: {near}; xlform rules lists them all.",
    ),
    "error.no-such-data": (
        "没有规则用到数据表“{name}”：可写的有 {known}。",
        "No rule uses the data table {name}; known tables: {known}.",
    ),
    "error.data": (
        "读不了数据文件“{path}”（{fault}）：请核对文件名和所在文件夹；写在 xlform.toml 里的，核对那里的路径。",
        "The data file {path} can't be read ({fault}): check its name and "
        "folder, or the path in xlform.toml where it is given there.",
    ),
    "error.data-encoding": (
        "“{path}”的文字编码认不出来：请另存为 UTF-8 编码的 CSV。",
        "The encoding of {path} is unknown: save it as CSV in UTF-8.",
    ),
    "error.since": (
        "读不了上次的结果“{path}”（{fault}）：请给出 xlform check --format json 写出的文件。",
        "The earlier result {path} can't be read ({fault}): give a file written by "
        "xlform check --format json.",
    ),
    "error.since-schema": (
        '“{path}”不是 xlform check --format json 写出的结果（应有 "schema": "{schema}"）。',
        '{path} was not written by xlform check --format json (no "schema": "{schema}").',
    ),
    "error.no-workbook": (
        "“{path}”是数据，不是工作簿，没有单元格可标：请改用原来的表格。",
        "{path} is data and has no cells to mark: use the workbook it came from.",
    ),
    # Cells changed in place (ooxml/edit)
    "error.not-edited": (
        "“{path}”不能就地修改：{because}。",
        "{path} can't be changed in place: {because}.",
    ),
    "error.fix-encrypted": (
        "“{path}”用 Excel 的默认密码加了密（保护了工作簿结构），修好后不再加密，不能改在原文件里："
        "请用 -o 另写一份。",
        "{path} is encrypted with Excel's default password (its structure is protected), and the "
        "fixed file is not: write it elsewhere with -o.",
    ),
    "error.fix-old-format": (
        "“{path}”是旧格式，不能改在原文件里：请用 -o 写成新的 .xlsx。",
        "{path} is in an old format and can't be fixed in place: write a new .xlsx with -o.",
    ),
    "error.nothing-to-fix": (
        "“{path}”是数据，没有单元格可改：请用它来自的工作簿。",
        "{path} is data and has no cells to fix: use the workbook it came from.",
    ),
    "error.changed-meanwhile": (
        "“{path}”在处理期间被别的程序改过，没有覆盖：请关闭后重试。",
        "{path} was changed by another program meanwhile and not replaced: close it and try again.",
    ),
}
