"""User-visible text in Chinese and English, from one catalog."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import lru_cache

from xlform.messages.catalog import CATALOG

LANGUAGES = ("zh", "en")
_chosen = ""
# Messages worded otherwise in this process, see :mod:`xlform.messages.page_wording`.
_worded: Mapping[str, tuple[str, str]] = {}


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


def word_for_pages() -> None:
    """Word the messages of this process as the pages of ``xlform serve`` do from now on."""
    from xlform.messages.page_wording import PAGE_WORDING  # noqa: PLC0415  (in workers only)

    global _worded  # noqa: PLW0603  (one process does the work of one program)
    _worded = PAGE_WORDING


def translate(key: str, **details: object) -> str:
    """Return the message under ``key``, filled in; ``KeyError`` for an unknown key."""
    return translate_to(language(), key, **details)


def listed(names: Iterable[str]) -> str:
    """Return the names as a list in the current language: ``甲、乙`` or ``a, b``."""
    return (", " if language() == "en" else "、").join(names)


def clauses(texts: Iterable[str]) -> str:
    """Return the texts as one sentence in the current language: ``甲；乙`` or ``a; b``."""
    return ("; " if language() == "en" else "；").join(texts)


def translate_to(chosen: str, key: str, **details: object) -> str:
    """Return the message in the language ``chosen``, whatever that of this process."""
    chinese, english = _worded.get(key) or CATALOG[key]
    return (english if chosen == "en" else chinese).format(**details)
