"""Message catalog: for each key the Chinese and the English text.

Messages for people who check forms: what was found, where, what to do. Placeholders in braces are
filled in by :func:`xlform.messages.translate`. One part per module, each key in one part only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from threading import RLock
from typing import Final

# The parts, those of ordinary commands first: a part is loaded when a key is not in those before.
PARTS: Final = (
    "reading", "commands", "tables", "checking", "roles", "problems", "outputs", "documents",
    "formats", "fixing", "writing", "narrative", "letters", "blanks", "batches", "summary", "diff",
    "roster", "review", "web", "sheets", "submission_page", "district_page", "template_page",
    "engines", "learning", "declarations",
)  # fmt: skip


class Catalog(Mapping[str, tuple[str, str]]):
    """All messages, each part loaded when it is first needed."""

    def __init__(self) -> None:
        self._messages: dict[str, tuple[str, str]] = {}
        self._unloaded = list(reversed(PARTS))
        # Of threads that look for a message at once, one loads.
        self._loading = RLock()

    def __getitem__(self, key: str) -> tuple[str, str]:
        found = self._messages.get(key)
        return self._loaded(key) if found is None else found

    def _loaded(self, key: str) -> tuple[str, str]:
        with self._loading:
            while key not in self._messages:
                if not self._unloaded:
                    raise KeyError(key)
                self._load()
            return self._messages[key]

    def __iter__(self) -> Iterator[str]:
        with self._loading:
            while self._unloaded:
                self._load()
        return iter(self._messages)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _load(self) -> None:
        part = self._unloaded.pop()
        self._messages |= getattr(import_module(f"{__name__}.{part}"), part.upper())


CATALOG: Final = Catalog()
