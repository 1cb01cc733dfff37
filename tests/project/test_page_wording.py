"""What a page says names no command and no option of the terminal."""

from __future__ import annotations

import re

import pytest

from xlform import messages
from xlform.cli.program import COMMANDS
from xlform.messages.catalog import CATALOG
from xlform.messages.page_wording import PAGE_WORDING

TERMINAL = re.compile(
    rf"(?<!\w)--?[a-z]+\b|xlform ({'|'.join(COMMANDS)})\b"
    r"|XLFORM_|单独写出|（网页|\bname (it|the file)"
)
# Said by commands, before the page answers or where nothing but a command comes.
OF_COMMANDS = re.compile(
    r"(cli|usage|import|templates?|schema|completion|check|fix|write|blank|handout|summarize|query"
    r"|review|status|serve|diff|convert|rules|learn|preview|narrative|platform|template-copy"
    r"|template-check|settings|tree|copied)\.|.*\.(help|examples)$"
)
COMMANDS_ONLY = {
    "batch.not-in-papers", "error.blank-is-prose", "error.edited-output", "error.fix-encrypted",
    "error.fix-old-format", "error.folder", "error.folder-in-use", "error.foreign-output",
    "error.ignore-without-reason", "error.in-archive", "error.irregular-file",
    "error.no-cluster-extra", "error.no-data-extra", "error.no-data-folder", "error.no-fsspec",
    "error.no-pandas", "error.no-process", "error.no-such-rule", "error.no-templates",
    "error.port-in-use", "error.several-data-folders", "error.severity-option", "error.since",
    "error.since-schema", "fault.no-declaration", "group.rest", "marked.author",
    "not-asked.forms-only", "page.footer-note",
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(PAGE_WORDING))
def test_a_page_words_a_message_without_the_terminal(key: str) -> None:
    for text, on_page in zip(CATALOG[key], PAGE_WORDING[key], strict=True):
        assert not TERMINAL.search(on_page), on_page
        assert TERMINAL.search(text), "worded twice for nothing"
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", on_page))


def test_every_other_message_that_names_the_terminal_is_of_a_command() -> None:
    named = {key for key, texts in CATALOG.items() if any(map(TERMINAL.search, texts))}
    left = {key for key in named if not OF_COMMANDS.match(key)} - COMMANDS_ONLY - set(PAGE_WORDING)
    assert left == set()


def test_a_process_that_works_for_pages_words_them_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_worded", {})
    messages.word_for_pages()
    assert messages.translate("error.hidden-file", path=".表.xlsx").endswith("请改名后再放入。")
    assert messages.translate("tree.forms", count=2) == "2 张表"
