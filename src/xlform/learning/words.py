"""Words by which a blank is understood: names and kinds of labels, totals, notes, placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import get_args

from xlform.model.word_lists import WordsProblem, load_words, words_folders
from xlform.template.declaration import ValueKind
from xlform.template.labels import fold

_FOLDER = "learning"
_KINDS: Mapping[str, ValueKind] = {kind: kind for kind in get_args(ValueKind)}


class LearningWords:
    """The lists of ``templates/words/learning``, folded; a list of another district extends them.

    Raises :class:`~xlform.model.word_lists.WordsProblem` for a list that can't be used.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._lists = load_words(folders, texts=True)
        self._place = folders[0]

    def _words(self, name: str) -> Mapping[str, str]:
        return self._lists.get(name, {})

    def labels(self, name: str) -> frozenset[str]:
        """Return a list of labels, folded."""
        return self._labels(name)

    @lru_cache(maxsize=64)  # noqa: B019  (the words live as long as the process)
    def _labels(self, name: str) -> frozenset[str]:
        return frozenset(map(fold, self._words(name)))

    @lru_cache(maxsize=64)  # noqa: B019  (as above)
    def _pattern(self, name: str) -> re.Pattern[str]:
        text = "|".join(f"(?:{word})" for word in self._words(name)) or "(?!)"
        try:
            return re.compile(text)
        except re.error as error:
            raise WordsProblem("words", path=self._place, fault=f"{name}: {error}") from error

    def matches(self, name: str, text: str) -> bool:
        """Return True if a pattern of the list is found in a text."""
        return bool(self._pattern(name).search(text))

    def covers(self, name: str, text: str) -> bool:
        """Return True if a pattern of the list matches the whole of a text."""
        return bool(self._pattern(name).fullmatch(text))

    def without_of_which(self, label: str) -> str:
        """Return a label without the words for a part of a sum before it: 其中：财政拨款."""
        for word in self._words("of-which"):
            label = label.removeprefix(word).lstrip(":：")
        return label

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the names of whole labels."""
        return {fold(label): name for label, name in self._words("label-names").items()}

    @cached_property
    def roles(self) -> dict[str, str]:
        """Return the roles of names that are none themselves."""
        return dict(self._words("name-roles"))

    @cached_property
    def parts(self) -> dict[str, str]:
        """Return the names of the words that labels consist of."""
        return dict(self._words("name-words"))

    def kind(self, label: str) -> ValueKind | None:
        """Return the kind of value that a folded label names; ``None`` if it names none."""
        whole = self._kinds("label-kinds").get(label)
        if whole:
            return whole
        endings = self._kinds("kind-endings")
        for length in range(len(label), 0, -1):
            if label[-length:] in endings:
                return endings[label[-length:]]
        return next((k for part, k in self._kinds("kind-parts").items() if part in label), None)

    @lru_cache(maxsize=8)  # noqa: B019  (as above)
    def _kinds(self, name: str) -> dict[str, ValueKind]:
        return {fold(w): _KINDS[k] for w, k in self._words(name).items() if k in _KINDS}

    def table_titles(self) -> Iterator[tuple[str, str]]:
        """Yield the words of titles, each with the name of the list below."""
        yield from self._words("table-titles").items()

    def form_kinds(self) -> Iterator[tuple[str, str]]:
        """Yield the words of titles, each with the kind of form it means."""
        yield from self._words("form-kinds").items()


@lru_cache(maxsize=4)
def learning_words(folders: tuple[Path, ...] = ()) -> LearningWords:
    """Return the word lists of the given folders, by default those in force."""
    return LearningWords(folders or tuple(folder / _FOLDER for folder in words_folders()))
