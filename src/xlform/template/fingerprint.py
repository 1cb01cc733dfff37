"""Fingerprint of a form with the other labels that its parts may be printed with."""

from __future__ import annotations

from xlform.model.memoize import memoize
from xlform.template.form import ColumnTemplate, FieldTemplate, FormTemplate

Group = tuple[str, ...]


@memoize
def fingerprint_groups(template: FormTemplate) -> tuple[Group, ...]:
    """Return each label of the fingerprint with the other labels of its field or column."""
    parts: list[FieldTemplate | ColumnTemplate] = [*template.fields.values()]
    parts += [column for table in template.tables.values() for column in table.columns.values()]
    groups = (
        next((part.labels for part in parts if label in part.labels), (label,))
        for label in template.fingerprint
    )
    return tuple(dict.fromkeys(groups))


@memoize
def fingerprint_parts(template: FormTemplate) -> tuple[tuple[Group, ...], frozenset[str]]:
    """Return the labels of fields in the fingerprint, and those of columns in it."""
    fields = {field.labels for field in template.fields.values()}
    columns = {c.labels for table in template.tables.values() for c in table.columns.values()}
    groups = fingerprint_groups(template)
    return (
        tuple(group for group in groups if group in fields),
        frozenset(label for group in groups if group in columns - fields for label in group),
    )
