"""A command line from its words to its exit code: language first, then click."""

from __future__ import annotations

import gc
import io
import os
import sys

from xlform.cli.exit_codes import ExitCode
from xlform.cli.standard_streams import OutputLost, standard_streams
from xlform.errors import FileProblem, XlformError, system_reason
from xlform.isolation.journal import journal
from xlform.messages import LANGUAGES, set_language, translate


def run(arguments: list[str]) -> int:
    """Run the command line; return an :class:`~xlform.cli.exit_codes.ExitCode`.

    An error that nothing foresaw is one sentence too: 1 means findings, never a failure of ours.
    """
    # Loading creates tens of thousands of objects and drops hardly one: collect less often.
    gc.set_threshold(50_000, 20, 50)
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
    import click  # noqa: PLC0415  (after the language: help pages are written in it)

    from xlform.cli.localized import usage_sentence  # noqa: PLC0415
    from xlform.cli.program import program  # noqa: PLC0415

    try:
        journal.check_settings()
        code = program.main(arguments, prog_name="xlform", standalone_mode=False)
    except click.ClickException as error:
        _tell(usage_sentence(error))
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("\n" + translate("cli.interrupted") + "\n")
        return ExitCode.INTERRUPTED
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001  (a native panic is no Exception)
        return _failed(error)
    return code if isinstance(code, int) else 0


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
