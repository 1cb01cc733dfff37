"""Names of sheets: what each form is about, within what a spreadsheet allows."""

from __future__ import annotations

from collections.abc import Iterable

from xlform.export.names import SHEET_AT_MOST, Names
from xlform.model.submission import Form
from xlform.ooxml.edit.splice import printable
from xlform.template.form import FormTemplate

# Signs no sheet's name may hold, and what they look like in full width.
_FORBIDDEN = str.maketrans({"\\": "＼", "/": "／", "?": "？", "*": "＊", "[": "［", "]": "］",
                            ":": "：", "'": "’", "\n": " ", "\t": " "})  # fmt: skip


def sheet_names(forms: Iterable[tuple[Form, FormTemplate]]) -> list[str]:
    """A name for each form's sheet, no two alike: ``附表2``, ``附表3 社区经费``."""
    names = Names(SHEET_AT_MOST)
    return [names.give(_wanted(form, template)) for form, template in forms]


def _wanted(form: Form, template: FormTemplate) -> str:
    declared = template.declaration
    subject = form.fields.get(declared.subject, "") if declared.subject else ""
    words = subject if isinstance(subject, str) else ""
    first = declared.appendix or ("" if words else declared.name)
    name = " ".join(" ".join(f"{first} {words}".split()).translate(_FORBIDDEN).split())
    return printable(name) or declared.name
