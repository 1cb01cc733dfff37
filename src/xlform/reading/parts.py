"""Labels within paragraphs, and the text each of them introduces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from xlform.reading.ordinals import without_ordinals
from xlform.reading.passage import Line
from xlform.reading.values import strip_whitespace
from xlform.template.wording import Wording

# A label is at most so long, and ends with a colon; or a full stop, a gap or a bracket follows it.
_LABEL = 24
_ENDS = (
    re.compile("[:：]"),
    re.compile("[。，,]"),
    re.compile(r"[\s\u3000]+"),
    re.compile("(?<=[)）])"),
)
_SENTENCE = re.compile("[。；;]")


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
        for label, text, rest in _pieces(line.text, wording):
            if label is not None or not parts:
                parts.append(Part(label, number))
            part = parts[-1]
            joined = line.joined or (bool(part.numbers) and part.numbers[-1] == number)
            part.numbers.append(number)
            part.lines.append(Line(line.row, rest, line.column, joined=joined))
            part.whole.append(Line(line.row, text, line.column, joined=joined))
    return parts


def _pieces(text: str, wording: Wording) -> Iterator[tuple[str | None, str, str]]:
    """Yield a paragraph cut before each label in it: label, the piece, the piece without label."""
    cuts = [0]
    cuts += [
        found.end()
        for found in _SENTENCE.finditer(text)
        if found.end() < len(text) and _label(text[found.end() :], wording, _ENDS[:1])
    ]
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        piece = text[start:end]
        label = _label(piece, wording, _ENDS)
        yield (label[0], piece, label[1]) if label else (None, piece, piece)


def _label(
    text: str, wording: Wording, ends: tuple[re.Pattern[str], ...]
) -> tuple[str, str] | None:
    """Return the field of the label a text starts with, and the text after it."""
    bare = without_ordinals(text)
    head = strip_whitespace(bare)
    if len(head) <= _LABEL and (name := wording.label_of(head)) is not None:
        return name, ""
    for ending in ends:
        for found in ending.finditer(bare, 0, _LABEL):
            head = bare[: found.start()]
            name = wording.label_of(head)
            if name or (name is not None and ending is _ENDS[0]):
                rest = bare[found.end() :].lstrip(" \t\u3000:：")
                return name, _after_bracket(rest, wording, head)
    return None


def _after_bracket(rest: str, wording: Wording, head: str) -> str:
    """Return what follows a label, without a bracket of its own: 填报单位：（盖章）甲镇."""
    found = re.match(r"[（(][^（()）]{0,12}[)）][:：]?\s*", rest)
    if found and wording.label_of(head + found[0]) == wording.label_of(head):
        return rest[found.end() :]
    return rest
