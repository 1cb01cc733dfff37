"""The comparison of two submissions: their forms, fields and rows, matched by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from xlform.comparison.doubt import as_unread, is_unread, weighed
from xlform.comparison.equality import same_value, text_of
from xlform.comparison.model import Comparison, Difference, DifferenceKind, Side
from xlform.comparison.pairing import Named, Pair, pairs
from xlform.comparison.rows import TableSides
from xlform.messages import translate
from xlform.model.resources import forget_changed
from xlform.model.submission import Form, Submission, Value
from xlform.template.form import FormTemplate
from xlform.template.labels import compact
from xlform.template.store import load_templates, template_folders

Templates = Mapping[str, FormTemplate]


def diff(left: Submission, right: Submission, templates: Path | None = None) -> Comparison:
    """Return what differs between two submissions, matched by kind, subject and name.

    Amounts are in 万元. ``templates`` is a folder of templates that go before the bundled
    ones, as the submissions were read with.
    """
    forget_changed(templates)
    return compare(left, right, load_templates(template_folders(templates)))


def compare(left: Submission, right: Submission, templates: Sequence[FormTemplate]) -> Comparison:
    """Return what differs between two submissions; ``templates`` are those they were read with.

    Forms are matched by kind and subject, rows by name, never by position. Of forms of two kinds
    with the same subject (a target form and its self-evaluation) the fields both have are compared.
    """
    known = {template.name: template for template in templates}
    found = [
        difference
        for ours, theirs in _form_pairs(left.forms, right.forms, known)
        for difference in _form_differences(
            None if ours is None else left.forms[ours],
            None if theirs is None else right.forms[theirs],
            known,
        )
    ]
    unread = (len(left.unread), len(right.unread))
    return Comparison(left.source, right.source, tuple(found), unread)


# Pairs of forms


def _form_pairs(left: Sequence[Form], right: Sequence[Form], known: Templates) -> list[Pair]:
    ours = [_named_form(form, known) for form in left]
    theirs = [_named_form(form, known) for form in right]
    found = pairs(ours, theirs)
    alone_left = [one for one, other in found if other is None and one is not None]
    alone_right = [other for one, other in found if one is None and other is not None]
    joined = _only_ones(ours, theirs, alone_left, alone_right)
    joined |= _same_subject(ours, theirs, alone_left, alone_right, joined)
    partners = {other: one for one, other in joined.items()}
    return [
        (partners.get(other, one) if other is not None else one, other)
        for one, other in found
        if other is not None or one not in joined
    ]


def _named_form(form: Form, known: Templates) -> Named:
    """Return a form under its subject, with its other fields as content."""
    template = known[form.template]
    fields = (text_of(form, name, form.fields.get(name)) for name in sorted(template.fields))
    return Named(form.kind, _subject(form, template), tuple(map(compact, fields)))


def _subject(form: Form, template: FormTemplate) -> str:
    subject = template.declaration.subject
    return text_of(form, subject, form.fields.get(subject)) if subject else ""


def _only_ones(
    left: Sequence[Named], right: Sequence[Named], alone_left: list[int], alone_right: list[int]
) -> dict[int, int]:
    """Return the pairs of forms that are the only ones of their kind in both submissions."""
    kinds = [thing.group for thing in (*left, *right)]
    return {
        one: other
        for one in alone_left
        for other in alone_right
        if left[one].group == right[other].group and kinds.count(left[one].group) == 2  # noqa: PLR2004  (one in each)
    }


def _same_subject(
    left: Sequence[Named],
    right: Sequence[Named],
    alone_left: list[int],
    alone_right: list[int],
    joined: Mapping[int, int],
) -> dict[int, int]:
    """Return the pairs of forms of two kinds with one subject."""
    found: dict[int, int] = {}
    free = [n for n in alone_right if n not in joined.values()]
    for one in alone_left:
        name = compact(left[one].name)
        same = [n for n in free if name and compact(right[n].name) == name]
        if one not in joined and len(same) == 1:
            found[one] = same[0]
            free.remove(same[0])
    return found


# Differences in a pair of forms


def _form_differences(
    left: Form | None, right: Form | None, known: Templates
) -> Iterator[Difference]:
    """Yield what differs in one form; a form of one side only is one difference."""
    form = right or left
    if form is None:
        return
    template = known[form.template]
    name = _form_name(form, template)
    if left is None or right is None:
        kind: DifferenceKind = "removed" if right is None else "added"
        label = translate("diff.whole-form")
        yield Difference(kind, name, label, "", _form_side(left), _form_side(right))
        return
    for difference in (
        *_title_difference(left, right, name),
        *_content_differences(left, right, template, known, name),
    ):
        yield from weighed(difference, left, right)


def _content_differences(
    left: Form, right: Form, template: FormTemplate, known: Templates, name: str
) -> Iterator[Difference]:
    yield from _field_differences(left, right, template, name)
    other = known[left.template]
    for table in dict.fromkeys((*right.tables, *left.tables)):
        theirs = template.tables.get(table) or other.tables[table]
        ours = other.tables.get(table) or theirs
        yield from TableSides(left, right, theirs, ours).differences(name)


def _form_name(form: Form, template: FormTemplate) -> str:
    subject = _subject(form, template)
    name = template.declaration.name
    return translate("diff.form", form=name, subject=subject) if subject else name


def _form_side(form: Form | None) -> Side | None:
    if form is None:
        return None
    return Side(form.title, form.title, form.sheet, "", form.places.get("title"))


def _title_difference(left: Form, right: Form, name: str) -> Iterator[Difference]:
    """Yield the year if it is another, else the title if its figures are others on a scan."""
    if is_unread(left, right, "title") or is_unread(right, left, "title"):
        ours, theirs = _title_side(left, left.title), _title_side(right, right.title)
        ours = as_unread(ours, left, right, "title")
        theirs = as_unread(theirs, right, left, "title")
        yield Difference("doubtful", name, translate("diff.form-title"), "title", ours, theirs)
    elif left.year != right.year:
        sides = _title_side(left, str(left.year or "")), _title_side(right, str(right.year or ""))
        lost = any(form.places and form.year is None for form in (left, right))
        kind: DifferenceKind = "doubtful" if lost else "changed"
        yield Difference(kind, name, translate("diff.year"), "year", *sides)
    elif (left.places or right.places) and _digits(left.title) != _digits(right.title):
        sides = _title_side(left, left.title), _title_side(right, right.title)
        yield Difference("changed", name, translate("diff.form-title"), "title", *sides)


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, compact(text)))


def _title_side(form: Form, text: str) -> Side:
    cell, place = form.origins.get("title", ""), form.places.get("title")
    return Side(text, text, form.sheet, cell, place)


def _field_differences(
    left: Form, right: Form, template: FormTemplate, name: str
) -> Iterator[Difference]:
    for field, value in right.fields.items():
        if field in left.fields and not any(_is_by_hand(form, field) for form in (left, right)):
            other = left.fields[field]
            ours, theirs = _side(left, field, other), _side(right, field, value)
            label = template.label(field)
            if is_unread(left, right, field) or is_unread(right, left, field):
                ours = as_unread(ours, left, right, field)
                theirs = as_unread(theirs, right, left, field)
                yield Difference("doubtful", name, label, field, ours, theirs)
            elif not same_value(other, ours.text, value, theirs.text):
                yield Difference("changed", name, label, field, ours, theirs)


def _is_by_hand(form: Form, field: str) -> bool:
    """Return whether a field of a scan holds handwriting, which nobody can compare."""
    return form.signed.get(field, False) and not form.fields[field]


def _side(form: Form, path: str, value: Value) -> Side:
    cell, place = form.origins.get(path, ""), form.places.get(path)
    return Side(value, text_of(form, path, value), form.sheet, cell, place)
