"""Messages on file formats: names, unreadable files, losses of a conversion."""

from __future__ import annotations

from typing import Final

FORMATS: Final[dict[str, tuple[str, str]]] = {
    # Files that can't be read
    "error.not-a-spreadsheet": (
        "“{path}”里没有表格可读（{seen}）：请让填报单位交 Excel、WPS 表格或 Word 文件。",
        "Nothing in {path} can be read as a form ({seen}): ask for a workbook or a Word document.",
    ),
    "error.damaged-workbook": (
        "“{path}”已损坏或不完整（工作簿的内容读不出来）：请用 WPS 或 Excel 打开，另存为 .xlsx 再试；"
        "打不开的，请让填报单位重新发送。",
        "{path} is damaged or incomplete (its workbook can't be read): open it in WPS or "
        "Excel and save it as .xlsx; if it does not open, ask for a new copy.",
    ),
    "error.not-text": (
        "“{path}”的文字编码认不出来：请用 WPS 或 Excel 打开，另存为 .xlsx 再试。",
        "The encoding of {path} is unknown: open it in WPS or Excel and save it as .xlsx.",
    ),
    "error.damaged-text": (
        "“{path}”不是完整的 CSV 表格（{reason}）：请用 WPS 或 Excel 打开，另存为 .xlsx 再试。",
        "{path} is not a complete CSV table ({reason}): open it in WPS or Excel and save it "
        "as .xlsx.",
    ),
    "error.web-page": (
        "“{path}”是网页，但里面没有表格：请核对是否发错文件。",
        "{path} is a web page without a table: is it the right file?",
    ),
    "error.web-page-frames": (
        "“{path}”是 Excel 存成的网页，表格在它旁边的另一个文件夹里，没有一起发来：请用 Excel 打开，"
        "另存为 .xlsx 再试。",
        "{path} is a web page saved by Excel whose tables are in a folder beside it: open it "
        "in Excel and save it as .xlsx.",
    ),
    "error.old-document": (
        "“{path}”是旧版 Word 或 WPS 文档（.doc、.wps），本机没有 LibreOffice，读不了："
        "请装 LibreOffice（libreoffice.org），或用 WPS、Word 另存为 .docx 再试。",
        "{path} is an old Word or WPS document (.doc, .wps) and LibreOffice is not installed: install "
        "it (libreoffice.org), or save the document as .docx and try again.",
    ),
    "error.old-workbook": (
        "“{path}”是旧格式，修复和标注要先转成 .xlsx，本机没有 LibreOffice：请装 LibreOffice（libreoffice.org），"
        "或用 WPS、Excel 另存为 .xlsx 再试。",
        "{path} is in an old format that has to be converted to .xlsx first, and LibreOffice "
        "is not installed: install it (libreoffice.org), or save the file as .xlsx and try again.",
    ),
    "error.no-cells": (
        "“{path}”是{seen}，没有可以标注或修复的单元格：请用填报单位的工作簿，或先用 xlform convert "
        "写成 .xlsx。",
        "{path} is {seen} and has no cells to mark or fix: use the unit’s workbook, or write "
        "it as an .xlsx with xlform convert.",
    ),
    "error.not-converted": (
        "LibreOffice 没能把“{path}”转成 .{wanted}：请用 WPS 或 Office 打开，另存为 .{wanted} 再试。",
        "LibreOffice could not convert {path} to .{wanted}: open it in WPS or Office and save "
        "it as .{wanted}.",
    ),
    "error.pdf-extra": (
        "“{path}”是 PDF，读 PDF 要用的 pdfplumber 没有安装（pip install 'xlform-jixiao[pdf]'，免安装版不带这一项）："
        "也可以请填报单位交 Excel 文件。",
        "{path} is a PDF, which needs pdfplumber, which is missing (pip install 'xlform-jixiao[pdf]'; the folder "
        "without Python does not have it): or ask for the workbook.",
    ),
    "error.pdf-damaged": (
        "“{path}”这份 PDF 读不出来（已损坏，或内容过于复杂）：请让填报单位交 Excel 文件。",
        "The PDF {path} can't be read (damaged, or too complex): ask for the workbook.",
    ),
    "error.scan-extra": (
        "“{path}”是扫描件或照片，识别要另装组件（pip install 'xlform-jixiao[scan]'，免安装版不带这一项）："
        "也可以请填报单位交 Excel 文件。",
        "{path} is a scan or photograph, which needs an extra (pip install "
        "'xlform-jixiao[scan]'; the folder without Python does not have it): or ask for the "
        "workbook.",
    ),
    "error.scan-damaged": (
        "“{path}”这份扫描件或照片读不出来（已损坏，或内容过于复杂）：请重新扫描，或让填报单位交 Excel 文件。",
        "The scan or photograph {path} can't be read (damaged, or too complex): scan it again, or "
        "ask for the workbook.",
    ),
    "error.scan-too-slow": (
        "“{path}”有一页内容太密，认了 {seconds} 秒处理器时间还没有认完，没有读取：请核对是否发错文件，或让填报单位交 Excel 文件。",
        "A page of {path} has too much on it: after {seconds} seconds of processor time it was not "
        "read; is it the right file? Or ask for the workbook.",
    ),
    "error.scan-too-dense": (
        "“{path}”有一页写满了字或数，比最密的表还密，没有读取：请核对是否发错文件，或让填报单位交 Excel 文件。",
        "A page of {path} is written all over, more densely than any form, and was not "
        "read; is it the right file? Or ask for the workbook.",
    ),
    "error.telephone-picture": (
        "“{path}”是手机照片的 HEIC（HEIF、AVIF）格式，读不了：请在手机或电脑上打开，另存为 JPG 再试。",
        "{path} is a photograph in the format HEIC (HEIF, AVIF), which can't be read: open it and save "
        "it as JPG.",
    ),
    "error.scan-too-large": (
        "“{path}”的图片超过 {pixels} 百万像素，没有读取：请以 200～300 dpi 重新扫描。",
        "{path} has a picture of more than {pixels} megapixels and was not read: scan it again at "
        "200 to 300 dpi.",
    ),
    "error.scan-too-long": (
        "“{path}”这份扫描件超过 {limit} 页，不像填报表，没有读取：请核对是否发错文件。",
        "The scan {path} has more than {limit} pages and was not read: is it the right file?",
    ),
    "error.scan-no-text": (
        "“{path}”的页面上没有认出文字：请核对是否发错文件，或以 200～300 dpi 重新扫描。",
        "No text was recognised on the pages of {path}: is it the right file? Scan it again at 200 "
        "to 300 dpi.",
    ),
    "error.several-units": (
        "“{path}”这份扫描件里有 {count} 个单位的表（{units}），汇总、审核按单位计，没有采用：请按单位拆成几份。",
        "The scan {path} holds the forms of {count} units ({units}), and is counted and reviewed by "
        "unit: it was not taken; part it into one file a unit.",
    ),
    "units.pages": ("{unit}第{first}—{last}页", "{unit} pages {first}–{last}"),
    "units.page": ("{unit}第{first}页", "{unit} page {first}"),
    "units.more": ("等", " and others"),
    "scan.page": ("第{number}页", "Page {number}"),
    "scan.words": ("文字", "Words"),
    "error.pdf-no-table": (
        "“{path}”这份 PDF 里没有画了线的表格：请让填报单位交 Excel 文件。",
        "The PDF {path} has no table drawn with lines: ask for the workbook.",
    ),
    "error.pdf-too-long": (
        "“{path}”这份 PDF 超过 {limit} 页，不像填报表，没有读取：请核对是否发错文件。",
        "The PDF {path} has more than {limit} pages and was not read: is it the right file?",
    ),
    # Marking an old workbook
    "check.converted": (
        "“{path}”是旧格式：标注写在由 LibreOffice 转成的 .xlsx 副本上，原件不动。",
        "{path} is in an old format: the marks are in a copy that LibreOffice converted to .xlsx.",
    ),
    "unmarked.converted": (
        "LibreOffice 转成的 .xlsx 与原件的单元格对不上；请用 WPS 或 Excel 另存为 .xlsx 后再试",
        "the cells of the .xlsx that LibreOffice converted it to are in other places; save it "
        "as .xlsx first",
    ),
    # xlform convert
    "convert.help": (
        "把旧格式、Word 等报送件重新写成干净的官方表格或文档。\n\n"
        "能读 .xls、.et、.xlsb、.ods、CSV、Word、PDF，以及改名为 .xls 的网页等，"
        "按内容认格式，不看扩展名。没有带过去的内容逐条列出，原文件不动。",
        "Rewrite submissions of any format as clean official workbooks or documents.\n"
        "\n"
        "Reads .xls, .et, .xlsb, .ods, CSV, Word, PDF and web pages named .xls: formats are "
        "recognized by content, not by name. Parts that were left out are listed; the files "
        "themselves are not changed.",
    ),
    "convert.examples": (
        "xlform convert 旧表.xls -o 新表.xlsx\n"
        "xlform convert 云田镇.ods -o 云田镇.docx\n"
        "xlform convert 报送/*.xls -o 干净表",
        "xlform convert old.xls -o new.xlsx\n"
        "xlform convert town.ods -o town.docx\n"
        "xlform convert in/*.xls -o clean",
    ),
    "convert.output": (
        "写到哪个 .xlsx 或 .docx；几个文件时写文件夹名。必写。",
        "The .xlsx or .docx to write; a folder for several files. Required.",
    ),
    "convert.format": (
        "写到文件夹时用哪种格式，不写是 xlsx。",
        "The format to write into a folder (default xlsx).",
    ),
    "convert.other-suffix": (
        "只能写成 .xlsx 或 .docx：请核对 -o {output}。",
        "Only an .xlsx or a .docx can be written: check -o {output}.",
    ),
    "convert.prose": (
        "{form}是文字说明，工作簿里没有它的位置：请另写成 .docx",
        "{form} is prose, which a workbook can't hold: write a .docx as well",
    ),
    "convert.unread": ("没有带过去：{where}（{because}）", "left out: {where} ({because})"),
    "convert.formulas": (
        "原件的 {count} 个公式没有照搬：合计按官方表格的公式重写，其余写成数值",
        "its {count} formulas were not copied: totals have those of the official forms, the rest "
        "are values",
    ),
    "convert.formulas-values": (
        "原件的 {count} 个公式没有照搬：文档里只写结果",
        "its {count} formulas were not copied: a document holds their results",
    ),
    "convert.comments": ("“{sheet}”的批注没有带过去", "the comments of {sheet} were left out"),
    "convert.drawing": (
        "“{sheet}”单元格以外的图形、图片或其他内容没有带过去",
        "pictures and other objects outside the cells of {sheet} were left out",
    ),
    # Names of formats
    "seen.archive": ("压缩包，请先解压", "an archive; unpack it first"),
    "seen.compound": ("其他程序的文件", "a file of another program"),
    "seen.csv": ("CSV 文本表格", "a CSV table"),
    "seen.doc": ("旧版 Word 或 WPS 文档", "an old Word or WPS document"),
    "seen.docx": ("Word 文档", "a Word document"),
    "seen.fods": ("OpenDocument 表格", "an OpenDocument spreadsheet"),
    "seen.html": ("网页（HTML）", "a web page (HTML)"),
    "seen.image": ("图片", "a picture"),
    "seen.mail": ("邮件或单个文件的网页（.mht）", "an e-mail or a web archive (.mht)"),
    "seen.nothing": ("没有可辨认的内容", "nothing recognisable"),
    "seen.ods": ("OpenDocument 表格", "an OpenDocument spreadsheet"),
    "seen.odt": ("OpenDocument 文档，请另存为 .docx", "an OpenDocument text; save it as .docx"),
    "seen.other-xml": ("XML 文本", "XML text"),
    "seen.pdf": ("PDF 文件", "a PDF"),
    "seen.txt": ("纯文本", "plain text"),
    "seen.xls": ("旧版 Excel 或 WPS 工作簿", "an old Excel or WPS workbook"),
    "seen.xlsb": ("Excel 二进制工作簿", "a binary Excel workbook"),
    "seen.xlsx": ("Excel 工作簿", "an Excel workbook"),
    "seen.xml": ("Excel 2003 的 XML 表格", "an Excel 2003 XML spreadsheet"),
}
