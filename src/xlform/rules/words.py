"""Word lists: typos, vague values, obsolete names and the like, as clerks keep them in TOML.

A file holds lists by name, either plain words or words and what each should be:

    vague-values = ["提升", "改善"]

    [typos]
    "拔付" = "拨付"

A list may go on in another file; the later entry wins, and ``"拔付" = false`` takes one out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from xlform.errors import XlformError


class WordList(dict[str, str]):
    """A list: each word with what it should be, "" where a list is of plain words."""

    @cached_property
    def edges(self) -> list[tuple[str, str, str]]:
        """The first sign of each word, the last one, and the word."""
        return [(word[0], word[-1], word) for word in self]


Words = dict[str, WordList]


class WordsProblem(XlformError):
    """A word list that can't be used; one sentence names the file and the fault."""


@lru_cache(maxsize=8)
def load_words(folder: Path, extra: tuple[Path, ...] = ()) -> Words:
    """The lists of ``folder`` by name, with those of the ``extra`` files over them.

    ``folder`` is ``words`` below the templates. Each list maps a word to what it should be, "" in
    a list of plain words. Raises :class:`WordsProblem` for a file that can't be read or understood.
    """
    lists: Words = {}
    for path in (*sorted(folder.glob("*.toml")), *extra):
        for name, entries in _lists(path):
            known = lists.setdefault(name, WordList())
            for word, meant in entries.items():
                if meant is False:
                    known.pop(word, None)
                else:
                    known[word] = meant
    return lists


def _lists(path: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as reason:
        raise WordsProblem("words", path=path, fault=reason.strerror or reason) from reason
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise WordsProblem("words", path=path, fault=fault) from fault
    for name, entries in written.items():
        table = dict.fromkeys(entries, "") if isinstance(entries, list) else entries
        if not isinstance(table, dict) or not all(map(_is_entry, table, table.values())):
            raise WordsProblem("words-list", path=path, list=name)
        yield name, table


def _is_entry(word: object, meant: object) -> bool:
    return isinstance(word, str) and bool(word) and (isinstance(meant, str) or meant is False)
