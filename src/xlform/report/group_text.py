"""Groups of findings as text: their places, what is said of each, what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from xlform.messages import listed, translate
from xlform.model.findings import Finding, Group, LetterSection, Place
from xlform.report.checked_file import CheckedFile, cell_location

_PLACES_AT_MOST = 6
# Of several findings told as one, so many are told in their own words.
_SAID_AT_MOST = 5
# The sections told one by one; the others are counted.
TOLD: tuple[LetterSection, ...] = ("must", "explain")


def by_section(groups: Iterable[Group]) -> dict[LetterSection, list[Group]]:
    """Return the groups by the section of a letter, in their order."""
    return {section: list(found) for section, found in groupby(groups, lambda one: one.section)}


def places_text(places: Sequence[Place]) -> str:
    """Return ``附表1!A3、附表2!A3``: each sheet once, at most a few cells."""
    shown = places[:_PLACES_AT_MOST]
    parts = []
    for sheet, same in groupby(shown, lambda place: place.sheet):
        cells = listed(place.cell for place in same if place.cell)
        parts.append(cell_location(sheet, cells) or translate("check.whole-file"))
    text = listed(parts)
    return text if len(shown) == len(places) else translate(
        "group.more", places=text, count=len(places)
    )  # fmt: skip


def said_of_each(group: Group, findings: Mapping[str, Finding]) -> tuple[list[str], int]:
    """Return what is said of the places where it differs, and how many are left out."""
    told = [findings[one] for one in group.findings]
    if len({finding.message for finding in told}) == 1:
        return [], 0
    shown = told[:_SAID_AT_MOST]
    texts = [f"{cell_location(one.sheet, one.cell)} {one.message}".strip() for one in shown]
    return texts, len(told) - len(shown)


def effects_text(group: Group, findings: Mapping[str, Finding]) -> str:
    """Return what follows from a group, as ``附表2!C5（A-03）、…``; "" if nothing does."""
    if not group.effects:
        return ""
    effects = [findings[one] for one in group.effects]
    shown = listed(
        translate("group.effect", place=cell_location(one.sheet, one.cell), code=one.code).strip()
        for one in effects[:_PLACES_AT_MOST]
    )
    key = "group.effects" if len(effects) <= _PLACES_AT_MOST else "group.effects-more"
    return translate(key, places=shown, count=len(effects))


def rest_text(sections: Mapping[LetterSection, Sequence[Group]]) -> str:
    """Return how many findings of the sections that are counted only; "" if there are none."""
    counts = {
        section: sum(len(one.findings) + len(one.effects) for one in sections.get(section, ()))
        for section in ("format", "none")
    }
    parts = [
        translate(f"section.{section}-rest", count=count)
        for section, count in counts.items()
        if count
    ]
    return translate("group.rest", counts=listed(parts)) if parts else ""


def state_of(
    group: Group, checked_file: CheckedFile, findings: Mapping[str, Finding]
) -> tuple[str, str]:
    """Return ``new`` or ``kept`` and the text for it, of a mixed group with both counts.

    Both are "" without an earlier check.
    """
    states = [checked_file.state(findings[one]) for one in group.findings]
    present = [state for state in ("new", "kept") if state in states]
    if not present:
        return "", ""
    if len(present) == 1:
        return present[0], translate(f"check.{present[0]}")
    text = listed(f"{translate(f'check.{one}')} {states.count(one)}" for one in present)
    return "new", text
