"""C-12: what a narrative must hold: its sections, and a paragraph for each fund."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform.model import Form, Submission
from xlform.rules.crossform.pairing import of_kind, text_of
from xlform.rules.desk import Desk
from xlform.rules.kernel import Answer, Hit, NotApplicable, Rule, Text, register
from xlform.rules.narrative.amounts import NO_NARRATIVE
from xlform.rules.narrative.examples import GREENING, narrative, summary
from xlform.rules.narrative.pairing import NARRATIVE, paired, place_of
from xlform.template.labels import fold

# What a section is told by: its fields, or the table that fills it.
_TEXTS = ("duties", "plan")
_TABLE = "projects"
_PARTS = ("purpose", "performance")


@register
class NarrativeIncomplete(Rule):
    """A section of the narrative is missing, or a fund has no paragraph of its own."""

    code = "C-12"
    name = "narrative-incomplete"
    severity = "warning"
    scope = "submission"
    kinds = (NARRATIVE,)
    summary = Text(
        "编报说明不完整，或项目与附表的专项不对应",
        "The narrative is incomplete, or its projects are not the funds of the forms",
    )
    why = Text(
        "编报说明要写明基本信息、年度重点工作计划、年度绩效指标三部分，附表里的每个专项都要说明用途和绩效。",
        "It tells of the unit, its plan and its projects; each fund of the forms needs its purpose.",
    )
    advice = Text(
        "请补写所缺的部分，或统一“{what}”的名称。",
        "Write what is missing, or use one name for {what}.",
    )
    basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无缺项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("编报说明没有写“{what}”。", "The narrative holds no {what}."),
        "part": Text("“{project}”没有写“{what}”。", "{project} lacks its {what}."),
        "fund": Text(
            "{place} 的专项“{what}”在编报说明中没有说明。",
            "The narrative does not tell of {what} ({place}).",
        ),
        "orphan": Text(
            "附表中没有编报说明所写的项目“{what}”。", "No form tells of the project {what}."
        ),
        "near": Text(
            "编报说明写作“{what}”，{place} 写作“{other}”，名称不一致。",
            "It is called {what} here and {other} in {place}.",
        ),
    }
    broken = narrative() + summary(("城乡绿化专项", "95.00"), ("困难群众救助", "50.00"))
    mended = narrative(("城乡绿化专项", GREENING)) + summary(("城乡绿化专项", "95.00"))

    def over_submission(self, submission: Submission, desk: Desk) -> Answer:
        narratives = of_kind(submission, NARRATIVE)
        if not narratives:
            yield NotApplicable(None, NO_NARRATIVE)
            return
        for form in narratives:
            yield from _sections(form, desk)
            yield from _parts(form, desk)
        if len(submission.forms) > len(narratives):
            yield from _names(submission, narratives[0], desk)


def _sections(form: Form, desk: Desk) -> Iterator[Hit]:
    for name in _TEXTS:
        if not text_of(form.fields, name):
            yield _missing(form, name, desk.label(form, name))
    if not form.tables.get(_TABLE):
        title = desk.templates[form.template].tables[_TABLE].declaration.title
        yield _missing(form, "title", title)


def _missing(form: Form, path: str, what: str) -> Hit:
    place = path if path in form.origins else "title"
    return Hit(form, place, details={"what": what})


def _parts(form: Form, desk: Desk) -> Iterator[Hit]:
    """Projects that say nothing of what the money is for, or of what comes of it."""
    for number, row in enumerate(form.tables.get(_TABLE, ())):
        for name in _PARTS:
            if not text_of(row, name):
                details = {"project": text_of(row, "name"), "what": desk.label(form, name, _TABLE)}
                yield Hit(form, f"{_TABLE}[{number}].name", say="part", details=details)


def _names(submission: Submission, form: Form, desk: Desk) -> Iterator[Hit]:
    """Projects and funds that don't meet, and those that meet under two names."""
    pairs = desk.once(submission, paired)
    for project, fund in pairs.matched:
        if fold(project.name) != fold(fund.name):
            place = place_of(fund.form, fund.path)
            details = {"what": project.name, "other": fund.name, "place": place}
            yield Hit(
                project.form,
                f"{project.path}.name",
                say="near",
                details=details,
                expected=fund.name,
                actual=project.name,
            )
    if not form.tables.get(_TABLE):
        return
    for fund in pairs.funds:
        details = {"what": fund.name, "place": place_of(fund.form, fund.path)}
        last = len(form.tables[_TABLE]) - 1
        yield Hit(form, f"{_TABLE}[{last}].name", say="fund", details=details)
    for project in pairs.projects if pairs.matched or pairs.funds else ():
        details = {"what": project.name}
        yield Hit(
            project.form,
            f"{project.path}.name",
            say="orphan",
            details=details,
            actual=project.name,
        )

