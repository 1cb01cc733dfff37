"""The work on one file, the same in this process, in another one and on another machine."""

from __future__ import annotations

import hashlib
from pathlib import Path

from xlform.checking.check import Checker
from xlform.errors import XlformError
from xlform.files.contents import input_bytes
from xlform.files.input_file import MAY_HOLD_FORMS, InputFile
from xlform.files.name_patterns import is_url
from xlform.grid.model import Grid
from xlform.isolation.failures import crash_problem
from xlform.messages import set_language
from xlform.model.regular_file import FILE_AT_MOST
from xlform.submission.read import Submission, read_with_grid, read_workbook
from xlform.summary.layout import layouts
from xlform.summary.record import RecordBuilder, encoded, failed_record
from xlform.summary.setup import Setup
from xlform.summary.several_units import require_one_unit
from xlform.template.store import load_templates, template_folders


class FileWorker:
    """Makes the records of files; rules, settings and templates are loaded once."""

    def __init__(self, setup: Setup) -> None:
        set_language(setup.language)
        known = load_templates(template_folders(setup.templates))
        self._known = {template.name: template for template in known}
        self._templates = setup.templates
        self._checker = Checker(setup.project, setup.templates)
        self._builder = RecordBuilder(known, layouts(known), self._checker.context.words)

    def record(self, file: InputFile) -> bytes:
        """Return the encoded record of a file; for one that can't be read, with the reason."""
        try:
            submission, grid = self._read(file)
            require_one_unit(submission, self._known, file.info.path)
            findings = self._checker.findings(submission, grid)
            return encoded(self._builder.record(submission, findings))
        except XlformError as problem:
            no_forms = problem.code not in MAY_HOLD_FORMS
            failed = failed_record(str(problem), _hash(file), no_forms=no_forms, code=problem.code)
            return encoded(failed)
        except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
            raise
        except BaseException as crash:  # noqa: BLE001  (a native panic is no Exception)
            crashed = crash_problem(file.info.path, crash)
            return encoded(failed_record(str(crashed), _hash(file), code=crashed.code))

    @staticmethod
    def failed(problem: str) -> bytes:
        """Return the encoded record of a file whose process died or was too slow."""
        return encoded(failed_record(problem))

    def _read(self, file: InputFile) -> tuple[Submission, Grid | None]:
        if file.members or is_url(file.location):
            return read_workbook(input_bytes(file), Path(file.info.path), self._templates)
        return read_with_grid(file.location, self._templates)


def _hash(file: InputFile) -> str:
    """Return the SHA-256 of a file that was not read as a submission; "" if it has no bytes."""
    try:
        readable = 0 < file.info.size <= FILE_AT_MOST
        return hashlib.sha256(input_bytes(file)).hexdigest() if readable else ""
    except (XlformError, OSError, ValueError, MemoryError):
        return ""
