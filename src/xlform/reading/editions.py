"""Choice between editions of a form in prose: headings, title, year in force."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xlform.model.resources import shipped_templates
from xlform.reading.index import MAX_LABEL_LENGTH
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

# In force in that year, closeness of its own year, has a year at all, its year, is not shipped, its
# name (to make the choice deterministic).
EditionFit = tuple[bool, int, bool, int, bool, str]


def edition_fit(template: FormTemplate, year: int | None) -> EditionFit:
    """Return the rank of an edition for a form of that year; the latest edition if it names none.

    An edition stays in force until a district issues the next one. Of equal editions one's own goes
    before a shipped one.
    """
    edition = template.edition
    in_force, closeness = True, 0
    if year is not None:
        in_force = edition is not None and edition <= year
        closeness = -abs(year - edition) if edition is not None else 0
    own = shipped_templates() not in template.folder.parents
    return in_force, closeness, edition is not None, edition or 0, own, template.name


def printed_year(texts: Iterable[str], templates: Iterable[FormTemplate]) -> int | None:
    """Return the year in the last of the texts that is a title or year line with a year."""
    patterns = [p for template in templates for p in (*template.titles, *template.years)]
    year = None
    for text in texts:
        folded = fold(text) if len(text) <= MAX_LABEL_LENGTH else ""
        for pattern in patterns if folded else ():
            match = pattern.search(folded)
            year = (match and year_in(match)) or year
    return year


def year_in(match: re.Match[str]) -> int | None:
    """Return the year that the group ``year`` of a match holds; ``None`` if it is no number."""
    text = match.groupdict().get("year") or ""
    return int(text) if text.isdecimal() else None
