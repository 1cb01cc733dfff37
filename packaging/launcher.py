"""Start of the frozen program: the command line, or a module of it as a process of its own.

The program starts processes as ``sys.executable -m xlform.…``. Frozen, the executable is the
program itself, so this start understands ``-m`` as Python does, for modules of the program only.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
from collections.abc import Sequence
from typing import Final

# Options of Python that say how it starts; the frozen program always starts in the same way.
_OPTIONS: Final = frozenset({"-B", "-E", "-I", "-P", "-S", "-s", "-u"})


def module_to_run(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Return the module of ``-m`` and its arguments; "" where the command line is meant."""
    rest = list(arguments)
    while rest and rest[0] in _OPTIONS:
        rest.pop(0)
    if len(rest) > 1 and rest[0] == "-m" and rest[1].split(".")[0] == "xlform":
        return rest[1], rest[2:]
    return "", list(arguments)


def restore_library_path() -> None:
    """Give programs started from here (browser, LibreOffice) the system's libraries, not ours."""
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if original:
        os.environ["LD_LIBRARY_PATH"] = original


def start() -> None:
    """Run what the arguments of the process ask for; ends the process."""
    multiprocessing.freeze_support()
    restore_library_path()
    module, arguments = module_to_run(sys.argv[1:])
    if module:
        sys.argv[1:] = arguments
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return
    from xlform.__main__ import main  # noqa: PLC0415  (another process needs no command line)

    sys.exit(main())


if __name__ == "__main__":
    start()
