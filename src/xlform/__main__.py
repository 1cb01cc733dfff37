"""The entry point of the ``xlform`` command: language first, then click, then one exit code."""

from __future__ import annotations

import gc
import io
import sys

from xlform.messages import LANGUAGES, set_language, translate

USAGE = 2
UNREADABLE = 3
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code of the contract."""
    arguments = sys.argv[1:] if arguments is None else arguments
    # Starting makes objects by the ten thousand and drops hardly one: collect them less often.
    gc.set_threshold(50_000, 20, 50)
    _settle_streams()
    _choose_language(arguments)
    import click  # noqa: PLC0415  (after the language: help pages are written in it)

    from xlform.cli.program import program  # noqa: PLC0415
    from xlform.cli.wording import usage_sentence  # noqa: PLC0415
    from xlform.errors import XlformError  # noqa: PLC0415

    try:
        code = program.main(arguments, prog_name="xlform", standalone_mode=False)
    except click.ClickException as error:
        sys.stderr.write(usage_sentence(error) + "\n")
        return USAGE
    except XlformError as error:
        sys.stderr.write(f"{error}\n")
        return UNREADABLE
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("\n" + translate("cli.interrupted") + "\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, a pager) has had enough.
        sys.stderr.close()
        return 0
    # The process ends here: nothing is left worth collecting. DuckDB counts what is left, aloud.
    if "_duckdb" not in sys.modules:
        gc.freeze()
    return code if isinstance(code, int) else 0


def _settle_streams() -> None:
    """Data goes out as UTF-8 whatever the console's code page; a console shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def _choose_language(arguments: list[str]) -> None:
    """``--lang`` wherever it stands, before any help page is written."""
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
