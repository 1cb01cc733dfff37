"""Messages on writing the narrative 编报说明."""

from __future__ import annotations

from typing import Final

NARRATIVE: Final[dict[str, tuple[str, str]]] = {
    "error.narrative-no-forms": (
        "“{file}”里没有可据以写编报说明的表，请给出附表1、附表2、附表3所在的文件。",
        "“{file}” has no forms to draft a narrative from: give the file with the forms.",
    ),
    "error.narrative-no-template": (
        "“{file}”的表属于“{sets}”这套模板，这套模板没有编报说明。",
        "The forms in “{file}” are of the set {sets}, which has no narrative.",
    ),
    "error.blank-is-prose": (
        "{form}是文字材料，没有空白工作簿；由附表写出它用 xlform write --narrative。",
        "{form} is prose and has no blank workbook: xlform write --narrative drafts it.",
    ),
    "error.blank-place": (
        "空白说明“{path}”里的 {{{name}}} 不是这种材料的一项；可用的有 {known}。",
        "{{{name}}} in the blank document {path} is none of the form’s values: {known}.",
    ),
    "error.draft-sentence": (
        "“{path}”的 [draft.sentence] 缺少 {name} 一句，写不出说明。",
        "[draft.sentence] in {path} lacks {name}: no narrative can be drafted.",
    ),
    "error.document-empty": (
        "“{path}”里没有读出任何表，没有可写的内容。",
        "Nothing was read from “{path}”: there is nothing to write.",
    ),
    "error.document-prose": (
        "模板“{path}”的说明没有空白文档，或一份报送件里有几篇说明，写不成一个文档。",
        "The narrative of {path} has no blank document, or there are several: no document can be "
        "made.",
    ),
    "handout.prose": (
        "{form}是文字材料，不在空白工作簿里；由附表写出它用 xlform write --narrative。",
        "{form} is prose and not in a blank workbook: xlform write --narrative drafts it.",
    ),
    "write.narrative": (
        "不写工作簿，由附表写出编报说明（.docx）：数字取自附表，附表里没有的标出“待填”。",
        "Draft the narrative (.docx) from the forms instead: figures from the forms, and "
        "marked placeholders for what they do not state.",
    ),
    "write.prose-left": (
        "{form}不是表格，没有写进工作簿；写成 .docx 用 xlform convert，由附表新写一篇用 --narrative。",
        "{form} is no table and not in the workbook: xlform convert writes it to a .docx, "
        "--narrative drafts a new one.",
    ),
    "narrative.written": (
        "{path} → {output}：编报说明已写出。",
        "{path} → {output}: the narrative was written.",
    ),
    "narrative.blanks": (
        "附表里没有、标出待填的有 {count} 处，请补填。",
        "{count} values the forms do not state are marked to fill in.",
    ),
    "narrative.no-template": (
        "--template 选的是空白工作簿，不能与 --narrative 同用。",
        "--template chooses blank workbooks and can't be combined with --narrative.",
    ),
    "narrative.value": ("内容", "value"),
    "narrative.sum": ("{place} 起各项之和", "the sum of {place} and related fields"),
    "narrative.stated": ("{place} 为 {amount} 万元", "{amount} 万元 in {place}"),
    "narrative.difference": (
        "“{what}”各表不一致：{place} 为 {amount} 万元，{others}；现写 {amount} 万元，请核对。",
        "{what} differs between the forms: {amount} 万元 in {place}, {others}; {amount} 万元 was "
        "written. Please check.",
    ),
}
