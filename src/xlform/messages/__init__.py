"""User-visible text in Chinese and English, from one catalog."""

from __future__ import annotations

import os
from functools import lru_cache

from xlform.messages.catalog import CATALOG

LANGUAGES = ("zh", "en")
_chosen = ""


def set_language(language: str) -> None:
    """Set the language of this process to ``zh`` or ``en``; "" restores that of XLFORM_LANG."""
    global _chosen  # noqa: PLW0603  (one program speaks one language)
    _chosen = language
    _of_environment.cache_clear()


def language() -> str:
    """Return the current language: the one set, else XLFORM_LANG as first read, else Chinese."""
    return _chosen or _of_environment()


@lru_cache(maxsize=1)
def _of_environment() -> str:
    """Return the language of XLFORM_LANG, read once, since a check has hundreds of sentences."""
    return "en" if os.environ.get("XLFORM_LANG", "").lower().startswith("en") else "zh"


def translate(key: str, **details: object) -> str:
    """Return the message under ``key``, filled in; ``KeyError`` for an unknown key."""
    return translate_to(language(), key, **details)


def translate_to(chosen: str, key: str, **details: object) -> str:
    """Return the message in the language ``chosen``, whatever that of this process."""
    chinese, english = CATALOG[key]
    return (english if chosen == "en" else chinese).format(**details)
