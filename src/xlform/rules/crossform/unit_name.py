"""X-08: forms, texts or a file name that name a unit other than the filer."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar, NamedTuple

from xlform.model.memoize import memoize
from xlform.model.submission import Form, Submission, text_of
from xlform.rules.context import RuleContext
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.text_tests import Words
from xlform.template.form_values import FormValues
from xlform.template.labels import fold
from xlform.template.roles import Role

# Towns (镇) and subdistricts (街道) share texts; the word for the other kind reveals a copy.
_TOWN, _STREET = "镇", "街道"
# What holds the filer's own name; not every form has both.
_NAMES = (Role.UNIT, Role.FILER)
# A unit in a file name: the characters before a word for a kind of office.
_OFFICE = re.compile("([\u4e00-\u9fff]{2,12}?)(?:镇|乡|街道|局|委员会|办公室|中心)")
_ABOVE = re.compile("^.*[省市区县]")
_NOTHING = Text("报送件中没有填报单位。", "The submission names no unit.")


@register
class OneUnit(Rule):
    """A unit other than the filer is named."""

    code = "X-08"
    name = "another-unit-named"
    severity = "error"
    scope = "submission"
    summary = Text(
        "单位名称不一致，或文字自称与单位性质不符",
        "Another unit is named, or the text calls the unit what it is not",
    )
    rationale = Text(
        "一套表里出现两个单位，或镇的表里自称“街道”，多半是从别的单位的文件复制来的。",
        "Two units in one set, or a 镇 calling itself 街道, mostly mean text copied from another.",
    )
    help = Text(
        "请改为本单位“{unit}”的名称和称谓，并核对这一处是否整段照抄。",
        "Use the name of {unit}, and see whether the whole passage was copied.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "本表单位填“{seen}”，其他表填“{unit}”，不一致。",
            "This form names {seen}, the others {unit}.",
        ),
        "file": Text(
            "文件名中的“{seen}”与填报单位“{unit}”不符，疑发错文件。",
            "The file is named after {seen}, but its unit is {unit}: the wrong file?",
        ),
        "copied": Text(
            "填报单位是“{unit}”，这里却自称“{seen}”，疑从别的单位复制。",
            "The unit is {unit}, yet it calls itself {seen} here: copied from elsewhere?",
        ),
    }
    bad_example = """
@sheet 附表3-1
| 填报单位：云田镇人民政府 |                  |          |      |              |
| 支出方向（子项） | 街道社会事务开支         | 所属专项 | 名称 | 业务性经费   |
| 项目金额         | 30.00                    | ^        | 金额 | 30.00        |
| 年度绩效目标     | 保持镇区主街道整洁       | <        | <    | <            |
@sheet 附表3-2
| 填报单位：云田镇人民政府 |                  |          |      |              |
| 支出方向（子项） | 垃圾清运                 | 所属专项 | 名称 | 环境整治专项 |
| 项目金额         | 95.00                    | ^        | 金额 | 95.00        |
@sheet 附表3-3
| 填报单位：松塘镇人民政府 |                  |          |      |              |
| 支出方向（子项） | 社区办公                 | 所属专项 | 名称 | 社区经费     |
| 项目金额         | 45.00                    | ^        | 金额 | 45.00        |
"""
    good_example = """
@sheet 附表3-1
| 填报单位：云田镇人民政府 |                  |          |      |              |
| 支出方向（子项） | 镇社会事务开支           | 所属专项 | 名称 | 业务性经费   |
| 项目金额         | 30.00                    | ^        | 金额 | 30.00        |
| 年度绩效目标     | 保持镇区主街道整洁       | <        | <    | <            |
@sheet 附表3-2
| 填报单位：云田镇人民政府 |                  |          |      |              |
| 支出方向（子项） | 垃圾清运                 | 所属专项 | 名称 | 环境整治专项 |
| 项目金额         | 95.00                    | ^        | 金额 | 95.00        |
@sheet 附表3-3
| 填报单位：云田镇 人民政府 |                 |          |      |              |
| 支出方向（子项） | 社区办公                 | 所属专项 | 名称 | 社区经费     |
| 项目金额         | 45.00                    | ^        | 金额 | 45.00        |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        unit = submission.unit
        if not unit:
            yield NotApplicable(None, _NOTHING)
            return
        if (other := _unit_in_file_name(submission.source.name)) and not _may_abbreviate(
            other, unit
        ):
            yield Violation(
                None, message="file", details={"seen": other, "unit": unit}, actual=other
            )
        foreign = _foreign_words(unit, context.words)
        for form in submission.forms:
            if "unit" in context.templates[form.template].declaration.by:  # a list of many units
                continue
            yield from _compare_unit_fields(context.values(form), unit)
            if foreign:
                yield from _copied_texts(form, unit, foreign, context)


def _compare_unit_fields(values: FormValues, unit: str) -> RuleOutput:
    for role in _NAMES:
        seen = values.text(role)
        if role == Role.FILER and seen and fold(seen) in fold(values.text(Role.AUTHORITY)):
            continue  # the authority may file the form for the unit that carries the project out
        if seen and fold(seen) != fold(unit):
            details, path = {"seen": seen, "unit": unit}, values.path_of(role)
            yield Violation(values.form, path, details=details, expected=unit, actual=seen)


def _unit_in_file_name(name: str) -> str:
    """Return the unit in a file name without higher places (省市区县); "" if none or several."""
    found = _OFFICE.findall(name.rpartition(".")[0])
    return _ABOVE.sub("", found[0]) if len(found) == 1 else ""


def _may_abbreviate(other: str, unit: str) -> bool:
    """Return True if a name may abbreviate the unit: one common character is enough."""
    return not other or bool(set(other) & set(_ABOVE.sub("", unit)))


class _Foreign(NamedTuple):
    """Pattern of foreign words, and what every text that it is found in holds."""

    pattern: re.Pattern[str]
    required: str


def _foreign_words(unit: str, words: Words) -> _Foreign | None:
    """Return the words a unit of this kind never uses for itself; None if unknown."""
    if _STREET in unit:
        return _town_words(words)
    return _street_words(words) if _TOWN in unit else None


@memoize
def _street_words(words: Words) -> _Foreign:
    """Return 街道 as a name of the filer: opening a clause, or after certain characters.

    After any other character it ends a name (田心街道) or means a road (主街道), as it does before
    words for a road (街道两侧).
    """
    before = "".join(words.get("before-street-itself", {}))
    road_words = words.get("after-street-road", {})
    not_road = f"(?!{'|'.join(map(re.escape, road_words))})" if road_words else ""
    pattern = f"(?:(?<![\u4e00-\u9fff])|(?<=[{re.escape(before)}]))({_STREET}){not_road}"
    return _Foreign(re.compile(pattern), _STREET)


@memoize
def _town_words(words: Words) -> _Foreign | None:
    """Return the words of a town for itself."""
    own = words.get("town-itself", {})
    if not own:
        return None
    common = set.intersection(*map(set, own))
    return _Foreign(re.compile(f"({'|'.join(map(re.escape, own))})"), min(common, default=""))


def _copied_texts(form: Form, unit: str, foreign: _Foreign, context: RuleContext) -> RuleOutput:
    """Yield one violation per cell."""
    reported: set[str] = set()
    search, required = foreign.pattern.search, foreign.required
    for path, text in _paragraphs(form, context) or _texts(form, required, context):
        if required not in text or not (found := search(text)):
            continue
        cell = form.origins.get(path, "")
        if cell not in reported:
            reported.add(cell)
            details = {"seen": found[1], "unit": unit}
            yield Violation(form, path, message="copied", details=details, actual=text)


def _paragraphs(form: Form, context: RuleContext) -> list[tuple[str, str]]:
    """Return the paragraphs of a form in prose, whose values span several; else nothing."""
    if not context.templates[form.template].prose:
        return []
    return [
        (located.path, located.text)
        for located in context.texts(form)
        if located.role not in _NAMES
    ]


def _texts(form: Form, required: str, context: RuleContext) -> list[tuple[str, str]]:
    """Return path and text of the values that contain ``required``, save the filer's own name."""
    found: list[tuple[str, str]] = []
    for name, value in form.fields.items():
        text = value if isinstance(value, str) else text_of(value)
        if text and required in text:
            found.append((name, text))
    if found:
        own = [context.values(form).path_of(role) for role in _NAMES]
        found = [(name, text) for name, text in found if name not in own]
    for table, rows in form.tables.items():
        for number, row in enumerate(rows):
            for name, value in row.items():
                if value is None or isinstance(value, Decimal):
                    continue
                text = value if isinstance(value, str) else value.text
                if text and required in text:
                    found.append((f"{table}[{number}].{name}", text))
    return found
