"""Letter to one unit on its submission: what to correct, what to explain, by when (one page)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.checking.settings import LetterSettings
from xlform.files.output import atomic_path
from xlform.files.own_output import mark_output
from xlform.messages import listed, translate
from xlform.ooxml.edit.splice import printable
from xlform.report.checked_file import CheckedFile
from xlform.report.letter_items import LetterItem, letter_items
from xlform.report.letter_lines import LINES_A_PAGE, Line, line_count, title_line_count
from xlform.report.letter_text import numbered, pattern, shortened
from xlform.report.round_text import round_text
from xlform.report.verdict import Verdict, unchecked, verdict_of, verdict_sentence
from xlform.template.roles import Role

if TYPE_CHECKING:
    from xlform.report.letter_page import LetterPage

# Items to explain that are listed; the marked workbook has the others.
_EXPLAINED_AT_MOST: Final = 10
# With so many of them a letter stays on one page; it needs all that must be corrected.
_EXPLAINED_ON_ONE_PAGE: Final = 2
# With so many of them what to do about corrections goes before the others.
_EXPLAINED_BESIDE_ADVICE: Final = 1
# Lines that stay on a page together, so that the date is not alone on the next.
_CLOSING_LINES: Final = 6
# Lines kept free on two pages, since lines and pages break where the font has them break.
_RESERVE: Final = 2
_SPACE_AND_UNIT: Final = 2
# Characters of the file's name; a submission of several files has all their names.
_FILE_AT_MOST: Final = 40


def write_letter(
    path: Path,
    checked_file: CheckedFile,
    settings: LetterSettings | None = None,
    *,
    force: bool = False,
) -> None:
    """Write a Word document in the current language, in place of an earlier one.

    Another file of that name is replaced only with ``force``. What ``settings`` leave open is
    marked to be filled in; after an earlier check the letter compares with it. Raises
    :class:`~xlform.errors.FileProblem` for what can't be written.
    """
    from xlform.report.letter_page import LetterPage  # noqa: PLC0415  (python-docx loads lxml)

    letter = _Letter(checked_file, settings or LetterSettings())
    page = LetterPage(letter.title)
    letter.write(page)
    with atomic_path(path, force=force) as unfinished:
        unfinished.write_bytes(mark_output(page.written(), "letter", str(path)))


class _Letter:
    """Text of one letter."""

    def __init__(self, checked_file: CheckedFile, settings: LetterSettings) -> None:
        self._submission = checked_file.submission
        self._checked = checked_file.checked
        self._context = checked_file.context
        self._changes = checked_file.changes
        self._settings = settings
        self._items = letter_items(checked_file)
        self._verdict: Verdict = verdict_of(self._submission, checked_file.groups)

    @property
    def title(self) -> str:
        """Return the title; without the year if the submission has none."""
        key = f"letter.title-{self._verdict}"
        return translate(key, year=self._year(), what=self._what()).strip()

    def write(self, page: LetterPage) -> None:
        """Write the letter from its title to the note below the date."""
        unit = printable(self._submission.unit) or translate("letter.no-unit")
        page.title(self.title)
        page.text(pattern("to", unit=unit), indent=False)
        opening = list(self._opening())
        for text in opening:
            page.text(text)
        must, explain = self._of("must"), self._of("explain")
        must, explain, counts = self._chosen(must, explain, sum(map(line_count, opening)))
        sections = [("must", must, counts[0]), ("explain", explain, counts[1])]
        present = [section for section in sections if section[1]]
        for order, (name, items, count) in enumerate(present, 1):
            page.heading(f"{numbered(order)}{translate(f'letter.{name}')}")
            self._list(page, items, count)
        self._close(page)

    def _what(self) -> str:
        """Return what was submitted: targets, or only forms that evaluate or monitor them."""
        for role, what in ((Role.ACTUAL, "evaluation"), (Role.PROGRESS, "progress")):
            forms = self._submission.forms
            if forms and all(
                self._context.roles(one).has((Role.INDICATORS, role)) for one in forms
            ):
                return translate(f"letter.what-{what}")
        return translate("letter.what-targets")

    def _opening(self) -> Iterator[str]:
        submission = self._submission
        reviewed = translate(
            "letter.reviewed",
            basis=self._basis(),
            year=self._year(),
            what=self._what(),
            file=shortened(printable(submission.source.name), _FILE_AT_MOST),
            forms=len(submission.forms),
        )
        verdict = reviewed + verdict_sentence(self._verdict, self._items)
        yield pattern("join").join((verdict, *self._unchecked()))
        if self._changes and (text := round_text(self._changes)):
            yield text

    def _unchecked(self) -> Iterator[str]:
        if count := len(unchecked(self._checked.not_asked)):
            yield translate("letter.unchecked", count=count)

    def _basis(self) -> str:
        """Return the rules that the letter goes by: those named, else those of the templates."""
        if self._settings.basis:
            return printable(self._settings.basis)
        templates = [self._context.templates.get(form.template) for form in self._submission.forms]
        sources = [template.declaration.source for template in templates if template]
        named = listed(dict.fromkeys(filter(None, sources)))
        if named:
            return translate("letter.basis", sources=named)
        return translate("letter.basis-default")

    def _year(self) -> str:
        year = self._submission.year
        return translate("tree.year", year=year) if year else ""

    def _of(self, section: str) -> list[LetterItem]:
        return [item for item in self._items if item.section == section]

    def _shown(
        self, must: list[LetterItem], explain: list[LetterItem], opening: int
    ) -> tuple[int, int]:
        """Return the numbers of items listed: on one page if enough fit, else on two."""
        frame = self._frame(must, explain, opening)
        for lines in (LINES_A_PAGE - frame, 2 * LINES_A_PAGE - _RESERVE - frame):
            corrected = _fitting(must, lines)
            left = lines - sum(map(_lines, must[:corrected]))
            explained = _fitting(explain, left, _EXPLAINED_AT_MOST)
            enough = min(_EXPLAINED_ON_ONE_PAGE, len(explain))
            if corrected == len(must) and explained >= enough:
                break
        return corrected, explained

    def _frame(self, must: list[LetterItem], explain: list[LetterItem], opening: int) -> int:
        """Return the lines around the items; ``opening`` are those of the first paragraphs."""
        headings = bool(must) + bool(explain)
        head = title_line_count(self.title) + _SPACE_AND_UNIT + opening
        return head + headings + line_count(self._request()) + _CLOSING_LINES

    def _chosen(
        self, must: list[LetterItem], explain: list[LetterItem], opening: int
    ) -> tuple[list[LetterItem], list[LetterItem], tuple[int, int]]:
        """Return the items and how many are listed, with what to do about each where that fits.

        On two pages it goes before most of the items to explain, which the attachment has too.
        """
        counts = self._shown(must, explain, opening)
        if self._left(must, explain, counts, opening) < 0:
            kept = min(_EXPLAINED_BESIDE_ADVICE, counts[1])
            for number, item in enumerate(must):
                advised = [*must[:number], _advised(item), *must[number + 1 :]]
                then = self._shown(advised, explain, opening)
                if then[0] == counts[0] and then[1] >= kept:
                    must, counts = advised, then
        left = self._left(must, explain, counts, opening)
        if left < 0:
            left += LINES_A_PAGE - _RESERVE
        for items, count in ((must, counts[0]), (explain, counts[1])):
            for number, item in enumerate(items[:count]):
                more = _lines(_advised(item)) - _lines(item)
                if more <= left:
                    items[number] = _advised(item)
                    left -= more
        return must, explain, counts

    def _left(
        self,
        must: list[LetterItem],
        explain: list[LetterItem],
        counts: tuple[int, int],
        opening: int,
    ) -> int:
        """Return the lines that the listed items leave of a page."""
        used = self._frame(must, explain, opening)
        for items, count in ((must, counts[0]), (explain, counts[1])):
            used += sum(map(_lines, items[:count])) + (count < len(items))
        return LINES_A_PAGE - used

    def _list(self, page: LetterPage, items: Sequence[LetterItem], count: int) -> None:
        """Write the first so many items, and the number of the others."""
        from xlform.report.letter_page import Lead  # noqa: PLC0415  (python-docx loads lxml)

        for item in items[:count]:
            page.text(Lead(_lead(item)), item.text + _state(item))
        if rest := items[count:]:
            key = "letter.rest" if count else "letter.all-attached"
            page.text(translate(key, count=len(rest)))

    def _request(self) -> str:
        before, blank, after = self._deadline()
        return before + blank + after

    def _deadline(self) -> tuple[str, str, str]:
        """Return the request around the deadline, which is blank if the settings have none."""
        if self._verdict == "passed":
            return translate("letter.request-passed"), "", ""
        before, after = (translate(f"letter.request.{part}") for part in ("before", "after"))
        return before, self._settings.deadline_text or translate("letter.blank-deadline"), after

    def _close(self, page: LetterPage) -> None:
        from xlform.report.letter_page import Blank, Part  # noqa: PLC0415  (as above)

        settings = self._settings
        before, deadline, after = self._deadline()
        if self._verdict == "passed":
            page.text(before)
        else:
            page.text(before, deadline if settings.deadline else Blank(deadline), after)
        if self._checked.findings or unchecked(self._checked.not_asked):
            is_document = self._submission.source.format == "docx"
            page.attachment(
                translate(f"letter.attachment-{'document' if is_document else 'workbook'}")
            )
        office = Line(settings.office or translate("letter.blank-office"), not settings.office)
        date = Line(settings.date_text or translate("letter.blank-date"), not settings.date)
        blank = Blank(pattern("blank"))
        contact, phone = printable(settings.contact) or blank, printable(settings.phone) or blank
        note: list[Part] = [pattern("open") + translate("letter.contact"), contact]
        note += [pattern("comma") + translate("letter.phone"), phone, pattern("close")]
        page.signature((office, date), note)


def _lead(item: LetterItem) -> str:
    return pattern("item", number=item.number, place=item.place)


def _state(item: LetterItem) -> str:
    return translate(f"letter.state-{item.state}") if item.state else ""


def _advised(item: LetterItem) -> LetterItem:
    """Return an item that says what to do, as far as it did not."""
    text = pattern("join").join(filter(None, (item.text, item.advice)))
    return msgspec.structs.replace(item, text=text, advice="")


def _lines(item: LetterItem) -> int:
    return line_count(_lead(item) + item.text + _state(item))


def _fitting(items: Sequence[LetterItem], lines: int, at_most: int | None = None) -> int:
    """Return how many of the items fit on so many lines, with a line on those that don't."""
    if at_most is None or len(items) <= at_most:
        if sum(map(_lines, items)) <= lines:
            return len(items)
        at_most = len(items)
    lines -= 1
    for count, item in enumerate(items[:at_most]):
        lines -= _lines(item)
        if lines < 0:
            return count
    return at_most
