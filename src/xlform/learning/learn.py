"""The public verb of this package: from the cells of a blank to a proposed declaration."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from xlform.errors import FileProblem
from xlform.formats.blank_workbook import SheetHints
from xlform.grid.model import Position, Sheet
from xlform.learning.blank_sheet import BlankSheet
from xlform.learning.corrections import NO_CORRECTIONS, Corrections
from xlform.learning.fingerprint import set_fingerprint
from xlform.learning.kinds import Kinds
from xlform.learning.lists import make_list
from xlform.learning.naming import Naming
from xlform.learning.pointing import Pointing
from xlform.learning.printed_values import set_printed_values
from xlform.learning.proposal import LearntForm
from xlform.learning.relations import Relations, sound_relations
from xlform.learning.roles import set_roles
from xlform.learning.settle import settle
from xlform.learning.structure import find_structure
from xlform.learning.words import learning_words
from xlform.template.form import FormTemplate


def learn_sheet(
    sheet: Sheet,
    hints: SheetHints,
    known: tuple[FormTemplate, ...],
    values: AbstractSet[Position] = frozenset(),
    labels: AbstractSet[Position] = frozenset(),
    corrections: Corrections = NO_CORRECTIONS,
) -> LearntForm:
    """Return the proposed declaration of the blank form on a sheet.

    ``known`` are the templates in force, whose kinds are taken. ``values`` and ``labels`` are the
    cells that a filled sample shows to be values and labels; ``corrections`` are what a person
    pointed at. Raises :class:`~xlform.errors.FileProblem` for a sheet without labels, and
    :class:`~xlform.learning.corrections.PointingProblem` for what can't be as it was pointed at.
    """
    pointing = Pointing(corrections)
    values, labels = pointing.cells(sheet, values, labels)
    blank = BlankSheet(sheet, hints, learning_words(), values, labels)
    form = find_structure(blank, pointing.title, pointing.no_titles())
    pointing.set_structure(form, blank)
    if not form.fields and not form.tables:
        raise FileProblem("no-labels", path=sheet.name)
    kinds = Kinds(blank)
    kinds.set(form)
    pointing.set_kinds(form)
    make_list(form, blank)
    Naming(blank, kinds).set(form)
    pointing.set_names(form)
    for table in form.tables:
        names = {column.name for column in table.columns}
        split = [name for name in learning_words().labels("split-columns") if name in names]
        table.split = tuple(sorted(split)) if len(split) > 1 and not table.composite else ()
    set_fingerprint(form, blank, known)
    pointing.set_form(form)
    if not form.recognise:
        raise FileProblem("no-labels", path=sheet.name)
    settle(form, sheet, blank.right)
    set_printed_values(form, blank)
    set_roles(form, learning_words())
    pointing.set_roles(form)
    form.relations = sound_relations(form, Relations(form, blank).find())
    return form
