"""Sheet names: the subject of each form, within the limits of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from xlform.export.names import MAX_SHEET_NAME, UniqueNames
from xlform.model.submission import Form
from xlform.ooxml.edit.splice import printable
from xlform.template.form import FormTemplate

# Characters not allowed in a sheet name, and their full-width forms.
_FORBIDDEN = str.maketrans({"\\": "＼", "/": "／", "?": "？", "*": "＊", "[": "［", "]": "］",
                            ":": "：", "'": "’", "\n": " ", "\t": " "})  # fmt: skip


def sheet_names(forms: Iterable[tuple[Form, FormTemplate]]) -> list[str]:
    """Return a unique name for each form's sheet: ``附表2``, ``附表3 社区经费``."""
    names = UniqueNames(MAX_SHEET_NAME)
    return [names.assign(_preferred_name(form, template)) for form, template in forms]


def _preferred_name(form: Form, template: FormTemplate) -> str:
    declared = template.declaration
    is_named = declared.subject and not template.is_list
    subject = form.fields.get(declared.subject, "") if is_named else ""
    subject_text = subject if isinstance(subject, str) else ""
    first = declared.appendix or ("" if subject_text else declared.name)
    name = " ".join(" ".join(f"{first} {subject_text}".split()).translate(_FORBIDDEN).split())
    return printable(name) or declared.name
