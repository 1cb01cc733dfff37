"""Which edition of a form is at hand, where those of several years or districts fit it alike.

The labels decide; only where as many of one edition's stand there as of another's does the year.
"""

from __future__ import annotations

from collections.abc import Iterable

from xlform.reading.index import LABEL_AT_MOST, SheetIndex
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

# In force in that year, how near its own year is, and a name so that the choice is always the same.
Fit = tuple[bool, int, str]


def labels_found(index: SheetIndex, template: FormTemplate) -> int:
    """How many of a form's fields and columns have a label on the sheet."""
    labelled = [field.labels for field in template.fields.values()]
    for table in template.tables.values():
        labelled += [column.labels for column in table.columns.values()]
    return sum(any(label in index.spots for label in labels) for labels in labelled)


def fit(template: FormTemplate, year: int | None) -> Fit:
    """How well an edition fits a form of that year; the latest one fits a form of none.

    Last year's edition is in force until a district makes another.
    """
    if year is None or template.edition is None:
        return template.edition is not None, template.edition or 0, template.name
    return template.edition <= year, -abs(year - template.edition), template.name


def year_told(texts: Iterable[str], template: FormTemplate) -> int | None:
    """The year in the last of the texts that is a title of the form and names one."""
    found = None
    for text in texts:
        folded = fold(text) if len(text) <= LABEL_AT_MOST else ""
        for pattern in (*template.titles, *template.years) if folded else ():
            told = pattern.search(folded)
            if told and (year := told.groupdict().get("year")):
                found = int(year)
    return found
