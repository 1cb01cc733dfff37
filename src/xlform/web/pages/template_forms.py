"""Forms by which a template is corrected, as corrections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, get_args

from xlform.learning.corrections import Corrections, FormChange, Mark, PartChange, Repeat
from xlform.template.declaration import MoneyUnit, ValueKind
from xlform.web.refusal import Refused
from xlform.web.template_view import ShownPart, TemplateView

# What pointing at cells may say, the usual first.
TOOLS: Final = ("pair", "table", "crossing", "total", "label", "value", "none", "title")
_MARKS: Final[tuple[Mark, ...]] = get_args(Mark)
_KINDS: Final[tuple[ValueKind, ...]] = get_args(ValueKind)
_UNITS: Final[tuple[MoneyUnit, ...]] = get_args(MoneyUnit)
_REPEATS: Final[tuple[Repeat, ...]] = get_args(Repeat)
_TEXT_AT_MOST: Final = 80


def corrected(
    corrections: Corrections, fields: Mapping[str, str], view: TemplateView
) -> Corrections:
    """Return corrections with what the fields of a form say.

    Raises :class:`~xlform.learning.corrections.PointingProblem` for cells that are none, and
    :class:`.Refused` for a form that no page has.
    """
    action = fields.get("do", "")
    if action == "part":
        return _part(corrections, fields, view)
    if action == "form":
        return corrections.with_form(_form(fields, view))
    first, second, end = (fields.get(name, "").strip() for name in ("first", "second", "end"))
    pointed: Mapping[str, Callable[[], Corrections]] = {
        "pair": lambda: corrections.with_pair(first, second or first),
        "table": lambda: corrections.with_table(first, second or first, end),
        "crossing": lambda: corrections.with_table(first, second or first, end, crossing=True),
        "total": lambda: corrections.with_total(first),
        "title": lambda: corrections.with_title(first),
        **{mark: partial(corrections.with_mark, first, mark) for mark in _MARKS},
    }
    if action not in pointed:
        raise Refused(400, "web.refused-request")
    return pointed[action]()


def _part(corrections: Corrections, fields: Mapping[str, str], view: TemplateView) -> Corrections:
    part = view.part(fields.get("part", ""))
    if part is None:
        raise Refused(404, "web.not-found")
    return corrections.with_part(part.key, _change(part, fields))


def _change(part: ShownPart, fields: Mapping[str, str]) -> PartChange:
    """Return what a form says differently from the page."""
    name, role = fields.get("name", part.name).strip()[:_TEXT_AT_MOST], fields.get("role", "")
    kind = next((one for one in _KINDS if one == fields.get("kind")), None)
    required = fields.get("required") == "yes"
    return PartChange(
        name=name if name != part.name else None,
        kind=kind if kind != part.kind else None,
        role=role[:_TEXT_AT_MOST] if role != part.role else None,
        required=required if required != part.required and part.sort != "table" else None,
    )


def _form(fields: Mapping[str, str], view: TemplateView) -> FormChange:
    form = view.form
    if form is None:
        raise Refused(404, "web.not-found")
    title = fields.get("title", "").strip()[:_TEXT_AT_MOST]
    kind = fields.get("kind", "").strip()[:_TEXT_AT_MOST]
    money = next((one for one in _UNITS if one == fields.get("money")), None)
    repeat = next((one for one in _REPEATS if one == fields.get("repeat")), None)
    return FormChange(
        kind=kind if kind and kind != form.kind else None,
        title=title if title and title != form.title else None,
        money=money if money != form.money else None,
        repeat=repeat if repeat != form.repeat else None,
    )
