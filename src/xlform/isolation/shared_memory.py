"""The layout of the memory that a command shares with the process that watches it.

Bytes in use, whether a file is being read, whether the command is complete; then the entries, each
its kind, the length of its content and that. Loaded before a command is forked: it loads nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap

BEGUN, ENDED = b"b", b"e"
_LENGTH, _READING, _COMPLETE, _ENTRIES = 0, 8, 9, 16
_HEAD = 8
_BYTE = 255


def add_entry(memory: mmap, kind: bytes, content: bytes) -> None:
    """Add an entry, if there is room; it counts only once it is whole."""
    start = int.from_bytes(memory[_LENGTH:_READING], "little") or _ENTRIES
    end = start + _HEAD + len(content)
    if end <= len(memory):
        memory[start : start + _HEAD] = kind + len(content).to_bytes(_HEAD - 1, "little")
        memory[start + _HEAD : end] = content
        memory[_LENGTH:_READING] = end.to_bytes(8, "little")


def set_reading(memory: mmap, *, reading: bool) -> None:
    """Set whether a file is being read; what is done with it may wait for other programs."""
    memory[_READING] = reading


def touch(memory: mmap) -> None:
    """Show that the file being read makes progress."""
    if memory[_READING]:
        memory[_READING] = memory[_READING] % _BYTE + 1


def set_complete(memory: mmap) -> None:
    """Set that the command came to its end."""
    memory[_COMPLETE] = 1


def is_complete(memory: mmap) -> bool:
    """Return whether the command came to its end."""
    return bool(memory[_COMPLETE])


def reading_state(memory: mmap) -> tuple[int, int]:
    """Return a number that changes with every entry, and one while a file is being read.

    The second is 0 where none is, and changes with every sign of progress.
    """
    return int.from_bytes(memory[_LENGTH:_READING], "little"), memory[_READING]


def take_entries(memory: mmap) -> list[tuple[bytes, bytes]]:
    """Return the entries, kind and content, and remove them."""
    found: list[tuple[bytes, bytes]] = []
    end = int.from_bytes(memory[_LENGTH:_READING], "little")
    start = _ENTRIES
    while start < end:
        length = int.from_bytes(memory[start + 1 : start + _HEAD], "little")
        content = start + _HEAD
        found.append((memory[start : start + 1], memory[content : content + length]))
        start = content + length
    memory[_LENGTH:_ENTRIES] = bytes(_ENTRIES)
    return found
