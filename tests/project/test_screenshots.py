"""Pictures of the documentation: each is shown and small, a script takes those of the page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
SCRIPT = DOCS / "make_screenshots.py"
BYTES_AT_MOST = 60 << 10
_PICTURE = re.compile(r"!\[([^\]]+)\]\(images/(\w+)\.png\)")


def test_every_screenshot_is_shown_and_taken_by_the_script() -> None:
    pages = {path.stem: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    found = {name: _PICTURE.findall(text) for name, text in pages.items()}
    shown = [one for pictures in found.values() for one in pictures]
    images = {path.stem: path.stat().st_size for path in (DOCS / "images").iterdir()}
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    taken = {
        one.name
        for one in tree.body
        if isinstance(one, ast.FunctionDef) and one.args.args and one.args.args[0].arg == "page"
    } - {"_link", "_read"}
    assert sorted(name for _, name in shown) == sorted(images)
    assert sorted(name for _, name in found["serve"]) == sorted(taken)
    assert all(len(said) > 5 for said, _ in shown)  # what it shows, for those who can't see it
    assert max(images.values()) <= BYTES_AT_MOST
