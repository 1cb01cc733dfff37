"""The entry point of the ``xlform`` command: whether it is watched, then the command line.

What is loaded here is loaded before a watched command is forked, so it is little.
"""

from __future__ import annotations

import gc
import os
import sys

# The commands that read files of others in this process, and those that have a pool.
_READERS = frozenset({"import", "check", "fix", "write", "blank", "convert", "diff", "template"})
_POOLED = frozenset({"summarize", "review"})
# The exit code of a command that Ctrl-C stopped.
_INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return an :class:`~xlform.cli.exit_codes.ExitCode`.

    The program's own command line, which is read where none is given, ends this process. It runs in
    a process that is watched if it reads files of others.
    """
    if arguments is not None:
        return _run(arguments)
    try:
        if hasattr(os, "fork") and not _READERS.isdisjoint(sys.argv[1:4]):
            from xlform.isolation.supervisor import supervised  # noqa: PLC0415  (not on Windows)

            supervised(lambda: _run(sys.argv[1:]), _sentence)
        return _run(sys.argv[1:])
    except KeyboardInterrupt:  # while loading
        sys.stderr.write("\n" + _sentence("cli.interrupted") + "\n")
        return _INTERRUPTED


def _run(arguments: list[str]) -> int:
    # Loading creates tens of thousands of objects and drops hardly one: collect less often.
    gc.set_threshold(50_000, 20, 50)
    if not (_READERS | _POOLED).isdisjoint(arguments[:3]):
        from xlform.cli.late_modules import load_packages  # noqa: PLC0415  (before anything loads them)

        load_packages()
    from xlform.cli.run import run  # noqa: PLC0415  (in the process of its own)

    return run(arguments)


def _sentence(key: str) -> str:
    """Return a message in the language of the command line."""
    from xlform.cli.run import choose_language  # noqa: PLC0415  (if something went wrong)
    from xlform.messages import translate  # noqa: PLC0415

    choose_language(sys.argv[1:])
    return translate(key)


if __name__ == "__main__":
    sys.exit(main())
