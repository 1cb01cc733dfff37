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
import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from operator import add
from pathlib import Path
from threading import Lock
from typing import Any

from xlform.errors import XlformError, system_reason
from xlform.model.memoize import alone, by_text
from xlform.model.resources import template_folders
from xlform.model.toml_files import read_toml_file

WORDS = "words"


class WordList(dict[str, str]):
    """A list that maps each word to its replacement, "" in a list of plain words."""


# Words of lists that occur in a text or in several, by the number of their list, each with its
# place in the list.
_Hit = tuple[int, str]
WordsFound = Mapping[int, Collection[_Hit]]
_NO_WORDS: WordsFound = {}
_DIGIT = re.compile("[1-9]")
_PIECE = re.compile("[^，。；：、\n]+")
_FIGURE_OR_MARK = re.compile("[0-9，。；：、\n]")


def wording(text: str) -> str:
    """Return a text with 0 for each of its digits, in which alone many texts of a batch differ."""
    return _DIGIT.sub("0", text)


def pieces(text: str) -> list[str]:
    """Return the pieces of a text between its marks and line breaks.

    Most pieces of a text that is new were part of one met before.
    """
    return _PIECE.findall(text)


class WordFinder:
    """Finds the words of several lists in a text at once; texts met before are remembered.

    A list takes part from the first time it is asked for. Checks in several threads may ask.
    """

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._lists: list[WordList] = []
        self._found = by_text(self._find)
        self._found_in_wording = by_text(self._search)
        self._found_in_piece = by_text(self._search_piece)
        # Words with digits or marks, each with the number of its list.
        self._searched_whole: list[tuple[int, _Hit]] = []
        # The other words of all lists with the numbers of these, by their first two characters.
        self._index: dict[str, list[tuple[int, _Hit]]] = {}
        self._beginnings: set[str] = set()
        self._adding = Lock()

    def words_in(self, texts: Iterable[str], words: Mapping[str, str]) -> list[str]:
        """Return the words of a list that occur in one of the texts, in the order of the list."""
        if not isinstance(words, WordList):
            return [word for word in words if any(word in text for text in texts)]
        number = self.number_of(words)
        search = self._found
        found = {hit for text in texts for hit in search(text).get(number, ())}
        return [word for _, word in sorted(found)]

    def number_of(self, words: WordList) -> int:
        """Return the number of a list, which takes part from now on."""
        number = self._numbers.get(id(words))
        if number is None:
            with self._adding:
                number = self._add(words)
        return number

    def holds(self, text: str, words: Mapping[str, str]) -> bool:
        """Return True if one of the words of a list occurs in a text."""
        if not isinstance(words, WordList):
            return any(word in text for word in words)
        number = self._numbers.get(id(words))
        if number is None:
            number = self.number_of(words)
        return number in self._found(text)

    def _add(self, words: WordList) -> int:
        number = self._numbers.get(id(words))
        if number is None:
            number = len(self._lists)
            some_whole = _FIGURE_OR_MARK.search(" ".join(words))
            for hit in enumerate(words):
                if some_whole and _FIGURE_OR_MARK.search(hit[1]):
                    self._searched_whole.append((number, hit))
                else:
                    self._index.setdefault(hit[1][:2], []).append((number, hit))
            self._beginnings = set(self._index)
            # Whoever knows the number finds texts that were searched for it.
            self._found_in_piece = by_text(self._search_piece)
            self._found_in_wording = by_text(self._search)
            self._found = by_text(self._find)
            self._lists.append(words)
            self._numbers[id(words)] = number
        return number

    def _find(self, text: str) -> WordsFound:
        """Return the words that occur in a text: most of them occur in its wording."""
        found = self._found_in_wording(wording(text))
        others = [one for one in self._searched_whole if one[1][1] in text]
        if not others:
            return found
        merged = {number: [*hits] for number, hits in found.items()}
        for number, hit in others:
            merged.setdefault(number, []).append(hit)
        return merged

    def _search(self, text: str) -> WordsFound:
        """Return the words without digits and marks that occur in a text: in one of its pieces."""
        found: dict[int, set[_Hit]] = {}
        for in_piece in map(self._found_in_piece, pieces(text)):
            for number, hits in in_piece.items():
                found.setdefault(number, set()).update(hits)
        return found or _NO_WORDS

    def _search_piece(self, text: str) -> WordsFound:
        """Return the words without digits and marks that occur in a piece of a text.

        The beginnings of words are compared first: most are ruled out without a search.
        """
        found: dict[int, list[_Hit]] = {}
        for start in self._beginnings.intersection([*text, *map(add, text, text[1:])]):
            for number, hit in self._index[start]:
                if hit[1] in text:
                    found.setdefault(number, []).append(hit)
        return found or _NO_WORDS


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
