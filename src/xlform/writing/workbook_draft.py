"""Draft of a workbook: every form of a submission in its blank, in the order of the set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from xlform.errors import FileProblem
from xlform.messages import listed
from xlform.model.submission import Form, Period, Submission, Target, Value
from xlform.ooxml.fill.workbook_builder import new_workbook
from xlform.template.form import FormTemplate
from xlform.writing.blank_layout import BlankLayout, blank_layout
from xlform.writing.drop_downs import add_drop_downs
from xlform.writing.form_draft import FormDraft, draft_forms
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
    mark: tuple[str, str] | None = None,
) -> WorkbookDraft:
    """Return the workbook of a submission, by the templates of its forms or those of ``set_name``.

    ``path`` is the submission's name in messages. With ``open_totals``, totals without a filed
    amount get their formula, for a form still to be filled in. Forms in prose have no cells and are
    left out. Of ``mark`` see :func:`.workbook_builder.new_workbook`. Raises
    :class:`~xlform.errors.FileProblem` if the set has no template for a form.
    """
    prose = {template.name for template in templates if template.prose}
    pairs = [
        (form, blank_layout(_template(form, templates, set_name, path)))
        for form in submission.forms
        if form.template not in prose
    ]
    pairs.sort(key=lambda pair: _sort_key(pair[1], templates))
    expected = [(expected_form(form, blank), blank) for form, blank in pairs]
    sheets = list(_sheets(expected))
    names = sheet_names((forms[0], blank.template) for forms, blank in sheets)
    drafts = tuple(
        draft
        for (forms, blank), name in zip(sheets, names, strict=True)
        for draft in draft_forms(forms, blank, name)
    )
    forms = tuple(draft.form for draft in drafts)
    add_drop_downs(drafts)
    formula_mismatches = add_formulas(drafts, open_totals=open_totals)
    templates_by_name = {template.name: template for template in templates}
    unwritten = [
        value
        for (form, blank), (read, _) in zip(pairs, expected, strict=True)
        for value in unwritten_values(form, templates_by_name[form.template], blank, read.year)
    ]
    laid = {id(draft.sheet): draft for draft in drafts}.values()
    for draft in laid:
        set_up_pages(draft.sheet, draft.blank)
    data = new_workbook([(draft.sheet, draft.blank.book) for draft in laid], submission.unit, mark)
    return WorkbookDraft(data, forms, drafts, tuple(formula_mismatches), tuple(unwritten))


def _sheets(
    pairs: Sequence[tuple[Form, BlankLayout]],
) -> Iterator[tuple[list[Form], BlankLayout]]:
    """Yield the forms of each sheet: one, or those of a list that share what is above its rows."""
    lists: dict[tuple[object, ...], list[Form]] = {}
    found: list[tuple[list[Form], BlankLayout]] = []
    for form, blank in pairs:
        if not blank.list_columns:
            found.append(([form], blank))
            continue
        shared = [_key(form.fields[name]) for name in blank.fields]
        key = (blank.template.name, form.title, form.year, *shared)
        if key not in lists:
            lists[key] = []
            found.append((lists[key], blank))
        lists[key].append(form)
    yield from found


def _key(value: Value) -> object:
    return value.text if isinstance(value, Target | Period) else value


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
            known=listed(sets),
        )
    return candidates[0]


def set_of(name: str) -> str:
    """Return the set of a template: the folder above its own."""
    return name.rpartition("/")[0]


def _sort_key(blank: BlankLayout, templates: tuple[FormTemplate, ...]) -> tuple[str, str, int]:
    """Order 附表1 before 附表2, and forms without a number as in their set."""
    template = blank.template
    return set_of(template.name), template.appendix, templates.index(template)
