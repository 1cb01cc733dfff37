"""What writing the narrative 编报说明 says."""

from __future__ import annotations

from typing import Final

NARRATIVE: Final[dict[str, tuple[str, str]]] = {
    "error.narrative-no-forms": (
        "“{file}”里没有可据以写编报说明的表，请给出附表1、附表2、附表3所在的文件。",
        "“{file}” holds no forms to draw a narrative from: give the file with the forms.",
    ),
    "error.narrative-no-template": (
        "“{file}”的表属于“{sets}”这套模板，这套模板没有编报说明。",
        "The forms in “{file}” are of the set {sets}, which has no narrative.",
    ),
    "narrative.stated": ("{place} 为 {amount} 万元", "{amount} 万元 in {place}"),
    "narrative.difference": (
        "“{what}”各表不一致：{place} 为 {amount} 万元，{others}；现写 {amount} 万元，请核对。",
        "{what} differs between the forms: {amount} 万元 in {place}, {others}; {amount} 万元 was "
        "written. Please check.",
    ),
}
