"""What an edit changes of a text: the part that goes, the part that comes, what stays around."""

from __future__ import annotations

from typing import Final

import msgspec

# Signs of white space that alone goes or comes: it would not be seen.
_SIGNS: Final = str.maketrans({" ": "␣", "\u3000": "␣", "\u00a0": "␣", "\n": "↵", "\t": "⇥"})


class EditedText(msgspec.Struct, frozen=True):
    """Text before and after an edit, in parts."""

    before: str
    removed: str
    added: str
    after: str


def edited_text(old: str, new: str) -> EditedText:
    """Return the parts of an edit; of two texts with little in common each is one part."""
    start = _common(old, new)
    rest_old, rest_new = old[start:], new[start:]
    end = _common(rest_old[::-1], rest_new[::-1])
    removed, added = rest_old[: len(rest_old) - end], rest_new[: len(rest_new) - end]
    # Half a number or formula in another colour is hard to read.
    if (start + end) * 2 < len(old) or old.startswith("=") or new.startswith("="):
        return EditedText("", old, new, "")
    if _is_in_number(old, start, len(rest_old) - end):
        return EditedText("", old, new, "")
    return EditedText(old[:start], _seen(removed), _seen(added), rest_old[len(rest_old) - end :])


def _common(one: str, other: str) -> int:
    """Return the number of characters at the beginning of both texts that are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _is_in_number(old: str, start: int, length: int) -> bool:
    """Return whether an edit begins or ends within a run of digits."""
    before, after = old[max(start - 1, 0) : start], old[start + length : start + length + 1]
    inside = old[start : start + length]
    return (before[-1:].isdigit() and inside[:1].isdigit()) or (
        after[:1].isdigit() and inside[-1:].isdigit()
    )


def _seen(text: str) -> str:
    return text.translate(_SIGNS) if text.isspace() else text
