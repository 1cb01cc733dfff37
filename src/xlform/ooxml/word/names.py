"""Names of Word's language as the parser spells them, and the values behind them."""

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
    """An attribute of the word processing language, "" where there is none."""
    for full in qualified(name):
        value = attributes.get(full)
        if value is not None:
            return value
    return ""


@lru_cache(maxsize=256)
def qualified(name: str) -> tuple[str, ...]:
    """A name of the word processing language as the parser spells it."""
    return tuple(f"{namespace}{SEPARATOR}{name}" for namespace in NAMESPACES)


def number(text: str, otherwise: int = 0) -> int:
    """A whole number of the markup, ``otherwise`` for what is none or too long to be meant."""
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
