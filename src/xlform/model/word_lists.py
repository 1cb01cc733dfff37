"""Word lists in TOML that districts extend: typos, vague values, obsolete names and others.

A file holds lists by name, either of plain words or of words with their replacements:

    vague-values = ["提升", "改善"]

    [typos]
    "拔付" = "拨付"

In the shipped files a long list may be one text, blanks between its entries, an arrow between a
word and its replacement:

    typos = '''
    拔付→拨付
    '''

Another file can extend a list; the later entry wins, and ``"拔付" = false`` removes one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from xlform.errors import XlformError, system_reason
from xlform.model.memoize import alone
from xlform.model.resources import template_folders
from xlform.model.toml_files import read_toml_file

WORDS = "words"


class WordList(dict[str, str]):
    """A list that maps each word to its replacement, "" in a list of plain words."""


Words = dict[str, WordList]


class WordsProblem(XlformError):
    """A word list that can't be used; its message names the file and the error."""


def words_folders(own: Path | None = None) -> tuple[Path, ...]:
    """Return the folders of word lists, those of templates that go before others first."""
    return _words_folders(template_folders(own))


@lru_cache(maxsize=16)
def _words_folders(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(folder / WORDS for folder in folders)


@lru_cache(maxsize=8)
@alone
def load_words(
    folders: Path | tuple[Path, ...], extra: tuple[Path, ...] = (), *, texts: bool = False
) -> Words:
    """Return the lists of the folders by name, extended by those of the ``extra`` files.

    ``folders`` are ``words`` below the templates; the lists of one extend those of the folders
    behind it. Each list maps a word to what it should be, "" in a list of plain words. A list of
    the folders may be one text, blanks between its words; with ``texts`` one of the extra files
    too.
    Raises :class:`WordsProblem` for a file that can't be read or understood.
    """
    lists: Words = {}
    folders = (folders,) if isinstance(folders, Path) else folders
    shared = (path for folder in reversed(folders) for path in _files_in(folder))
    files = (*((path, True) for path in shared), *((path, texts) for path in extra))
    for path, may_be_text in files:
        for name, entries in _lists(path, texts=may_be_text):
            known = lists.setdefault(name, WordList())
            known.update(entries)
            if False in entries.values():
                for word, replacement in entries.items():
                    if replacement is False:
                        del known[word]
    return lists


def _files_in(folder: Path) -> list[Path]:
    """Return the files of word lists in a folder, sorted; none if it can't be read."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  (a glob compiles a pattern)
    except OSError:
        return []
    return [folder / name for name in sorted(names) if name.endswith(".toml")]


def _lists(path: Path, *, texts: bool) -> Iterable[tuple[str, dict[str, Any]]]:
    try:
        written = read_toml_file(path)
    except OSError as reason:
        raise WordsProblem("words", path=path, fault=system_reason(reason)) from reason
    except ValueError as fault:  # of the encoding, or tomllib.TOMLDecodeError
        raise WordsProblem("words", path=path, fault=fault) from fault
    for name, entries in written.items():
        if texts and isinstance(entries, str):
            yield name, _words_of(entries)
            continue
        table = dict.fromkeys(entries, "") if isinstance(entries, list) else entries
        if not isinstance(table, dict) or not all(map(_is_entry, table, table.values())):
            raise WordsProblem("words-list", path=path, list=name)
        yield name, table


def _words_of(text: str) -> dict[str, Any]:
    """Return the words of a text, each with what is behind an arrow after it."""
    words = text.split()
    if "→" not in text:
        return dict.fromkeys(words, "")
    return {word: to for word, _, to in (entry.partition("→") for entry in words)}


def _is_entry(word: object, replacement: object) -> bool:
    return (
        isinstance(word, str)
        and bool(word)
        and (isinstance(replacement, str) or replacement is False)
    )
