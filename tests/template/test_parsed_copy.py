"""The parsed copy of the shipped TOML files: what tomllib reads, and only while it holds."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from xlform.model import toml_files
from xlform.model.resources import shipped_templates
from xlform.model.toml_files import PARSED_FILE, parsed_files, read_toml_file

SHIPPED = shipped_templates()
FILES = sorted(SHIPPED.rglob("*.toml"))


def test_the_copy_is_that_of_the_files() -> None:
    assert (SHIPPED / PARSED_FILE).read_bytes() == parsed_files(SHIPPED), (
        "write it anew: python docs/make_parsed.py"
    )


def test_it_says_what_the_files_say() -> None:
    for path in FILES:
        assert read_toml_file(path) == tomllib.loads(path.read_text(encoding="utf-8-sig")), path


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
    file, other = tmp_path / name, tmp_path / "other.toml"
    for content in (text, changed, 'kind = "x"'):
        file.write_text(content, encoding="utf-8")
        assert read_toml_file(file) == tomllib.loads(content)
    other.write_text("a = 1", encoding="utf-8")
    assert read_toml_file(other) == {"a": 1}
    monkeypatch.chdir(tmp_path)
    assert read_toml_file(Path("other.toml")) == {"a": 1}
    for faulty, error in ((b"a = ", tomllib.TOMLDecodeError), (b"\xff", UnicodeDecodeError)):
        file.write_bytes(faulty)
        with pytest.raises(error):
            read_toml_file(file)
    file.write_text(text, encoding="utf-8")
    toml_files.parsed_copy.cache_clear()
    (tmp_path / PARSED_FILE).write_bytes(b"{")
    assert read_toml_file(file) == tomllib.loads(text)
    toml_files.parsed_copy.cache_clear()


@pytest.mark.parametrize("spelling", ["{}", "\ufeff{}"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_copy_holds_for_every_line_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spelling: str, end: str
) -> None:
    name = FILES[0].relative_to(SHIPPED)
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    shutil.copy(SHIPPED / PARSED_FILE, tmp_path / PARSED_FILE)
    monkeypatch.setattr(toml_files, "shipped_templates", lambda: tmp_path)
    monkeypatch.setattr(toml_files, "toml_data", lambda _: pytest.fail("parsed"))
    text = FILES[0].read_text(encoding="utf-8-sig")
    file.write_bytes(spelling.format(text).replace("\n", end).encode())
    assert read_toml_file(file) == tomllib.loads(text)
