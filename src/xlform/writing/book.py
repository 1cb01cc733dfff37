"""A submission as a workbook: every form in its blank, in the order of the set."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from xlform.errors import FileProblem
from xlform.model.submission import Form, Submission
from xlform.ooxml.fill.workbook_builder import new_workbook
from xlform.template.form import FormTemplate
from xlform.writing.blank import Blank, prepared
from xlform.writing.draft import Drafted, drafted
from xlform.writing.formulas import Differing, add_formulas
from xlform.writing.losing import Lost, lost_values
from xlform.writing.naming import sheet_names
from xlform.writing.normal import normal_form
from xlform.writing.pages import set_pages


class Book(msgspec.Struct, frozen=True):
    """A written workbook: its bytes, the forms it says, and how each was laid out.

    ``differing`` are amounts that were kept as filed though their formula says otherwise; ``lost``
    are values the chosen blanks have no place for.
    """

    data: bytes
    forms: tuple[Form, ...]
    drafts: tuple[Drafted, ...]
    differing: tuple[Differing, ...]
    lost: tuple[Lost, ...]

    @property
    def templates(self) -> tuple[FormTemplate, ...]:
        """The templates the forms were written by, each once."""
        return tuple(dict.fromkeys(draft.blank.template for draft in self.drafts))

    @property
    def left_open(self) -> frozenset[tuple[str, str]]:
        """The sheets and paths of totals that hold a formula though nobody filed an amount."""
        return frozenset(
            (draft.sheet.name, path)
            for draft in self.drafts
            for path, position in draft.places.items()
            if draft.form.fields.get(path, "") is None and draft.sheet.cells[position].formula
        )


def workbook_of(
    submission: Submission,
    templates: tuple[FormTemplate, ...],
    chosen: str = "",
    path: str = "",
    *,
    open_totals: bool = False,
) -> Book:
    """The workbook of a submission, by the templates its forms name or those of the set ``chosen``.

    ``path`` is what messages call the submission; ``open_totals`` gives totals nobody filed their
    formula, for a form yet to be filled in. Forms in prose have no cells and are left out.
    Raises :class:`~xlform.errors.FileProblem` where a form has no template in the set.
    """
    prose = {template.name for template in templates if template.prose}
    pairs = [
        (form, prepared(_template(form, templates, chosen, path)))
        for form in submission.forms
        if form.template not in prose
    ]
    pairs.sort(key=lambda pair: _order(pair[1], templates))
    forms = tuple(normal_form(form, blank) for form, blank in pairs)
    blanks = [blank for _, blank in pairs]
    names = sheet_names(zip(forms, (blank.template for blank in blanks), strict=True))
    drafts = tuple(
        drafted(form, blank, name) for form, blank, name in zip(forms, blanks, names, strict=True)
    )
    differing = add_formulas(drafts, open_totals=open_totals)
    known = {template.name: template for template in templates}
    lost = [one for form, blank in pairs for one in lost_values(form, known[form.template], blank)]
    for draft in drafts:
        set_pages(draft.sheet, draft.blank)
    data = new_workbook([(one.sheet, one.blank.book) for one in drafts], submission.unit)
    return Book(data, forms, drafts, tuple(differing), tuple(lost))


def _template(
    form: Form, templates: tuple[FormTemplate, ...], chosen: str, path: str
) -> FormTemplate:
    known: Mapping[str, FormTemplate] = {template.name: template for template in templates}
    if not chosen:
        return known[form.template]
    of_kind = [t for t in templates if t.kind == form.kind and set_of(t.name) == chosen]
    if not of_kind:
        sets = sorted({set_of(template.name) for template in templates})
        raise FileProblem(
            "no-such-blank", path=path, kind=known[form.template].declaration.name, set=chosen,
            known="、".join(sets),
        )  # fmt: skip
    return of_kind[0]


def set_of(name: str) -> str:
    """The set a template belongs to: the folder above its own."""
    return name.rpartition("/")[0]


def _order(blank: Blank, templates: tuple[FormTemplate, ...]) -> tuple[str, str, int]:
    """附表1 before 附表2; forms without a number by their set's order."""
    template = blank.template
    return set_of(template.name), template.appendix, templates.index(template)
