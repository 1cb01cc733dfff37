"""Figures that stand for the same money, and where the forms of a set have them.

Where a set has a list of funds, up to five figures stand for the same money: its total, its rows,
the amounts of the forms that detail a fund, their expenses, and the project expenditure of the
unit's own form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, Literal

import msgspec

from xlform.messages import translate
from xlform.rules.batch_index import FormSummary
from xlform.summary.kinds import set_of
from xlform.template.form import FormTemplate
from xlform.template.roles import Role

# A figure by its name; those of further groups of sets have the group's number behind it.
Measure = str
MEASURES: Final[tuple[Measure, ...]] = ("projects", "total", "funds", "directions", "expenses")
# The figure that the others are compared with.
TOTAL: Final[Measure] = "total"


class MeasureSource(msgspec.Struct, frozen=True):
    """Where the forms of a kind have a figure: a field, or the sum of a table's amounts.

    ``label`` is the figure's name over many units, ``short`` the one on a form. Sets that have a
    kind in common are one ``group``: figures of one group alone are compared.
    """

    measure: Measure
    kind: str
    field: str
    table: str
    label: str
    short: str
    group: int = 0

    @property
    def order(self) -> tuple[int, int]:
        """Return its place among the figures: by its group, in that by its name."""
        name = self.measure.removesuffix(str(self.group or ""))
        return self.group, MEASURES.index(name)

    def amount(self, form: FormSummary) -> Decimal | None:
        """Return the figure of a form, ``None`` if it is missing."""
        return form.sums.get(self.table) if self.table else form.amounts.get(self.field)


def measure_sources(templates: Iterable[FormTemplate]) -> dict[str, tuple[MeasureSource, ...]]:
    """Return the sources of the figures by template, for sets with a list of funds.

    A set with one figure has nothing to compare it with.
    """
    templates = sorted(templates, key=lambda each: (not each.appendix, each.appendix, each.name))
    sets: dict[str, set[str]] = {}
    for each in templates:
        if not each.prose:
            sets.setdefault(set_of(each.name), set()).add(each.kind)
    listing = {set_of(each.name) for each in templates if Role.FUNDS in each.roles.tables}
    found: dict[str, tuple[MeasureSource, ...]] = {}
    for kinds in _groups([sets[name] for name in sets if name in listing]):
        # A set of other kinds too is another report, though it has a kind in common.
        within = {name for name, each in sets.items() if each <= kinds}
        own = {
            each.name: tuple(_sources(each))
            for each in templates
            if each.kind in kinds and set_of(each.name) in within
        }
        if len({source.measure for sources in own.values() for source in sources}) > 1:
            group = 1 + max(
                (source.group for each in found.values() for source in each), default=-1
            )
            for name, sources in own.items():
                found[name] = tuple(
                    msgspec.structs.replace(
                        source, measure=in_group(source.measure, group), group=group
                    )
                    for source in sources
                )
    return found


def _groups(sets: list[set[str]]) -> list[set[str]]:
    """Return the kinds of these sets; sets that have a kind in common are together."""
    groups: list[set[str]] = []
    for each in sets:
        kinds = set(each)
        for group in [group for group in groups if group & kinds]:
            groups.remove(group)
            kinds |= group
        groups.append(kinds)
    return groups


def in_group(measure: Measure, group: int) -> Measure:
    """Return the name of a figure in a group of sets."""
    return f"{measure}{group or ''}"


def _sources(template: FormTemplate) -> Iterator[MeasureSource]:
    roles = template.roles
    if name := roles.field(Role.PROJECT_EXPENDITURE):
        yield _field_source("projects", template, name)
    for table in _with_amounts(template, Role.FUNDS):
        column = roles.column(table, Role.AMOUNT)
        if name := template.tables[table].total_fields.get(column, ""):
            yield _field_source("total", template, name)
        yield _table_source("funds", template, table, Role.FUND.official)
    if (name := roles.field(Role.AMOUNT)) and roles.field(Role.FUND):
        yield _field_source("directions", template, name)
        for table in _with_amounts(template, Role.EXPENSES):
            yield _table_source("expenses", template, table, translate("summary.expenses"))


def _with_amounts(template: FormTemplate, role: Role) -> Iterator[str]:
    """Yield the tables of that role that have a column of amounts."""
    for table in template.roles.tables.get(role, ()):
        column = template.roles.column(table, Role.AMOUNT)
        if column and template.kind_of(column, table) == "amount":
            yield table


def _field_source(measure: Measure, template: FormTemplate, name: str) -> MeasureSource:
    form, printed = _form(template), template.label(name)
    label = translate("measure.field", form=form, label=printed)
    return MeasureSource(measure, template.kind, name, "", label, form + printed)


def _table_source(
    measure: Literal["funds", "expenses"], template: FormTemplate, table: str, what: str
) -> MeasureSource:
    form = _form(template)
    label = translate(f"measure.{measure}", form=form, what=what)
    return MeasureSource(measure, template.kind, "", table, label, form + what)


def _form(template: FormTemplate) -> str:
    declared = template.declaration
    return declared.appendix or declared.short or declared.name
