"""The entry point of the ``xlform`` command: language first, then click, then one exit code."""

from __future__ import annotations

import gc
import io
import sys

from xlform.cli.exit_codes import ExitCode
from xlform.messages import LANGUAGES, set_language, translate


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return an :class:`~xlform.cli.exit_codes.ExitCode`."""
    arguments = sys.argv[1:] if arguments is None else arguments
    # Loading creates tens of thousands of objects and drops hardly one: collect less often.
    gc.set_threshold(50_000, 20, 50)
    _set_encodings()
    _choose_language(arguments)
    import click  # noqa: PLC0415  (after the language: help pages are written in it)

    from xlform.cli.localized import usage_sentence  # noqa: PLC0415
    from xlform.cli.program import program  # noqa: PLC0415
    from xlform.cli.verbosity import verbosity  # noqa: PLC0415
    from xlform.errors import XlformError  # noqa: PLC0415
    from xlform.terminal.visible import visible  # noqa: PLC0415

    try:
        code = program.main(arguments, prog_name="xlform", standalone_mode=False)
    except click.ClickException as error:
        sys.stderr.write(visible(usage_sentence(error)) + "\n")
        verbosity.record("problem", usage_sentence(error))
        return ExitCode.USAGE
    except XlformError as error:
        sys.stderr.write(visible(f"{error}\n"))
        verbosity.record("problem", str(error))
        return ExitCode.UNREADABLE
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("\n" + translate("cli.interrupted") + "\n")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, a pager) has closed it.
        sys.stderr.close()
        return ExitCode.OK
    finally:
        verbosity.close()
    # The process ends here, so nothing has to be collected; DuckDB prints warnings about leaks.
    if "_duckdb" not in sys.modules:
        gc.freeze()
    return code if isinstance(code, int) else 0


def _set_encodings() -> None:
    """Write data as UTF-8 whatever the console's code page; a console replaces what it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def _choose_language(arguments: list[str]) -> None:
    """Set the language of ``--lang`` at any place, before a help page is written."""
    for position, argument in enumerate(arguments):
        if argument == "--":
            return
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or (arguments[position + 1 : position + 2] or [""])[0]
            if value in LANGUAGES:
                set_language(value)


if __name__ == "__main__":
    sys.exit(main())
