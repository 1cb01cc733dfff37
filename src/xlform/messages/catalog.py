"""The catalog: for each key the Chinese and the English message.

Sentences for people who check forms: what was seen, where, what to do. Placeholders in braces are
filled in by :func:`xlform.messages.say`.
"""

from __future__ import annotations

from typing import Final

CATALOG: Final[dict[str, tuple[str, str]]] = {
    # Files that can't be read
    "error.missing-file": (
        "找不到文件“{path}”：请核对文件名和所在文件夹。",
        "No such file: {path}. Check its name and folder.",
    ),
    "error.folder": (
        "“{path}”是文件夹，不是文件：请写出其中的文件，例如 {path}/*.xlsx。",
        "{path} is a folder, not a file: name the files in it, for example {path}/*.xlsx.",
    ),
    "error.unreadable": (
        "打不开“{path}”（{reason}）：请确认文件没有被其他程序占用、您有读取权限。",
        "{path} can't be opened ({reason}): make sure no other program holds it and you may read it.",
    ),
    "error.empty-file": (
        "“{path}”是空文件（0 字节），多半是传输中断：请让填报单位重新发送。",
        "{path} is empty (0 bytes), most likely a broken transfer: ask the unit to send it again.",
    ),
    "error.lock-file": (
        "“{path}”是表格打开时留下的临时文件（~$ 开头），不是填报表：请选同名的正式文件。",
        "{path} is a lock file (~$…) left by an open workbook: choose the workbook itself.",
    ),
    "error.too-large-file": (
        "“{path}”有 {size} MB，超过 {limit} MB 的上限，不像填报表：请核对是否发错文件。",
        "{path} has {size} MB, over the limit of {limit} MB: is it the right file?",
    ),
    "error.not-a-spreadsheet": (
        "“{path}”的内容不是 Excel 工作簿（{seen}）：请用 WPS 或 Excel 打开后另存为 .xlsx 再试。",
        "{path} is no Excel workbook inside ({seen}): open it in WPS or Excel and save it as .xlsx.",
    ),
    "error.old-format": (
        "“{path}”是{seen}，目前只读 .xlsx 和 .xlsm：请用 WPS 或 Excel 另存为 .xlsx 再试。",
        "{path} is {seen}; only .xlsx and .xlsm are read so far: save it as .xlsx and try again.",
    ),
    "error.encrypted": (
        "“{path}”设有打开密码，无法读取：请让填报单位取消密码后重新发送。",
        "{path} needs a password to open: ask the unit to remove it and send the file again.",
    ),
    "error.damaged": (
        "“{path}”已损坏或不完整（压缩包读不出来）：请让填报单位重新发送。",
        "{path} is damaged or incomplete (its zip archive can't be read): ask for it again.",
    ),
    "error.damaged-part": (
        "“{path}”已损坏（其中的 {part} 读不出来）：请用 WPS 或 Excel 打开并另存后再试。",
        "{path} is damaged ({part} in it can't be read): open it in WPS or Excel, save, try again.",
    ),
    "error.missing-part": (
        "“{path}”不完整（缺少 {part}）：请用 WPS 或 Excel 打开并另存后再试。",
        "{path} is incomplete ({part} is missing): open it in WPS or Excel, save, and try again.",
    ),
    "error.not-a-workbook": (
        "“{path}”是压缩包，但里面没有 Excel 工作簿：请核对是否发错文件，压缩包请先解压。",
        "{path} is a zip archive with no Excel workbook in it: unpack it first or check the file.",
    ),
    "error.too-many-parts": (
        "“{path}”里有超过 {limit} 个部件，不像填报表，为安全起见没有读取。",
        "{path} holds more than {limit} parts; for safety it was not read.",
    ),
    "error.too-large-inside": (
        "“{path}”解压后超过 {limit} MB，不像填报表，为安全起见没有读取。",
        "{path} unpacks to more than {limit} MB; for safety it was not read.",
    ),
    "error.part-too-large": (
        "“{path}”里的 {part} 解压后异常庞大，为安全起见没有读取：请清除空行空列的格式后另存。",
        "{part} in {path} unpacks to an abnormal size and was not read: clear the formatting of "
        "empty rows and columns and save it again.",
    ),
    "error.part-outside": (
        "“{path}”里有指向包外的路径（{part}），为安全起见没有读取。",
        "{path} holds a path that leads outside ({part}); for safety it was not read.",
    ),
    "error.doctype": (
        "“{path}”里有办公软件不会写的 DOCTYPE 声明，为安全起见没有读取。",
        "{path} holds a DOCTYPE, which no office program writes; for safety it was not read.",
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
        "Reading {path} failed inside the program ({reason}): the others are not affected; "
        "please report this file.",
    ),
    "error.no-form": (
        "“{path}”里没有认出任何已知表格：最接近“{nearest}”，但缺少标签 {missing}。"
        "请核对是否用错模板（xlform templates 列出全部模板）。",
        "No known form was found in {path}: nearest is {nearest}, but these labels are missing: "
        "{missing}. Is it the right template? (xlform templates lists them all.)",
    ),
    "error.no-form-at-all": (
        "“{path}”里没有认出任何已知表格，也没有一个已知标签：请核对是否发错文件"
        "（xlform templates 列出全部模板）。",
        "No known form was found in {path}, nor a single known label: is it the right file? "
        "(xlform templates lists the known forms.)",
    ),
    "seen.nothing": ("没有可辨认的内容", "nothing recognisable"),
    "seen.text": ("纯文本", "plain text"),
    "seen.html": ("网页（HTML）", "a web page (HTML)"),
    "seen.xml": ("XML 文本", "XML text"),
    "seen.pdf": ("PDF", "a PDF"),
    "seen.image": ("图片", "a picture"),
    "seen.rar": ("RAR 或 7z 压缩包", "a RAR or 7z archive"),
    "seen.word": ("Word 文档", "a Word document"),
    "seen.xls": ("旧版 Excel（.xls）或 WPS 旧格式", "an old Excel (.xls) or WPS workbook"),
    "seen.xlsb": ("Excel 二进制工作簿（.xlsb）", "a binary Excel workbook (.xlsb)"),
    "seen.ods": ("OpenDocument 表格（.ods）", "an OpenDocument spreadsheet (.ods)"),
    "error.not-a-submission": (
        "“{path}”不是 xlform 写出的数据（应有 \"schema\": \"{schema}\"）：请核对文件。",
        "{path} is no data written by xlform (it should say \"schema\": \"{schema}\").",
    ),
    "error.faulty-json": (
        "“{path}”的 JSON 内容有误（{fault}）：请用 xlform import 重新生成。",
        "The JSON in {path} is faulty ({fault}): write it anew with xlform import.",
    ),
    "error.unknown-template": (
        "“{path}”用到了本机没有的模板 {template}：请补上该模板，或核对 XLFORM_TEMPLATES。",
        "{path} uses the template {template}, which is not here: add it or check XLFORM_TEMPLATES.",
    ),
    "error.only-hidden": (
        "“{path}”里只有隐藏的工作表（{sheets}）有内容：请取消隐藏、核对后另存再试。",
        "Only hidden sheets of {path} hold anything ({sheets}): unhide them, check, save, try again.",
    ),
    "error.no-templates": (
        "文件夹“{folder}”里没有模板（应有 套名/表名/form.toml）：请核对 XLFORM_TEMPLATES。",
        "No templates in {folder} (expected set/form/form.toml): check XLFORM_TEMPLATES.",
    ),
    "error.declaration": (
        "模板声明“{path}”有误：{fault}",
        "The declaration {path} is faulty: {fault}",
    ),
    "error.declared-column": (
        "模板声明“{path}”的表 {table} 提到了没有声明的列 {column}。",
        "Table {table} of the declaration {path} names a column it does not declare: {column}.",
    ),
    "error.declared-field": (
        "模板声明“{path}”的 closing 提到了没有声明的项 {field}。",
        "The closing fields of the declaration {path} name one it does not declare: {field}.",
    ),
    # What nobody read
    "unread.hidden-sheet": ("工作表是隐藏的，没有读取", "the sheet is hidden and was not read"),
    "unread.hidden-form": (
        "工作表是隐藏的，没有读取（其中有：{forms}）",
        "the sheet is hidden and was not read (it holds: {forms})",
    ),
    "unread.no-form": ("没有认出任何已知表格", "no known form was found on the sheet"),
    "unread.column": ("模板没有这一列：“{seen}”", "the template has no such column: {seen}"),
    "unread.outside": ("不属于表中任何一项：“{seen}”", "belongs to no part of the form: {seen}"),
    "unread.beside": ("有{what}，不在单元格里，没有读取", "has {what} outside its cells, not read"),
    "beside.comments": ("批注", "comments"),
    "beside.threadedComment": ("讨论批注", "threaded comments"),
    "beside.drawing": ("图片、图形或文本框", "pictures, shapes or text boxes"),
    "beside.oleObject": ("嵌入的对象", "embedded objects"),
}
