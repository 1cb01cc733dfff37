"""Text to XML and back: the standard library's way loads its network half along with it."""

from __future__ import annotations

from collections.abc import Mapping


def escape(text: str) -> str:
    """Return a text as element content."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def unescape(text: str, entities: Mapping[str, str]) -> str:
    """Return the text of escaped content; ``entities`` are resolved besides the usual three."""
    text = text.replace("&lt;", "<").replace("&gt;", ">")
    for entity, meant in entities.items():
        text = text.replace(entity, meant)
    return text.replace("&amp;", "&")


def quoteattr(text: str) -> str:
    """Return a text as a quoted attribute value; line breaks and tabs survive."""
    if text.isalnum():  # most values are
        return f'"{text}"'
    text = escape(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    if '"' not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace('"', "&quot;") + '"'
