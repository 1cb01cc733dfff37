"""Fingerprint of a learnt form: the labels it is recognised by, its kind and its subject."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, count

from xlform.learning.blank_sheet import BlankSheet
from xlform.learning.labels import official_label, title_name
from xlform.learning.names import Namer
from xlform.learning.proposal import LearntForm
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

_LABELS_AT_MOST = 10
_LEAST = 2
_SUBJECTS = ("name", "project_name", "fund", "direction")
_FEW = 3


def set_fingerprint(form: LearntForm, sheet: BlankSheet, known: tuple[FormTemplate, ...]) -> None:
    """Set the labels that identify the form, its name, kind, repetition and subject.

    Labels that few of the ``known`` templates have come first.
    """
    form.title = (title_name(form.title.splitlines()[0]) if form.title else "") or form.sheet
    form.title_pattern = form.title_pattern or f"{fold(form.sheet)}$"
    form.kind = _kind(form, sheet, known)
    headings = [official_label(slot.text)[0] for slot in form.headings]
    shared = Counter(label for template in known for label in template.labels)
    common = sheet.words.labels("common-labels")
    found = dict.fromkeys(label for label in _labels(form) if label and "：" not in label)
    rated = sorted(found, key=lambda label: (fold(label) in common, shared[fold(label)]))
    chosen = set(rated[: max(_LABELS_AT_MOST, _FEW)])
    kept = [label for label in found if label in chosen]
    own = [label for label in kept if fold(label) not in common] or kept
    form.recognise = tuple(dict.fromkeys([*(own if len(own) >= _FEW else kept), *headings]))
    if not form.recognise:  # all labels have their values beside them in one cell
        form.recognise = tuple(dict.fromkeys(f.label for f in form.fields if f.label))
    form.least = min(len(form.recognise), max(_LEAST, (len(form.recognise) + 1) // 2))
    _set_list(form)
    names = [field.name for field in form.fields]
    form.subject = next((name for name in _SUBJECTS if name in names), "")
    form.repeat = "rows" if form.keys else "many" if form.subject else "one"


def _labels(form: LearntForm) -> Iterator[str]:
    """Yield the labels with an own cell: of sections, headers, and fields beside their value."""
    for table in form.tables:
        if table.section:
            yield official_label(table.section.text)[0]
        yield from (column.label for column in table.columns)
        yield from (official_label(c.over.text)[0] for c in table.columns if c.over)
    for field in form.fields:
        if field.closing or field.pattern or field.kind == "money-unit":
            continue
        if field.value != field.head.position:
            yield field.label
        if field.group:
            yield official_label(field.group.text)[0]
        if field.row_label:
            yield field.row_label


def _set_list(form: LearntForm) -> None:
    """Recognise a form that is nothing but a list by its header row."""
    body = [
        field
        for field in form.fields
        if not (field.closing or field.listed or field.value == field.head.position)
    ]
    if len(form.tables) != 1 or body or form.tables[0].section:
        return
    heads = [field.head for field in form.fields if field.listed]
    heads += [column.over or column.head for column in form.tables[0].columns]
    row = Counter(slot.row for slot in dict.fromkeys(heads)).most_common(1)[0][0]
    texts = [slot.text for slot in dict.fromkeys(heads) if slot.row == row]
    form.recognise = tuple(official_label(text)[0] for text in texts)
    form.least = min(len(form.recognise), max(_LEAST, len(form.recognise) - 1))
    form.same_row = len(form.recognise) >= _FEW


def _kind(form: LearntForm, sheet: BlankSheet, known: tuple[FormTemplate, ...]) -> str:
    """Return the kind of the known template with the same title, else a kind of its own.

    It is that of a word in the title, or the title in English.
    """
    title = fold(form.title)
    for template in known:
        if any(pattern.fullmatch(title) for pattern in template.titles):
            return template.kind
    name = Namer(sheet.words).name(form.title).replace("_", "-")
    by_word = next((kind for word, kind in sheet.words.form_kinds() if word in form.title), "")
    taken = {template.kind for template in known}
    names = [one for one in (by_word, name) if one] or ["form"]
    numbered = (f"{names[-1]}-{number}" for number in count(2))
    return next(one for one in chain(names, numbered) if one not in taken)
