"""Display width of text on a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.model.text_width import char_width
from xlform.model.text_width import text_width as width

__all__ = ["clipped", "padded", "width", "wrapped"]

_ELLIPSIS = "…"
# Characters a line must not start with (typesetting rule 避头尾).
_NEVER_FIRST = frozenset("，。、；：！？）》」』”’,.;:!?)")


def padded(text: str, columns: int) -> str:
    """Return the text padded with spaces to ``columns``."""
    return text + " " * max(0, columns - width(text))


def clipped(text: str, columns: int) -> str:
    """Return the text on one line within ``columns``, with an ellipsis if it was cut."""
    line = " ".join(text.split()) if "\n" in text or "\t" in text else text
    if width(line) <= columns:
        return line
    available = columns - width(_ELLIPSIS)
    kept = ""
    for char in line:
        available -= char_width(char)
        if available < 0:
            break
        kept += char
    return kept + _ELLIPSIS


def wrapped(text: str, columns: int) -> Iterator[str]:
    """Return the text in lines of at most ``columns``, broken at spaces or Chinese characters."""
    for paragraph in text.split("\n"):
        if width(paragraph) <= columns:
            yield paragraph.rstrip()
            continue
        line, used = "", 0
        for part in _breakable_parts(paragraph):
            fits = used + width(part.rstrip()) <= columns
            if not line or fits or part[0] in _NEVER_FIRST:
                line += part
                used += width(part)
            else:
                yield line.rstrip()
                line = part.lstrip()
                used = width(line)
        yield line.rstrip()


def _breakable_parts(text: str) -> Iterator[str]:
    """Yield words with the space after them, and each Chinese character by itself."""
    word = ""
    for char in text:
        if char_width(char) > 1:
            if word:
                yield word
            yield char
            word = ""
        else:
            word += char
            if char == " ":
                yield word
                word = ""
    if word:
        yield word
