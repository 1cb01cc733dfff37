"""A file of the hostile corpus."""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """A file by its name; an ``honest`` one is extreme but right, and its forms are read.

    These are the forms of the sample.
    """

    name: str
    content: bytes
    honest: bool = False
