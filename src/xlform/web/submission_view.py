"""What the page of a submission shows, as a worker process returns it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from xlform.report.sheets.edited_text import EditedText

# What a page offers for download.
DownloadKind = Literal["fixed", "marked", "letter", "form", "submission", "findings"]
DOWNLOADS: tuple[DownloadKind, ...] = (
    "fixed", "marked", "letter", "form", "submission", "findings",
)  # fmt: skip


class ShownSheet(msgspec.Struct, frozen=True):
    """A sheet: the key that its cells' ids begin with, its table, and what the table leaves out.

    ``counts`` are the numbers of findings by severity.
    """

    key: str
    name: str
    table: str
    notes: str
    counts: Mapping[str, int] = {}
    hidden: bool = False


class ShownEdit(msgspec.Struct, frozen=True):
    """Change of one cell as old → new: what is removed and added, and the text around.

    ``values`` are the results shown before and after, "" where they are the entries themselves.
    """

    place: str
    href: str
    text: EditedText
    values: tuple[str, str] = ("", "")


class ShownFinding(msgspec.Struct, frozen=True):
    """A finding: its id, its anchor on the page, its rule's code, where it is and what it says.

    ``safety`` is that of its fix, "" if it has none; ``edits`` are what the fix would change.
    ``picture`` is the place of its picture on a scan, "" without one; ``is_doubtful`` marks the
    first finding at a figure that is not certain there.
    """

    id: str
    anchor: str
    rule: str
    severity: str
    place: str
    href: str
    message: str
    figures: tuple[str, ...] = ()
    advice: str = ""
    safety: str = ""
    edits: tuple[ShownEdit, ...] = ()
    picture: str = ""
    is_doubtful: bool = False


class ShownGroup(msgspec.Struct, frozen=True):
    """Findings of one cause: ``number`` is that of the letter; ``effects`` follow from them.

    ``alike``: its message says what all of them say. ``left_out`` is the number of further
    findings and effects that the page does not list.
    """

    number: int
    code: str
    severity: str
    message: str
    amount: str
    findings: tuple[ShownFinding, ...]
    effects: tuple[ShownFinding, ...] = ()
    alike: bool = False
    left_out: int = 0


class ShownSection(msgspec.Struct, frozen=True):
    """Part of the letter: its title, its groups; ``told`` if the letter lists them one by one."""

    title: str
    groups: tuple[ShownGroup, ...]
    told: bool


class ShownFix(msgspec.Struct, frozen=True):
    """Fix that was carried out: its finding and the cells it has changed."""

    finding: str
    anchor: str
    message: str
    edits: tuple[ShownEdit, ...]


class ShownDeclined(msgspec.Struct, frozen=True):
    """A fix that was chosen and not carried out, and why."""

    finding: str
    place: str
    because: str


class ShownNote(msgspec.Struct, frozen=True):
    """A line with its place, of what was not read, not checked or accepted as no fault.

    ``rule`` is the rule of an accepted finding.
    """

    text: str
    place: str = ""
    href: str = ""
    rule: str = ""


class SubmissionView(msgspec.Struct, frozen=True):
    """The page of a submission; ``styles`` is the style sheet of its sheets.

    ``fixable`` is "" if the file's cells can be changed, else the sentence that says why not;
    ``safe`` is the number of findings with a safe fix. ``counts`` are those of all findings by
    severity. ``problem`` says why the chosen fixes could not be carried out at all;
    ``asked`` is the link to the cell that the page was opened for. ``settings`` says what a
    project file leaves out, lowers or replaces, "" if nothing.
    """

    headline: str
    sections: tuple[ShownSection, ...]
    counts: Mapping[str, int]
    sheets: tuple[ShownSheet, ...] = ()
    styles: str = ""
    version: str = ""
    fixable: str = ""
    safe: tuple[str, ...] = ()
    fixes: tuple[ShownFix, ...] = ()
    results: tuple[ShownNote, ...] = ()
    declined: tuple[ShownDeclined, ...] = ()
    accepted: tuple[ShownNote, ...] = ()
    unread: tuple[ShownNote, ...] = ()
    not_asked: tuple[ShownNote, ...] = ()
    downloads: tuple[DownloadKind, ...] = ()
    problem: str = ""
    asked: str = ""
    settings: str = ""

    def finding(self, finding_id: str) -> ShownFinding | None:
        """Return the finding with an id; ``None`` if there is none."""
        return next(
            (
                one
                for section in self.sections
                for group in section.groups
                for one in (*group.findings, *group.effects)
                if one.id == finding_id
            ),
            None,
        )


class Download(msgspec.Struct, frozen=True):
    """A file to download: its name, its media type and its content."""

    name: str
    media_type: str
    content: bytes


class Decisions(msgspec.Struct, frozen=True):
    """What a clerk decided: ids of the findings whose fix is applied, and accepted findings.

    ``accepted`` is the part of a project file that holds them.
    """

    fixes: tuple[str, ...] = ()
    accepted: str = ""
