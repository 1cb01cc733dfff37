"""Reasons for the choice of each form's template: labels, title, year, and the runner-up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from xlform.grid.model import Sheet
from xlform.reading.candidates import Fit, SheetTitles, claimed_labels
from xlform.reading.editions import edition_fit, printed_year
from xlform.reading.index import SheetIndex
from xlform.reading.outline import Outline
from xlform.reading.prose import lines_of
from xlform.reading.regions import Region, is_title
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

# What decided between a template and the runner-up; ``only`` if no other template fits at all.
Reason = Literal["labels", "title", "year", "edition", "name", "only"]


class Alternative(msgspec.Struct, frozen=True):
    """Template with the points it gets for a form; ``title`` and ``year`` as printed."""

    template: str
    score: int
    found: int
    declared: int
    title: str
    year: int | None

    @classmethod
    def of(cls, fit: Fit) -> Alternative:
        """Return the alternative of a fit."""
        template = fit.template
        declared = fit.found + fit.missing
        return cls(
            template.name,
            fit.score,
            fit.found,
            declared,
            fit.title,
            fit.year,
        )


class Choice(msgspec.Struct, frozen=True):
    """Why a form was read by a template.

    ``fingerprint`` holds the recognised labels as printed in the declaration, ``displaced`` the
    templates that claimed the same labels.
    """

    chosen: Alternative
    reason: Reason
    fingerprint: tuple[str, ...]
    runner_up: Alternative | None
    displaced: tuple[str, ...]


def region_choice(index: SheetIndex, region: Region, templates: tuple[FormTemplate, ...]) -> Choice:
    """Return the reasons for the template of a region, among all templates of forms in cells."""
    titles = SheetTitles(index, templates)
    columns = region.area.left, region.area.right

    def fit(template: FormTemplate) -> Fit:
        return titles.fit(template, region.box, columns)

    chosen = fit(region.template)
    others = [fit(t) for t in region.rivals or templates if t is not region.template]
    found = claimed_labels(region.template, region.box, index)
    return _choice(chosen, others, found, region.rivals)


def prose_choice(sheet: Sheet, template: FormTemplate, others: tuple[FormTemplate, ...]) -> Choice:
    """Return the reasons for the template of a form in prose, among ``others`` and itself."""
    lines = list(lines_of(sheet))
    texts = [line.text for line in lines]
    year = printed_year(texts, others)

    def fit(template: FormTemplate) -> Fit:
        headings = Outline(lines, template, ()).headings
        title = next((folded for t in texts if is_title(template, folded := fold(t))), "")
        missing = len(template.fingerprint) - len(headings)
        return Fit(template, len(headings), missing, title, year)

    found = set(Outline(lines, template, ()).headings)
    return _choice(fit(template), [fit(t) for t in others if t is not template], found, ())


def _choice(
    chosen: Fit, others: Iterable[Fit], found: set[str], rivals: tuple[FormTemplate, ...]
) -> Choice:
    second = max((fit for fit in others if fit.found), key=lambda fit: fit.kind_rank, default=None)
    labels = chosen.template.declaration.recognise.labels
    return Choice(
        Alternative.of(chosen),
        _reason(chosen, second) if second else "only",
        tuple(label for label in labels if fold(label) in found),
        Alternative.of(second) if second else None,
        tuple(template.name for template in rivals),
    )


def _reason(chosen: Fit, second: Fit) -> Reason:
    """Return the first thing by which a fit is better than another."""
    if chosen.label_score > second.label_score:
        return "labels"
    if chosen.title and not second.title:
        return "title"
    ranks = [edition_fit(fit.template, fit.year) for fit in (chosen, second)]
    in_force = 2
    if ranks[0][:in_force] != ranks[1][:in_force]:
        return "year"
    return "edition" if ranks[0][:-1] != ranks[1][:-1] else "name"
