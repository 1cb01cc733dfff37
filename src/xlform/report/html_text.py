"""Text of files in a page: no markup of theirs, and control characters as signs."""

from __future__ import annotations

import html

from xlform.terminal.visible import visible


def escape(text: str) -> str:
    """Return a text for a page or one of its attributes."""
    return html.escape(visible(text))
