"""Targets of a scan that are composed of several cells: sign, number and unit of measure.

A target is as doubtful as the parts it is composed of. A number without a sign, where the other
rows have one, has lost it: its target is doubtful too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from xlform.model.submission import Form, text_of
from xlform.template.form import FormTemplate
from xlform.template.roles import Role

_NUMBER: Final = re.compile("[0-9][0-9.,]*")


def forms_with_doubtful_targets(
    forms: Sequence[Form], templates: Sequence[FormTemplate]
) -> list[Form]:
    """Return the forms of a scan with the targets doubtful whose parts are."""
    known = {template.name: template for template in templates}
    return [_with_doubtful_targets(form, known[form.template]) for form in forms]


def _with_doubtful_targets(form: Form, template: FormTemplate) -> Form:
    lost = _lost_signs(form, template)
    signs = dict.fromkeys(path for path in lost if path in form.origins)
    known = {*form.doubtful, *signs}
    targets = [
        f"{table}[{number}].{target}"
        for table, rows in form.tables.items()
        for target, parts in template.tables[table].declaration.composite.items()
        for number in range(len(rows))
        if any(f"{table}[{number}].{part}" in known for part in parts)
    ]
    found = [path for path in (*signs, *targets) if path in form.origins]
    doubtful = tuple(dict.fromkeys((*form.doubtful, *found)))
    return msgspec.structs.replace(form, doubtful=doubtful) if found else form


def _lost_signs(form: Form, template: FormTemplate) -> Iterator[str]:
    """Yield the blank signs of comparison beside a number, in a table whose other rows have one."""
    for table, rows in form.tables.items():
        for parts in template.tables[table].declaration.composite.values():
            roles = {template.roles.at(f"{table}[0].{part}"): part for part in parts}
            sign, value = roles.get(Role.COMPARATOR), roles.get(Role.TARGET_VALUE)
            if not sign or not value or not any(row.get(sign) for row in rows):
                continue
            for number, row in enumerate(rows):
                if not row.get(sign) and re.fullmatch(_NUMBER, text_of(row.get(value))):
                    yield f"{table}[{number}].{sign}"
