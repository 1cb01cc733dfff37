"""Words of lists found in texts, all lists at once: for rules, since reading a form needs none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from operator import add
from threading import Lock

from xlform.model.memoize import by_text
from xlform.model.word_lists import WordList

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
