"""Comments of an earlier check, known by their author or by how their text begins.

Some programs drop the authors of comments when they save a workbook.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from xlform.messages.catalog import CATALOG

OWN_AUTHORS: Final = frozenset(CATALOG["marked.author"])
# Text before what is appended to a comment of somebody else.
GAP: Final = "\n\n"


def is_own_comment(author: str, words: str) -> bool:
    """Return whether a comment was left by an earlier check."""
    return author in OWN_AUTHORS or bool(_heading().match(words))


def appended_at(words: str) -> int:
    """Return where the text begins that was appended to a comment; -1 if none was."""
    return next((at.start() for at in re.finditer(GAP, words) if _follows(words, at.end())), -1)


def _follows(words: str, start: int) -> bool:
    return bool(_heading().match(words, start))


@cache
def _heading() -> re.Pattern[str]:
    """Return the pattern of first words: [错误 第3项 …], with a number before several."""
    names = [CATALOG[f"severity.{name}"] for name in ("error", "warning", "info")]
    severities = "|".join(re.escape(name) for both in names for name in both)
    items = "|".join(
        re.escape(text).replace(r"\{number\}", r"\d+") for text in CATALOG["marked.item"]
    )
    # Comments of former versions name the rule instead of the item.
    return re.compile(rf"(?:1\. )?\[(?:{severities}) (?:{items}|[A-Z]-\d\d\])")
