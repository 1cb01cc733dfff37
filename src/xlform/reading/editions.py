"""Choice between editions of a form of several years or districts that match the same sheet.

The number of labels found decides, the year only between equals.
"""

from __future__ import annotations

from collections.abc import Iterable

from xlform.reading.index import MAX_LABEL_LENGTH, SheetIndex
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

# In force in that year, closeness of its own year, name (to make the choice deterministic).
EditionFit = tuple[bool, int, str]


def count_labels(index: SheetIndex, template: FormTemplate) -> int:
    """Return the number of a form's fields and columns that have a label on the sheet."""
    label_groups = [field.labels for field in template.fields.values()]
    for table in template.tables.values():
        label_groups += [column.labels for column in table.columns.values()]
    return sum(any(label in index.label_cells for label in labels) for labels in label_groups)


def edition_fit(template: FormTemplate, year: int | None) -> EditionFit:
    """Return the rank of an edition for a form of that year; the latest edition if it names none.

    An edition stays in force until a district issues the next one.
    """
    if year is None or template.edition is None:
        return template.edition is not None, template.edition or 0, template.name
    return template.edition <= year, -abs(year - template.edition), template.name


def title_year(texts: Iterable[str], template: FormTemplate) -> int | None:
    """Return the year in the last of the texts that is a title of the form with a year."""
    year = None
    for text in texts:
        folded = fold(text) if len(text) <= MAX_LABEL_LENGTH else ""
        for pattern in (*template.titles, *template.years) if folded else ():
            match = pattern.search(folded)
            if match and (printed_year := match.groupdict().get("year")):
                year = int(printed_year)
    return year
