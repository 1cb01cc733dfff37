"""Blanks and invisible characters, which a text is compared without."""

from __future__ import annotations

import unicodedata
from typing import Final

# Zero-width characters and soft hyphens, which copied text brings along.
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))


def without_blanks(text: str) -> str:
    """Return a text in one width (NFKC) without whitespace and invisible characters."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return text if text.isprintable() else text.translate(_INVISIBLE)
