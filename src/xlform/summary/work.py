"""The work on one file, the same in this process, in another one and on another machine."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import msgspec

from xlform.checking.check import Checker
from xlform.checking.settings import Project
from xlform.errors import FileProblem, XlformError
from xlform.files.contents import input_bytes
from xlform.files.input_file import InputFile, is_url
from xlform.formats.source import FILE_AT_MOST
from xlform.grid.model import Grid
from xlform.messages import set_language
from xlform.submission.read import Submission, read_with_grid, read_workbook
from xlform.summary.layout import layouts
from xlform.summary.record import Recorder, encoded, refused
from xlform.template.store import load_templates, templates_folder

# What is wrong with a file that may hold forms all the same; nobody sees whether it does.
_UNTOLD: Final = frozenset(
    {"damaged", "damaged-workbook", "encrypted", "missing-file", "unreadable"}
)


class Setup(msgspec.Struct, frozen=True):
    """What all processes have to agree on; ``templates`` is ``None`` for those shipped."""

    project: Project
    templates: Path | None
    language: str


def fingerprint(setup: Setup) -> str:
    """One text for all that a record depends on beside its file and the program's version."""
    folder = setup.templates or templates_folder()
    project = setup.project
    told = hashlib.sha256(f"{setup.language}\n".encode())
    told.update(msgspec.json.encode(_settings(project), enc_hook=str, order="deterministic"))
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        told.update(path.relative_to(folder).as_posix().encode() + b"\0")
        told.update(path.read_bytes())
    for path in (*project.words, *project.data.values()):
        told.update(path.read_bytes())
    return told.hexdigest()


def _settings(project: Project) -> Project:
    """A project without where its files lie: what they hold is told."""
    data = dict.fromkeys(project.data, Path())
    return msgspec.structs.replace(project, words=(), data=data)


class Work:
    """Rules, settings and templates made ready once, for any number of files."""

    def __init__(self, setup: Setup) -> None:
        set_language(setup.language)
        known = load_templates(setup.templates or templates_folder())
        self._templates = setup.templates
        self._checker = Checker(setup.project, setup.templates)
        self._recorder = Recorder(known, layouts(known), self._checker.context.words)

    def record(self, one: InputFile) -> bytes:
        """The encoded record of a file; of one that can't be read, the record that says why."""
        try:
            submission, grid = self._read(one)
            findings = self._checker.findings(submission, grid)
            return encoded(self._recorder.record(submission, findings))
        except XlformError as problem:
            formless = problem.code not in _UNTOLD
            return encoded(refused(str(problem), _hash(one), formless=formless))
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as crash:  # noqa: BLE001  (a native panic is no Exception)
            reason = f"{type(crash).__name__}: {crash}".removesuffix(": ")
            told = FileProblem("crashed", path=one.info.path, reason=reason)
            return encoded(refused(str(told), _hash(one)))

    def _read(self, one: InputFile) -> tuple[Submission, Grid | None]:
        if one.members or is_url(one.location):
            return read_workbook(input_bytes(one), Path(one.info.path), self._templates)
        return read_with_grid(one.location, self._templates)


def _hash(one: InputFile) -> str:
    """The hash of a file that was not read as a submission; "" where not even its bytes are."""
    try:
        small = one.info.size <= FILE_AT_MOST
        return hashlib.sha256(input_bytes(one)).hexdigest() if small and one.info.size else ""
    except (XlformError, OSError, ValueError, MemoryError):
        return ""
