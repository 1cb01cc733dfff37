"""The sign that a process is at work: reading a scan of many pages, it waits for another one.

Whoever watches a process ends it when it has not been heard of for long; a page that was read
counts as a word from it.
"""

from __future__ import annotations

from collections.abc import Callable


class Heartbeat:
    """Signs of this process; ``send`` is how they reach whoever watches it, ``None`` if nobody."""

    def __init__(self) -> None:
        self.send: Callable[[], None] | None = None

    def beat(self) -> None:
        """Show that the file being read makes progress."""
        if self.send is not None:
            self.send()


# One for the process, as its limits are.
heartbeat = Heartbeat()
