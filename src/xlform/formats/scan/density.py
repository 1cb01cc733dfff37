"""Pages with more text than any form has: they are refused before anything is recognised."""

from __future__ import annotations

from collections.abc import Iterable

from xlform.formats.scan.content import Box, DensePageError

# Width of all lines of a page in their heights: about how many wide characters it may hold. The
# densest forms hold 930, a page of an official document 620 (GB/T 9704-2012, 5.2.2); this many take
# 8 s of CPU. A line takes a while by itself, however short it is.
_CHARACTERS_AT_MOST, _A_LINE = 2_500, 0.4


def require_readable(lines: Iterable[Box]) -> None:
    """Raise :class:`DensePageError` for lines of a page that take too long to recognise."""
    written = sum(_A_LINE + line.width / max(1, line.height) for line in lines)
    if written > _CHARACTERS_AT_MOST:
        raise DensePageError
