"""Template sets made for tests: copies of the shipped ones with edited declarations."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from xlform.template.store import templates_folder

SHIPPED = "shifeng-2023"
Edit = Callable[[str], str]

_RELATION = re.compile(r"\n(#[^\n]*\n)?\[\[relation\]\].*?(?=\n\n|\Z)", re.DOTALL)


def shipped_copy(folder: Path) -> Path:
    """The shipped templates, to be edited or added to."""
    return Path(shutil.copytree(templates_folder(), folder))


def add_form(folder: Path, name: str, kind: str, *edits: Edit, year: int | None = None) -> Path:
    """A copy of a shipped form as ``set/form``, its declaration edited; relations are left out."""
    path = folder / name
    shutil.copytree(templates_folder() / SHIPPED / kind, path)
    text = _RELATION.sub("", (path / "form.toml").read_text(encoding="utf-8"))
    for edit in edits:
        text = edit(text)
    (path / "form.toml").write_text(text, encoding="utf-8")
    if year:
        (path.parent / "set.toml").write_text(f"year = {year}\n", encoding="utf-8")
    return path


def replaced(old: str, new: str) -> Edit:
    """An edit that puts ``new`` for ``old``, which has to be there."""

    def edit(text: str) -> str:
        assert old in text, old
        return text.replace(old, new)

    return edit


def titled(pattern: str) -> Edit:
    """An edit of the title's pattern."""
    return lambda text: re.sub(r"(?m)^title  = .*$", lambda _: f"title = ['{pattern}']", text)


def without_table(name: str) -> Edit:
    """An edit that drops a table."""

    def edit(text: str) -> str:
        parts = re.split(r"(?m)^(?=\[)", text)
        own = f"[table.{name}]", f"[table.{name}."
        kept = [part for part in parts if not part.startswith(own)]
        assert len(kept) < len(parts), name
        return "".join(kept)

    return edit


def without_line(name: str) -> Edit:
    """An edit that drops a field or column."""

    def edit(text: str) -> str:
        new, count = re.subn(rf"(?m)^{name}\s*= {{.*\n", "", text)
        assert count, name
        return new

    return edit
