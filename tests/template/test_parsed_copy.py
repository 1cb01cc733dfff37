"""The parsed copy of the shipped TOML files: what tomllib reads, and only while it holds."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from xlform.model import toml_files
from xlform.model.resources import shipped_templates
from xlform.model.toml_files import PARSED_FILE, parse_toml, parsed_files

SHIPPED = shipped_templates()
FILES = sorted(SHIPPED.rglob("*.toml"))


def test_the_copy_is_that_of_the_files() -> None:
    assert (SHIPPED / PARSED_FILE).read_bytes() == parsed_files(SHIPPED), (
        "write it anew: python docs/make_parsed.py"
    )


def test_it_says_what_the_files_say() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8-sig")
        assert parse_toml(path, text) == tomllib.loads(text), path


def test_a_changed_or_foreign_file_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of one character counts, be the length the same; so does a copy that is broken."""
    name = FILES[0].relative_to(SHIPPED)
    (tmp_path / name).parent.mkdir(parents=True)
    shutil.copy(SHIPPED / PARSED_FILE, tmp_path / PARSED_FILE)
    monkeypatch.setattr(toml_files, "shipped_templates", lambda: tmp_path)
    text = FILES[0].read_text(encoding="utf-8-sig")
    changed = text.replace('"department', '"departmenu', 1)
    assert changed != text
    assert len(changed) == len(text)
    for content in (text, changed, 'kind = "x"'):
        assert parse_toml(tmp_path / name, content) == tomllib.loads(content)
    assert parse_toml(tmp_path / "other.toml", "a = 1") == {"a": 1}
    assert parse_toml(Path("other.toml"), "a = 1") == {"a": 1}
    with pytest.raises(tomllib.TOMLDecodeError):
        parse_toml(tmp_path / name, "a = ")
    toml_files.parsed_copy.cache_clear()
    (tmp_path / PARSED_FILE).write_bytes(b"{")
    assert parse_toml(tmp_path / name, text) == tomllib.loads(text)
    toml_files.parsed_copy.cache_clear()
