"""Everything a person reads, in Chinese and English, from one catalog."""

from __future__ import annotations

import os
from functools import lru_cache

from xlform.messages.catalog import CATALOG

LANGUAGES = ("zh", "en")
_chosen = ""


def set_language(language: str) -> None:
    """Choose ``zh`` or ``en`` for this process; "" goes back to what XLFORM_LANG says."""
    global _chosen  # noqa: PLW0603  (one program speaks one language)
    _chosen = language
    _of_environment.cache_clear()


def language() -> str:
    """The language in force: the one chosen, else XLFORM_LANG as first asked, else Chinese."""
    return _chosen or _of_environment()


@lru_cache(maxsize=1)
def _of_environment() -> str:
    """A check says hundreds of sentences; the environment is asked once."""
    return "en" if os.environ.get("XLFORM_LANG", "").lower().startswith("en") else "zh"


def translate(key: str, **details: object) -> str:
    """The message of the catalog under ``key``, filled in; ``KeyError`` for an unknown key."""
    chinese, english = CATALOG[key]
    return (english if language() == "en" else chinese).format(**details)
