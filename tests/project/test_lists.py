"""Lists in sentences are joined in the language of the reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlform.messages import clauses, listed, set_language

SOURCE = Path(__file__).parents[2] / "src" / "xlform"
# Modules whose lists are Chinese whatever the language: prose of a narrative, the catalog, units
# printed on a form, and rules that join what is said in Chinese only.
CHINESE_ONLY = {
    "reading/scanned_labels.py", "rules/arithmetic/relation_rule.py",
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "names", "texts"), [("zh", "甲、乙", "甲；乙"), ("en", "甲, 乙", "甲; 乙")]
)
def test_a_list_is_joined_in_the_language(language: str, names: str, texts: str) -> None:
    set_language(language)
    try:
        assert (listed(["甲", "乙"]), clauses(["甲", "乙"])) == (names, texts)
    finally:
        set_language("")


def test_no_module_joins_a_list_in_chinese_alone() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}
    joining = (path for path, text in texts.items() if re.search(r'"[、；]"\.join', text))
    found = {path.relative_to(SOURCE).as_posix() for path in joining}
    assert found == CHINESE_ONLY
