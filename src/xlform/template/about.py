"""What a form is about: the fields that tell it from others, repeated beside its entries."""

from __future__ import annotations

import re
from typing import Final

from xlform.template.form import FormTemplate
from xlform.template.roles import Role

# Without the fund and the project 支出明细 says little.
_ROLES: Final = (Role.FUND, Role.PROJECT)
_BRACKETS: Final = re.compile(r"[(（][^()（）]*[)）]")


def about_fields(template: FormTemplate) -> tuple[str, ...]:
    """Return the fields that say what a form is about: its fund, its project, its subject.

    The forms of a list may be of many units, so theirs comes first.
    """
    declared = template.declaration
    roles = (Role.UNIT, *_ROLES) if declared.repeat == "rows" else _ROLES
    named = [template.roles.field(role) for role in roles]
    return tuple(dict.fromkeys(filter(None, (*named, *declared.by, declared.subject))))


def about_label(label: str) -> str:
    """Return the printed label of such a field as the head of a column: 所属专项名称 → 所属专项."""
    bare = _BRACKETS.sub("", label).strip()
    return bare.removesuffix("名称") or bare or label
