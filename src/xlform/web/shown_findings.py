"""Findings of a submission for its page, in the order of the letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from xlform.messages import translate
from xlform.model.findings import Finding, Group, Place
from xlform.report.checked_file import CheckedFile, cell_location, expected_and_actual
from xlform.report.group_text import TOLD, by_section
from xlform.report.sheets.edited_text import edited_text
from xlform.report.sheets.html import CellLink
from xlform.rules.concerns import SECTIONS
from xlform.web.scan_work import doubtful_places, on_scan, place_name
from xlform.web.shown_sheets import MarkedPlace, SheetPages
from xlform.web.submission_view import ShownEdit, ShownFinding, ShownGroup, ShownSection

# Findings of one cause that a page lists.
_LISTED_AT_MOST: Final = 200


class ShownFindings:
    """Findings of one file with their anchors and the numbers of their groups."""

    def __init__(self, checked_file: CheckedFile, pages: SheetPages) -> None:
        self._pages = pages
        self._groups = checked_file.groups
        self._by_id = {finding.id: finding for finding in checked_file.checked.findings}
        ordered = (one for group in self._groups for one in _shown(group))
        self._grid = checked_file.context.grid
        self._doubtful = doubtful_places(checked_file.submission)
        self._pictured: set[Place] = set()
        self._anchors = {one: f"f{number}" for number, one in enumerate(ordered, 1)}

    def sections(self) -> tuple[ShownSection, ...]:
        """Return the sections of the letter that have findings."""
        return tuple(
            ShownSection(
                translate(f"section.{section}", count=len(groups)),
                tuple(map(self._group, groups)),
                section in TOLD,
            )
            for section, groups in sorted(
                by_section(self._groups).items(), key=lambda item: SECTIONS.index(item[0])
            )
        )

    def marks(self) -> Iterator[MarkedPlace]:
        """Yield the mark of each finding's cell, a link to the finding."""
        for group in self._groups:
            for one in _shown(group):
                finding = self._by_id[one]
                severity = translate(f"severity.{finding.severity}")
                label = translate(
                    "submission.finding-label",
                    number=group.rank, severity=severity, message=finding.message,
                )  # fmt: skip
                link = CellLink(f"#{self._anchors[one]}", str(group.rank), label)
                doubtful = " doubtful" if finding.place in self._doubtful else ""
                yield MarkedPlace(finding.place, f"marked {finding.severity}{doubtful}", link)

    def _group(self, group: Group) -> ShownGroup:
        amount = group.amount
        return ShownGroup(
            number=group.rank,
            code=group.code,
            severity=group.severity,
            message=group.message,
            amount="" if amount is None else translate("group.amount", amount=f"{amount:f}"),
            findings=tuple(self._finding(self._by_id[one]) for one in _listed(group.findings)),
            effects=tuple(self._finding(self._by_id[one]) for one in _listed(group.effects)),
            alike=len({self._by_id[one].message for one in group.findings}) == 1,
            left_out=sum(len(ids) - len(_listed(ids)) for ids in (group.findings, group.effects)),
        )

    def _finding(self, finding: Finding) -> ShownFinding:
        fix = finding.fix
        return ShownFinding(
            id=finding.id,
            anchor=self._anchors[finding.id],
            rule=finding.code,
            severity=finding.severity,
            place=cell_location(finding.sheet, finding.cell) or translate("check.whole-file"),
            href=self._pages.href(finding.place),
            message=finding.message,
            figures=tuple(expected_and_actual(finding)),
            advice=finding.help,
            safety=fix.safety if fix else "",
            picture=place_name(finding.place) if on_scan(finding.place, self._grid) else "",
            is_doubtful=self._is_doubtful(finding.place),
            edits=tuple(
                ShownEdit(
                    cell_location(edit.sheet, edit.cell),
                    self._pages.href(Place(edit.sheet, edit.cell)),
                    edited_text(edit.old, edit.new),
                )
                for edit in (fix.edits if fix else ())
            ),
        )

    def _is_doubtful(self, place: Place) -> bool:
        """Return True for the first finding at a figure that is not certain."""
        first = place in self._doubtful and place not in self._pictured
        self._pictured.add(place)
        return first


def _shown(group: Group) -> tuple[str, ...]:
    return (*_listed(group.findings), *_listed(group.effects))


def _listed(ids: tuple[str, ...]) -> tuple[str, ...]:
    return ids[:_LISTED_AT_MOST]


def safe_fixes(findings: Mapping[str, Finding]) -> tuple[str, ...]:
    """Return the ids of the findings with a fix that changes no amount and no word."""
    return tuple(
        one for one, finding in findings.items() if finding.fix and finding.fix.safety == "safe"
    )
