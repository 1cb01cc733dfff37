"""Refusal of a request: its status, and the sentence that says why."""

from __future__ import annotations


class Refused(Exception):
    """A request that is not carried out; ``key`` is that of the sentence in the catalog."""

    def __init__(self, status: int, key: str, **details: object) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.details = details
