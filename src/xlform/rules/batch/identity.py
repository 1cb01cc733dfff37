"""What makes a form of one file the same form as one of another."""

from __future__ import annotations

from xlform.rules.batch_index import FormSummary, SubmissionSummary
from xlform.rules.context import RuleContext
from xlform.template.labels import fold

Identity = tuple[object, ...]


def identity(entry: SubmissionSummary, form: FormSummary, context: RuleContext) -> Identity:
    """What makes two forms the same one: kind and year, and the name where a unit has many."""
    many = context.templates[form.template].declaration.repeat == "many"
    names = tuple(fold(name) for _, name in sorted(form.names.items())) if many else ()
    return form.kind, entry.year_of(form), names
