"""Characters of symbol fonts, as Word stores them by font and code (ECMA-376 part 1, 17.3.3.30)."""

from __future__ import annotations

import re
from functools import lru_cache

from xlform.model.resources import shipped_templates
from xlform.model.word_lists import load_words

UNKNOWN = "\ufffd"
_PRIVATE = "F0"
_CODE = 4
_PRIVATE_CHARACTER = re.compile("[\uf000-\uf0ff]")


@lru_cache(maxsize=256)
def symbol(font: str, code: str) -> str:
    """Return the character of a code in a symbol font, U+FFFD where the table has none.

    Codes of other fonts are characters of their own.
    """
    code = code.upper().rjust(_CODE, "0")
    fonts = load_words(shipped_templates() / "words" / "symbols")
    known = fonts.get(font.strip().lower().replace(" ", "-"))
    if known is not None:
        return known.get(code.removeprefix(_PRIVATE).removeprefix("00").rjust(2, "0"), UNKNOWN)
    try:
        own = chr(int(code, 16))
    except (ValueError, OverflowError):
        return UNKNOWN
    return own if own.isprintable() else UNKNOWN


@lru_cache(maxsize=256)
def private_character(char: str) -> str:
    """Return a character of the private area (U+F000 to U+F0FF) by the Symbol font, or itself."""
    found = symbol("symbol", f"{ord(char):04X}")
    return char if found == UNKNOWN else found


def with_symbols(text: str) -> str:
    """Return text with the characters of the private area replaced by :func:`private_character`."""
    return _PRIVATE_CHARACTER.sub(lambda found: private_character(found[0]), text)
