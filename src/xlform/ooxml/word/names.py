"""WordprocessingML names as the parser gives them, and attribute values."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
SEPARATOR = "}"
_DIGITS_AT_MOST = 8


def attribute(attributes: dict[str, str], name: str) -> str:
    """Return a WordprocessingML attribute, "" where there is none."""
    for full in qualified(name):
        value = attributes.get(full)
        if value is not None:
            return value
    return ""


@lru_cache(maxsize=256)
def qualified(name: str) -> tuple[str, ...]:
    """Return a WordprocessingML name as the parser gives it, in both namespaces."""
    return tuple(f"{namespace}{SEPARATOR}{name}" for namespace in NAMESPACES)


def number(text: str, otherwise: int = 0) -> int:
    """Return an integer of the markup, ``otherwise`` for invalid or overlong digits."""
    digits = text.removeprefix("-").partition(".")[0]
    return (
        int(text.partition(".")[0])
        if digits.isdecimal() and len(digits) <= _DIGITS_AT_MOST
        else otherwise
    )


Start = Callable[[dict[str, str]], None]
End = Callable[[], None]
Handler = TypeVar("Handler", Start, End)


def spelled(handlers: dict[str, Handler]) -> dict[str, Handler]:
    """Handlers by the names that the parser gives; those of other languages stay as they are."""
    return {
        full: handler
        for name, handler in handlers.items()
        for full in ((name,) if SEPARATOR in name else qualified(name))
    }


# Nobody sees these: how things were before a change, the other choice for an older program, the
# reading aid over a word.
UNSEEN = (
    "rt", "tblGridChange", "pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange",
    "sectPrChange", "numberingChange", "tblPrExChange",
    "http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)  # fmt: skip
