"""Messages on reading documents: paragraphs, Word tables, text."""

from __future__ import annotations

from typing import Final

DOCUMENTS: Final[dict[str, tuple[str, str]]] = {
    "error.declared-prose": (
        '模板声明“{path}”里的 {word} 只用于 layout = "prose" 的文字材料。',
        '{word} in the declaration {path} is only valid for the layout "prose".',
    ),
    # Content of a document outside its paragraphs and tables
    "beside.scannedPages": ("扫描成的页", "scanned pages"),
    "beside.textBox": ("文本框", "text boxes"),
    "beside.picture": ("图片或图形", "pictures or shapes"),
    "beside.footnotes": ("脚注或尾注", "footnotes or endnotes"),
    "beside.hiddenText": ("隐藏文字", "hidden text"),
    "beside.equationField": ("EQ 域里的公式或带圈字符", "an equation or enclosed character"),
    "beside.otherFile": ("另一个文件的内容", "the content of another file"),
    "beside.header": ("页眉", "a header"),
    "beside.footer": ("页脚", "a footer"),
}
