"""A command line from its words to its exit code: language first, then click where it is needed."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import TYPE_CHECKING, Final, cast

from xlform.cli.exit_codes import ExitCode
from xlform.cli.standard_streams import OutputLost, standard_streams
from xlform.errors import FileProblem, XlformError, system_reason
from xlform.isolation.journal import journal
from xlform.messages import LANGUAGES, set_language, translate

if TYPE_CHECKING:
    import click

# Set by shells that ask click for completions.
_COMPLETION: Final = "_XLFORM_COMPLETE"


def run(arguments: list[str]) -> int:
    """Run the command line; return an :class:`~xlform.cli.exit_codes.ExitCode`.

    An error that nothing foresaw is one sentence too: 1 means findings, never a failure of ours.
    """
    standard_streams.open()
    _set_encodings()
    choose_language(arguments)
    return _completed(arguments)


def _completed(arguments: list[str]) -> int:
    """Run the command and close its outputs; return its exit code."""
    from xlform.cli.verbosity import verbosity  # noqa: PLC0415  (after the language, as below)

    code = _code(arguments)
    if (error := standard_streams.lost()) is not None:
        _tell(translate("cli.output-lost", reason=system_reason(error)))
        code = ExitCode.UNREADABLE
    if (problem := verbosity.close()) is not None:
        _tell(str(problem))
        code = ExitCode.UNREADABLE
    # The process ends here, so nothing has to be collected; DuckDB prints warnings about leaks.
    if "_duckdb" not in sys.modules:
        gc.freeze()
    return code


def _code(arguments: list[str]) -> int:
    """Run the command; return its exit code, with a sentence told on what stopped it."""
    try:
        journal.check_settings()
        code = _print_files(arguments[1:]) if _is_plain(arguments) else _by_click(arguments)
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001  (a native panic is no Exception)
        return _stopped(error)
    return code if isinstance(code, int) else 0


def _is_plain(arguments: list[str]) -> bool:
    """Return True for ``import`` with names of files and no option, which needs no parser."""
    return (
        len(arguments) > 1
        and arguments[0] == "import"
        and all(name and not name.startswith("-") for name in arguments)
        and _COMPLETION not in os.environ
    )


def _print_files(files: list[str]) -> int:
    """Print files as ``import`` does; loading click would take a tenth of it."""
    from xlform.cli.import_run import print_files  # noqa: PLC0415  (of this command alone)

    try:
        return print_files(files)
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("\n")  # closes the line with ^C, as click does
        raise KeyboardInterrupt from None


def _by_click(arguments: list[str]) -> object:
    """Run a command by click; return what it returns."""
    from xlform.cli.program import program  # noqa: PLC0415  (after the language of help pages)

    return program.main(arguments, prog_name="xlform", standalone_mode=False)


def _stopped(error: BaseException) -> int:
    """Tell what stopped the command, or that Ctrl-C did; return the exit code."""
    from xlform.cli.usage import is_abort, is_usage_error  # noqa: PLC0415  (most commands end well)

    if is_usage_error(error):
        from xlform.cli.localized import usage_sentence  # noqa: PLC0415  (with click)

        _tell(usage_sentence(cast("click.ClickException", error)))
        return ExitCode.USAGE
    if isinstance(error, KeyboardInterrupt) or is_abort(error):
        sys.stderr.write("\n" + translate("cli.interrupted") + "\n")
        return ExitCode.INTERRUPTED
    return _failed(error)


def _failed(error: BaseException) -> int:
    """Tell in one sentence what stopped the command; return the exit code."""
    if isinstance(error, XlformError):
        _tell(str(error))
        if error.code == "limit-setting":
            return ExitCode.USAGE
    elif isinstance(error, OSError | MemoryError):
        if isinstance(error, MemoryError):
            journal.give_up_for_memory()
        _tell(_system_sentence(error))
    elif not isinstance(error, OutputLost):  # that is told when the output is closed
        unforeseen(error)
    return ExitCode.UNREADABLE


def unforeseen(crash: BaseException) -> None:
    """Tell an error that nothing foresaw, with the traceback if verbose."""
    from xlform.cli.verbosity import detail  # noqa: PLC0415  (after the language)

    reason = f"{type(crash).__name__}: {crash}".removesuffix(": ")
    _tell(translate("cli.crashed", reason=reason))
    import traceback  # noqa: PLC0415  (takes a hundredth of a short run)

    detail("".join(traceback.format_exception(crash)))


def _tell(sentence: str) -> None:
    from xlform.cli.verbosity import problem  # noqa: PLC0415  (after the language)

    problem(sentence)


def _system_sentence(error: OSError | MemoryError) -> str:
    """Return the sentence on what the system refused, with the file where it names one."""
    path = getattr(error, "filename", None)
    if path is None:
        return translate("cli.system-error", reason=system_reason(error))
    path = os.fsdecode(path) if isinstance(path, bytes | os.PathLike) else str(path)
    return str(FileProblem("refused", path=path, reason=system_reason(error)))


def _set_encodings() -> None:
    """Write data as UTF-8 whatever the console's code page; a console replaces what it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def choose_language(arguments: list[str]) -> None:
    """Set the language of ``--lang`` at any place, before a help page is written."""
    for position, argument in enumerate(arguments):
        if argument == "--":
            return
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or (arguments[position + 1 : position + 2] or [""])[0]
            if value in LANGUAGES:
                set_language(value)
