"""Texts go into XML and out of it just as the standard library puts them."""

from __future__ import annotations

from xml.sax import saxutils

from hypothesis import given
from hypothesis import strategies as st

from xlform.ooxml.escaping import escape, quoteattr, unescape

ENTITIES = {"&quot;": '"', "&apos;": "'"}
TEXTS = st.text(st.sampled_from("&<>\"'\n\r\tagltmpquos;#甲 "))


@given(TEXTS)
def test_escaping_is_the_standard_librarys(text: str) -> None:
    assert escape(text) == saxutils.escape(text)
    assert quoteattr(text) == saxutils.quoteattr(text)
    assert unescape(text, ENTITIES) == saxutils.unescape(text, ENTITIES)


@given(TEXTS)
def test_what_is_escaped_comes_back(text: str) -> None:
    assert unescape(escape(text), {}) == text
