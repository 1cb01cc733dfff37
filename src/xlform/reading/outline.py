"""Outline of a form in prose: its headings, recognised by their words, and their sections.

A heading is a short paragraph with the words of one section; its number (一、 第一部分 1）), the
year and filler words (部门, 情况) don't count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise, product

import msgspec

from xlform.reading.fuzzy_labels import closest_label
from xlform.reading.ordinals import Ordinal, ordinal_of, without_ordinals
from xlform.reading.passage import Line
from xlform.reading.regions import is_title
from xlform.reading.values import strip_whitespace
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.template.wording import Wording, wording_of

# Limits: characters of a heading, of its words before a colon, paragraphs that may be one heading,
# and lines of a title.
_HEADING = 40
_BEFORE_COLON = 24
_CHOICES = 6
_TITLE_LINES = 3
_PUNCTUATION = frozenset("。；;，,：:")
_COLON = re.compile("[:：]")
# A line of a table of contents ends with these and a page number.
_LEADERS = ".…·．\t "


class Heading(msgspec.Struct, frozen=True):
    """Paragraph that may be a section's heading: line, section, number, words as written.

    ``rest`` is the text after its colon. ``exact`` is False if the words are misspelt.
    """

    line: int
    section: str
    ordinal: Ordinal
    words: str
    rest: str = ""
    exact: bool = True


class Outline:
    """Headings of a form in prose among the paragraphs, and the lines of each section.

    ``title_lines`` are those of its title, ``end`` is the line after its last one: another form's
    title, or a chapter that is none of its sections.
    """

    def __init__(
        self, lines: Sequence[Line], template: FormTemplate, others: tuple[FormTemplate, ...]
    ) -> None:
        self._lines = lines
        self._template = template
        self._wording = wording_of(template)
        self._order = {section: number for number, section in enumerate(template.fingerprint)}
        self.title_lines = self._title()
        candidates = list(self._candidates())
        self.headings = self._choose(candidates)
        first = min((h.line for h in self.headings.values()), default=self._after_title)
        self.end = self._end(first, others)

    # Title

    def _title(self) -> range:
        """Return the lines that make up the title; it may be broken over several lines."""
        texts = [fold(line.text) if len(line.text) <= 2 * _HEADING else "" for line in self._lines]
        for number, text in enumerate(texts):
            if "说明" not in text and "绩效" not in text:
                continue
            for count in range(1, _TITLE_LINES + 1):
                whole = "".join(texts[number : number + count])
                if is_title(self._template, whole):
                    return range(number, min(number + count, len(texts)))
        return range(0)

    @property
    def _after_title(self) -> int:
        return self.title_lines.stop

    @property
    def title(self) -> str:
        """Return the title as written, "" if there is none."""
        return "".join(strip_whitespace(self._lines[number].text) for number in self.title_lines)

    # Headings

    def _candidates(self) -> Iterator[Heading]:
        """Yield the paragraphs that may be headings."""
        for number, line in enumerate(self._lines):
            if heading := heading_of(line.text, self._wording):
                yield msgspec.structs.replace(heading, line=number)

    def _choose(self, candidates: list[Heading]) -> dict[str, Heading]:
        """Return one heading for each section found: numbered alike, in order, the first ones."""
        candidates = _without_contents(candidates, self._lines)
        by_section: dict[str, list[Heading | None]] = {}
        for candidate in candidates:
            by_section.setdefault(candidate.section, []).append(candidate)
        choices = [islice([*found, None], _CHOICES + 1) for found in by_section.values()]
        best = max(
            ([heading for heading in chosen if heading] for chosen in product(*choices)),
            key=self._fit,
            default=[],
        )
        chosen = {heading.section: heading for heading in best}
        for section in [section for section in self._order if section not in chosen]:
            between = self._between(section, chosen)
            found = self._containing(section, between) or self._misspelt(section, between)
            if found := found or self._placed(section, between, chosen):
                chosen[section] = found
        return chosen

    def _between(self, section: str, chosen: Mapping[str, Heading]) -> list[Heading]:
        """Return the short paragraphs where a missing heading may be, numbered as the others."""
        rank = self._order[section]
        lines = {self._order[name]: heading.line for name, heading in chosen.items()}
        first = max((line for other, line in lines.items() if other < rank), default=-1)
        last = min((n for other, n in lines.items() if other > rank), default=len(self._lines))
        styles = {heading.ordinal.style for heading in chosen.values()}
        found: list[Heading] = []
        for number in range(max(first + 1, self._after_title), last):
            text = self._lines[number].text
            words = strip_whitespace(without_ordinals(text))
            if 0 < len(words) <= _HEADING and _PUNCTUATION.isdisjoint(words):
                ordinal = ordinal_of(text)
                if not chosen or ordinal.style in styles:
                    found.append(Heading(number, section, ordinal, words))
        return found

    def _containing(self, section: str, between: Sequence[Heading]) -> Heading | None:
        """Return the first paragraph that has the words of a section among others."""
        return next((h for h in between if self._wording.contains(h.words, section)), None)

    def _placed(
        self, section: str, between: Sequence[Heading], chosen: Mapping[str, Heading]
    ) -> Heading | None:
        """Return the paragraph that has the number of a missing heading: 一、 before 二、."""
        values = {self._order[name]: h.ordinal.value for name, h in chosen.items()}
        rank = self._order[section]
        above, below = values.get(rank - 1), values.get(rank + 1)
        wanted = {value for value in (above and above + 1, below and below - 1) if value}
        found = [h for h in between if h.ordinal.style and {h.ordinal.value} == wanted]
        return found[0] if len(found) == 1 and rank < len(self._order) - 1 else None

    def _fit(self, chosen: list[Heading]) -> tuple[int, ...]:
        ordinals = [heading.ordinal for heading in sorted(chosen, key=lambda one: one.line)]
        alike = len({ordinal.style for ordinal in ordinals}) <= 1
        rising = alike and all(
            first.value < second.value or not first.style for first, second in pairwise(ordinals)
        )
        ranks = [self._order[h.section] for h in sorted(chosen, key=lambda one: one.line)]
        numbered = sum(bool(ordinal.style) for ordinal in ordinals)
        return (
            len(chosen),
            ranks == sorted(ranks),
            rising,
            numbered if rising else 0,
            -sum(heading.line for heading in chosen),
        )

    def _misspelt(self, section: str, between: Sequence[Heading]) -> Heading | None:
        """Return a short paragraph that nearly equals the official heading."""
        texts = {fold(heading.words): heading for heading in between}
        text = closest_label(section, list(texts))
        return msgspec.structs.replace(texts[text], exact=False) if text else None

    # Sections

    @property
    def is_recognised(self) -> bool:
        """Return True for a form with its title and a heading or a label, or with its headings."""
        least = self._template.declaration.recognise.least
        if len(self.headings) >= least or not self.title_lines:
            return len(self.headings) >= least
        return bool(self.headings) or any(
            (found := _COLON.search(text := without_ordinals(line.text), 0, _BEFORE_COLON))
            and self._wording.label_of(text[: found.start()])
            for line in self._lines
        )

    def section(self, heading: str) -> list[Line] | None:
        """Return the paragraphs below a heading up to the next one, first what follows its colon.

        ``None`` without the heading.
        """
        found = self.headings.get(heading)
        if found is None:
            return None
        own = self._lines[found.line]
        rest = [Line(own.row, found.rest, own.column)] if found.rest else []
        return [*rest, *self._lines[found.line + 1 : self._stop(found)]]

    def first_line(self, heading: str) -> int:
        """Return the number of the first paragraph of :meth:`section`."""
        found = self.headings[heading]
        return found.line if found.rest else found.line + 1

    def front(self) -> list[tuple[int, Line]]:
        """Return the numbered paragraphs below the title and of the first section declared.

        Other sections are left out.
        """
        first = min((heading.line for heading in self.headings.values()), default=self.end)
        above = range(min(self._after_title, first), first)
        front = [(number, self._lines[number]) for number in above]
        found = self.headings.get(self._template.fingerprint[0])
        if found is not None:
            start = self.first_line(found.section)
            section = self.section(found.section) or []
            front += list(enumerate(section, start))
        return front

    def _stop(self, heading: Heading) -> int:
        later = [h.line for h in self.headings.values() if h.line > heading.line]
        return min([*later, max(self.end, heading.line + 1)])

    def _end(self, first: int, others: tuple[FormTemplate, ...]) -> int:
        last = max(self.headings.values(), key=lambda one: one.line, default=None)
        chapter_start = last.line + 1 if last else len(self._lines)
        endings = {other.declaration.name[-1] for other in others}
        passed = False
        for number in range(first + 1, len(self._lines)):
            text = self._lines[number].text
            if len(text) > _HEADING:
                continue
            if not endings.isdisjoint(text) and any(is_title(t, fold(text)) for t in others):
                return number
            if last and number >= chapter_start and last.ordinal.style:
                ordinal = ordinal_of(text)
                if ordinal.style == last.ordinal.style:
                    if ordinal.value <= last.ordinal.value:
                        passed = True  # the same numbers again, for parts of this section
                    elif not passed and not self._is_of(text, last.section):
                        return number
        return len(self._lines)

    def _is_of(self, text: str, section: str) -> bool:
        """Return True for a further chapter of a section: 三、绩效目标 and 四、项目绩效."""
        heading = heading_of(text, self._wording)
        return heading is not None and heading.section == section


def heading_of(text: str, wording: Wording) -> Heading | None:
    """Return a paragraph as the heading it may be; ``None`` for any other text."""
    if len(text) > _HEADING and not _COLON.search(text, 0, _BEFORE_COLON):
        return None
    ordinal = ordinal_of(text)
    words = _without_page(without_ordinals(text)).rstrip("。；;，, \u3000")
    if len(words) <= _HEADING and (section := wording.section_of(words)):
        return Heading(0, section, ordinal, strip_whitespace(words))
    if found := _COLON.search(words, 0, _BEFORE_COLON):
        before, rest = words[: found.start()], words[found.end() :]
        if section := wording.section_of(before):
            return Heading(0, section, ordinal, before, strip_whitespace(rest))
    return None


def _without_contents(candidates: list[Heading], lines: Sequence[Line]) -> list[Heading]:
    """Return the candidates without those of a table of contents.

    Its headings are on consecutive lines, and each is repeated below.
    """
    listed: set[int] = set()
    for first, second in pairwise(candidates):
        if second.line - first.line == 1 and second.section != first.section:
            listed |= {first.line, second.line}
    for candidate in candidates:
        text = lines[candidate.line].text
        if _without_page(text) != text:
            listed.add(candidate.line)
    repeated = {
        candidate.line
        for candidate in candidates
        if candidate.line in listed
        and any(
            other.section == candidate.section
            and other.line > candidate.line
            and other.line not in listed
            for other in candidates
        )
    }
    return [candidate for candidate in candidates if candidate.line not in repeated]


def _without_page(text: str) -> str:
    """Return a line of a table of contents without its page number; any other line as it is."""
    words = text.rstrip().rstrip("0123456789")
    if words == text or not words.endswith(("\t", "…", "··", "..", "．．")):
        return text
    return words.rstrip(_LEADERS)
