"""What makes a form of one file the same form as one of another."""

from __future__ import annotations

from xlform.rules.desk import Desk
from xlform.rules.ledger import Entry, FormEntry
from xlform.template.labels import fold

Identity = tuple[object, ...]


def identity(entry: Entry, form: FormEntry, desk: Desk) -> Identity:
    """What makes two forms the same one: kind and year, and the name where a unit has many."""
    many = desk.templates[form.template].declaration.repeat == "many"
    names = tuple(fold(name) for _, name in sorted(form.names.items())) if many else ()
    return form.kind, entry.year_of(form), names
