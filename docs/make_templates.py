"""Write the messages of ``xlform template check`` into docs/templates.md from the catalog.

``python docs/make_templates.py`` writes them; the suite compares the page with what this would
write.
"""

from __future__ import annotations

import re
from pathlib import Path

from xlform.messages.catalog import CATALOG

PAGE = Path(__file__).with_name("templates.md")
MARK = "<!-- 以下由 python docs/make_templates.py 写出 -->\n"
_FAULT = "fault."
_GAP = re.compile(r"\{[a-z_]+\}")


def page() -> str:
    """Return the page with the table of messages at its end."""
    head, mark, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    codes = [key for key in CATALOG if key.startswith(_FAULT)]
    rows = [f"| `{key.removeprefix(_FAULT)}` | {_sentence(CATALOG[key][0])} |" for key in codes]
    return (
        f"{head}{mark}\n| 代号 | 说的话（…… 处是具体的字） |\n|---|---|\n" + "\n".join(rows) + "\n"
    )


def _sentence(text: str) -> str:
    shown = _GAP.sub("……", text).replace("{{", "{").replace("}}", "}")
    return shown.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
