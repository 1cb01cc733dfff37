"""Identity of a form across files."""

from __future__ import annotations

from xlform.rules.batch_index import FormSummary, SubmissionSummary
from xlform.rules.context import RuleContext
from xlform.template.labels import fold

Identity = tuple[object, ...]


def form_identity(summary: SubmissionSummary, form: FormSummary, context: RuleContext) -> Identity:
    """Return kind and year of a form, and its name if a unit has several of the kind."""
    many = context.templates[form.template].declaration.repeat != "one"
    names = tuple(fold(name) for _, name in sorted(form.names.items())) if many else ()
    return form.kind, summary.year_of(form), names
