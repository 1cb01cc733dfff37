"""A submission changed on purpose before it is written, and the list of what changed."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from xlform.model.submission import Form
from xlform.template.form import FormTemplate
from xlform.writing.labels import form_name, label_of
from xlform.writing.values import At


class Change(msgspec.Struct, frozen=True):
    """A value changed on purpose: the form, what the form calls the value, from what to what.

    ``code`` names in the message catalog (``write.<code>``) how it is told.
    """

    form: str
    what: str
    old: str
    new: str
    code: str = "change"


def change_at(form: Form, template: FormTemplate, at: At, old: str, new: str) -> Change:
    """The change of a value of a form."""
    return Change(name_of(form, template), label_of(template, at.path), old, new)


def name_of(form: Form, template: FormTemplate) -> str:
    """Which of a submission's forms is meant."""
    subject = form.fields.get(template.declaration.subject, "")
    return form_name(template, subject if isinstance(subject, str) else "")


def by_name(templates: tuple[FormTemplate, ...]) -> Mapping[str, FormTemplate]:
    """Templates by the names forms carry."""
    return {template.name: template for template in templates}
