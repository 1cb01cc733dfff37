"""Deliberate changes of a submission before it is written, and the list of them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from xlform.model.submission import Form
from xlform.template.form import FormTemplate
from xlform.writing.display_names import display_name, form_display_name
from xlform.writing.form_values import FormValue


class ValueChange(msgspec.Struct, frozen=True):
    """Deliberate change of a value: the form, the value's display name, the old and the new text.

    ``code`` selects its message in the catalog (``write.<code>``).
    """

    form: str
    what: str
    old: str
    new: str
    code: str = "change"


def value_change(
    form: Form, template: FormTemplate, value_at: FormValue, old: str, new: str
) -> ValueChange:
    """Return the change of a form's value."""
    return ValueChange(form_label(form, template), display_name(template, value_at.path), old, new)


def form_label(form: Form, template: FormTemplate) -> str:
    """Return the display name of one of a submission's forms."""
    subject = form.fields.get(template.declaration.subject, "")
    return form_display_name(template, subject if isinstance(subject, str) else "")


def by_name(templates: tuple[FormTemplate, ...]) -> Mapping[str, FormTemplate]:
    """Return templates by name."""
    return {template.name: template for template in templates}
