"""Labels within paragraphs, and the text each of them introduces."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import msgspec

from xlform.reading.ordinals import without_ordinals
from xlform.reading.passage import Line, folded
from xlform.reading.statements import AmountPhrases
from xlform.template.wording import Wording

# A label is at most so long, and ends with a colon; or a full stop, a gap or a bracket follows it.
_LABEL = 24
_BRACKET = 12
# So many amounts of fields are no part of a text: 收入预算为…，支出预算为….
_SEVERAL = 2
_SPACES = " \t\u3000"
_COLONS = frozenset(":：")
_GAPS = frozenset("。，, \t\u3000")
_SENTENCE = frozenset("。；;")


class Part(msgspec.Struct):
    """Label, its line, and the paragraphs from it to the next label, the label left out.

    ``label`` is the name of a field, "" for a subheading, ``None`` above the first label.
    ``whole`` are the same paragraphs with the label; ``numbers`` are their lines.
    """

    label: str | None
    label_line: int
    lines: list[Line] = []
    whole: list[Line] = []
    numbers: list[int] = []


def parts_of(numbered: Iterable[tuple[int, Line]], wording: Wording) -> list[Part]:
    """Return the parts of some paragraphs, each with its number."""
    parts: list[Part] = []
    for number, line in numbered:
        for label, text, piece in _pieces(line.text, wording):
            # A label said again is a sentence of the text it introduced: 主要职责有：
            again = bool(label and parts) and label == parts[-1].label
            rest = text if again else piece
            if not parts or (label is not None and not again):
                parts.append(Part(label, number))
            part = parts[-1]
            joined = line.joined or (bool(part.numbers) and part.numbers[-1] == number)
            part.numbers.append(number)
            part.lines.append(Line(line.row, rest, line.column, joined=joined))
            part.whole.append(Line(line.row, text, line.column, joined=joined))
    return parts


def ended_by_amounts(
    parts: list[Part], texts: Collection[str], phrases: AmountPhrases
) -> list[Part]:
    """Return the parts; in those of ``texts`` a later paragraph of several amounts is another."""
    found: list[Part] = []
    for part in parts:
        last = len(part.lines)
        if part.label in texts:
            stated = (phrases.statements(folded(line.text)) for line in part.lines[1:])
            last = next((n for n, one in enumerate(stated, 1) if len(one) >= _SEVERAL), last)
        found.append(_cut(part, part.label, slice(last)))
        if last < len(part.lines):
            found.append(_cut(part, "", slice(last, None)))
    return found


def _cut(part: Part, label: str | None, lines: slice) -> Part:
    numbers = part.numbers[lines]
    first = numbers[0] if lines.start and numbers else part.label_line
    return Part(label, first, part.lines[lines], part.whole[lines], numbers)


def _pieces(text: str, wording: Wording) -> Iterator[tuple[str | None, str, str]]:
    """Yield a paragraph cut before each label in it: label, the piece, the piece without label."""
    cuts = [0]
    cuts += [
        place
        for place, char in enumerate(text, 1)
        if char in _SENTENCE and place < len(text) and _label(text[place:], wording, colon=True)
    ]
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        piece = text[start:end]
        label = _label(piece, wording)
        yield (label[0], piece, label[1]) if label else (None, piece, piece)


def _label(text: str, wording: Wording, *, colon: bool = False) -> tuple[str, str] | None:
    """Return the field of the label a text starts with, and the text after it.

    With ``colon`` the label has to have one.
    """
    bare = without_ordinals(text)
    numbered = bare != text
    head = bare[: _LABEL + 1]
    if not colon and len(bare) <= _LABEL and (name := wording.label_of(bare)) is not None:
        return name, ""
    for place, char in enumerate(head):
        if char in _COLONS:
            found = wording.label_of(head[:place])
            return None if found is None else (found, _after(bare, place + 1, wording))
        if (
            not colon
            and (char in _GAPS or char in "）)")
            and (found := wording.label_of(head[:place])) is not None
            and (found or numbered)
        ):
            return found, _after(bare, place + 1, wording)
    return None


def _after(bare: str, end: int, wording: Wording) -> str:
    """Return what follows a label, without a bracket of its own: 填报单位：（盖章）甲镇."""
    rest = bare[end:].lstrip(_SPACES)
    if rest.startswith(("（", "(")):
        inside, closing, after = rest[1:].replace(")", "）", 1).partition("）")
        if closing and len(inside) <= _BRACKET and not wording.reduced(inside):
            return after.lstrip(_SPACES + ":：")
    return rest.lstrip(":：")
