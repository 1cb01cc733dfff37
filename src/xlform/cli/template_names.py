"""Templates by the names people give them on the command line."""

from __future__ import annotations

from xlform.errors import XlformError
from xlform.messages import listed
from xlform.template.form import FormTemplate
from xlform.template.store import find_templates, load_templates, template_folders


def templates_named(name: str) -> tuple[FormTemplate, ...]:
    """Return the templates of that name, appendix, title, kind or set.

    Raises :class:`~xlform.errors.XlformError` with the known names for one there is none of.
    """
    known = load_templates(template_folders())
    if found := find_templates(name, known):
        return found
    names = listed(template.name for template in known)
    raise XlformError("no-such-template", name=name, known=names)
