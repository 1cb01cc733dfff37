"""What checks share may be asked for by several threads at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from xlform.messages.catalog import Catalog
from xlform.model.memoize import by_text
from xlform.model.word_finder import WordFinder
from xlform.model.word_lists import WordList

# For another thread to come to its end, or to where it has to wait.
_SECONDS = 0.05
Meanwhile = Callable[[Callable[[], Any]], "Future[Any]"]


@pytest.fixture
def meanwhile() -> Iterator[Meanwhile]:
    """Starts a call in another thread, and returns once that is done or waits."""
    with ThreadPoolExecutor(1) as pool:

        def started(call: Callable[[], Any]) -> Future[Any]:
            result = pool.submit(call)
            with suppress(TimeoutError):
                result.exception(_SECONDS)
            return result

        yield started


def test_a_list_of_words_is_found_while_another_thread_adds_it(
    meanwhile: Meanwhile, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, finder = WordList({"绿化": ""}), WordFinder()
    found: list[Future[list[str]]] = []

    def made(search: Callable[[str], Any]) -> Callable[[str], Any]:
        found.append(meanwhile(lambda: finder.words_in(["绿化带"], words)))
        return by_text(search)

    assert finder.words_in(["绿化带"], WordList({"带": ""})) == ["带"]  # the text is known
    monkeypatch.setattr("xlform.model.word_finder.by_text", made)
    assert finder.words_in(["绿化带"], words) == found[0].result() == ["绿化"]


def test_a_message_is_found_while_another_thread_loads_it(
    meanwhile: Meanwhile, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = Catalog()
    found: list[Future[tuple[str, str]]] = []

    def loaded(name: str) -> ModuleType:
        if name.endswith(".letters"):
            found.append(meanwhile(lambda: messages["letter.day"]))
        return import_module(name)

    monkeypatch.setattr("xlform.messages.catalog.import_module", loaded)
    assert messages["letter.day"] == found[0].result()
