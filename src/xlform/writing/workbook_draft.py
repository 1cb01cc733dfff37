"""Draft of a workbook: every form of a submission in its blank, in the order of the set."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from xlform.errors import FileProblem
from xlform.model.submission import Form, Submission
from xlform.ooxml.fill.workbook_builder import new_workbook
from xlform.template.form import FormTemplate
from xlform.writing.blank_layout import BlankLayout, blank_layout
from xlform.writing.form_draft import FormDraft, draft_form
from xlform.writing.formulas import FormulaMismatch, add_formulas
from xlform.writing.page_setup import set_up_pages
from xlform.writing.round_trip import expected_form
from xlform.writing.sheet_names import sheet_names
from xlform.writing.unwritten import UnwrittenValue, unwritten_values


class WorkbookDraft(msgspec.Struct, frozen=True):
    """Written workbook: its bytes, the forms it holds, and the layout of each.

    ``formula_mismatches`` are amounts kept as filed although their formula gives another result.
    ``unwritten`` are values that the blank forms have no cell for.
    """

    data: bytes
    forms: tuple[Form, ...]
    drafts: tuple[FormDraft, ...]
    formula_mismatches: tuple[FormulaMismatch, ...]
    unwritten: tuple[UnwrittenValue, ...]

    @property
    def templates(self) -> tuple[FormTemplate, ...]:
        """Return the templates the forms were written by, each once."""
        return tuple(dict.fromkeys(draft.blank.template for draft in self.drafts))

    @property
    def unfiled_totals(self) -> frozenset[tuple[str, str]]:
        """Return the sheets and paths of totals that hold a formula but no filed amount."""
        return frozenset(
            (draft.sheet.name, path)
            for draft in self.drafts
            for path, position in draft.positions.items()
            if draft.form.fields.get(path, "") is None and draft.sheet.cells[position].formula
        )

    @property
    def differing(self) -> tuple[FormulaMismatch, ...]:
        """Return ``formula_mismatches``; its former name, kept for one release."""
        return self.formula_mismatches

    @property
    def lost(self) -> tuple[UnwrittenValue, ...]:
        """Return ``unwritten``; its former name, kept for one release."""
        return self.unwritten

    @property
    def left_open(self) -> frozenset[tuple[str, str]]:
        """Return ``unfiled_totals``; its former name, kept for one release."""
        return self.unfiled_totals


Book = WorkbookDraft  # its former name, kept for one release


def draft_workbook(
    submission: Submission,
    templates: tuple[FormTemplate, ...],
    set_name: str = "",
    path: str = "",
    *,
    open_totals: bool = False,
) -> WorkbookDraft:
    """Return the workbook of a submission, by the templates of its forms or those of ``set_name``.

    ``path`` is the submission's name in messages. With ``open_totals``, totals without a filed
    amount get their formula, for a form still to be filled in. Forms in prose have no cells and are
    left out. Raises :class:`~xlform.errors.FileProblem` if the set has no template for a form.
    """
    prose = {template.name for template in templates if template.prose}
    pairs = [
        (form, blank_layout(_template(form, templates, set_name, path)))
        for form in submission.forms
        if form.template not in prose
    ]
    pairs.sort(key=lambda pair: _sort_key(pair[1], templates))
    forms = tuple(expected_form(form, blank) for form, blank in pairs)
    blanks = [blank for _, blank in pairs]
    names = sheet_names(zip(forms, (blank.template for blank in blanks), strict=True))
    drafts = tuple(
        draft_form(form, blank, name)
        for form, blank, name in zip(forms, blanks, names, strict=True)
    )
    formula_mismatches = add_formulas(drafts, open_totals=open_totals)
    templates_by_name = {template.name: template for template in templates}
    unwritten = [
        value
        for form, blank in pairs
        for value in unwritten_values(form, templates_by_name[form.template], blank)
    ]
    for draft in drafts:
        set_up_pages(draft.sheet, draft.blank)
    data = new_workbook([(draft.sheet, draft.blank.book) for draft in drafts], submission.unit)
    return WorkbookDraft(data, forms, drafts, tuple(formula_mismatches), tuple(unwritten))


def _template(
    form: Form, templates: tuple[FormTemplate, ...], set_name: str, path: str
) -> FormTemplate:
    templates_by_name: Mapping[str, FormTemplate] = {
        template.name: template for template in templates
    }
    if not set_name:
        return templates_by_name[form.template]
    candidates = [t for t in templates if t.kind == form.kind and set_of(t.name) == set_name]
    if not candidates:
        sets = sorted({set_of(template.name) for template in templates})
        raise FileProblem(
            "no-such-blank",
            path=path,
            kind=templates_by_name[form.template].declaration.name,
            set=set_name,
            known="、".join(sets),
        )
    return candidates[0]


def set_of(name: str) -> str:
    """Return the set of a template: the folder above its own."""
    return name.rpartition("/")[0]


def _sort_key(blank: BlankLayout, templates: tuple[FormTemplate, ...]) -> tuple[str, str, int]:
    """Order 附表1 before 附表2, and forms without a number as in their set."""
    template = blank.template
    return set_of(template.name), template.appendix, templates.index(template)
