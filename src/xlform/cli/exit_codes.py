"""The exit codes of every command, as other programs rely on them."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit code of a command.

    The first that applies counts, from the bottom up: a file that could not be read goes before
    findings, and the other files are still done.
    """

    OK = 0
    FINDINGS = 1  # at or above ``--fail-on``, or something that a person has to see to
    USAGE = 2
    UNREADABLE = 3  # a file could not be read or written
    INTERRUPTED = 130  # 128 + SIGINT, as shells count it
