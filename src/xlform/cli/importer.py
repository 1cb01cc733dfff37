"""The work of ``xlform import`` once its arguments are known."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import click

from xlform.cli.watching import read_watched, terminal_paint
from xlform.errors import FileProblem
from xlform.messages import translate
from xlform.model.submission import Target
from xlform.submission import read as submission
from xlform.submission.read import Submission
from xlform.template.store import load_templates, templates_folder
from xlform.terminal.tree import tree_lines, unpainted

_FILE_COLUMNS = 120
_UNREADABLE = 3


class Importer:
    """Reads the files once, writes as it goes, counts exactly."""

    def __init__(self, paths: list[str], output: str | None, form: str, *, full: bool) -> None:
        self._paths = paths
        self._output = output
        self._form = form
        self._full = full
        self._problems: list[str] = []
        self._counts = dict.fromkeys(
            ("files", "forms", "indicators", "slots", "notes", "unread"), 0
        )
        self._templates = load_templates(templates_folder())

    def run(self) -> int:
        """Do it all; 3 if any file could not be read or the output not be written."""
        if self._form in ("csv", "parquet", "xlsx"):
            self._export()
        else:
            self._print()
        for problem in self._problems:
            click.echo(problem, err=True)
        self._say_counts()
        return _UNREADABLE if self._problems else 0

    # Text: a tree, or a JSON object a line

    def _print(self) -> None:
        if self._output:
            from xlform.files.output import atomic_file  # noqa: PLC0415  (only where a file is asked for)

            with atomic_file(Path(self._output)) as stream:
                self._write_each(stream, _FILE_COLUMNS, unpainted)
            return
        columns = shutil.get_terminal_size((_FILE_COLUMNS, 0)).columns
        if self._form == "tree" and len(self._paths) > 1 and sys.stdout.isatty():
            # The bar and the trees share the terminal: first the one, then the others.
            outcomes = list(self._read())
            for outcome in outcomes:
                self._write(outcome, sys.stdout, columns, terminal_paint())
            return
        self._write_each(sys.stdout, columns, terminal_paint())

    def _write_each(self, stream: TextIO, columns: int, paint: Callable[[str, str], str]) -> None:
        for outcome in self._read():
            self._write(outcome, stream, columns, paint)

    def _write(
        self, found: Submission, stream: TextIO, columns: int, paint: Callable[[str, str], str]
    ) -> None:
        if self._form == "tree":
            known = {template.name: template for template in self._templates}
            lines = tree_lines(found, known, columns=columns, full=self._full, paint=paint)
            stream.write("\n".join(lines) + "\n")
        else:
            stream.write(found.json(indent=2 if self._indented() else 0) + "\n")
        stream.flush()

    def _indented(self) -> bool:
        return self._form == "json" and len(self._paths) == 1

    # Tables: CSV, Parquet, a workbook

    def _export(self) -> None:
        from xlform import export  # noqa: PLC0415  (only for the formats that write tables)

        found = list(self._read())
        if not found or self._output is None:
            return
        write = {
            "csv": export.write_csv,
            "parquet": export.write_parquet,
            "xlsx": export.write_xlsx,
        }
        try:
            write[self._form](Path(self._output), found)
        except OSError as reason:
            text = reason.strerror or str(reason)
            raise FileProblem("unwritable", path=self._output, reason=text) from reason

    # Reading and counting

    def _read(self) -> Iterator[Submission]:
        for _, found in read_watched(self._paths, submission.read, self._problems):
            self._count(found)
            yield found

    def _count(self, found: Submission) -> None:
        counts = self._counts
        counts["files"] += 1
        counts["forms"] += len(found.forms)
        counts["unread"] += len(found.unread)
        for form in found.forms:
            counts["notes"] += len(form.notes)
            for rows in form.tables.values():
                for row in rows:
                    target = row.get("target")
                    if isinstance(target, Target):
                        empty = target.type == "empty" and not row.get("level3")
                        counts["slots" if empty else "indicators"] += 1

    def _say_counts(self) -> None:
        """The last line; on standard error where standard output carries data."""
        to_error = self._form != "tree" or self._output is not None
        failed = len(self._problems)
        line = translate("import.counts", total=len(self._paths), failed=failed, **self._counts)
        click.echo(line, err=to_error)
