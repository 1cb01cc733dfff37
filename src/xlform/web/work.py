"""Work on files that come from outside, done in worker processes: tasks, and what they return.

A task names a function of the package, so that the server need not import it. The function is
called as ``function(desk, file, *arguments)`` with the :class:`Desk` of its process and returns
bytes. An :class:`~xlform.errors.XlformError` it raises is the sentence of the outcome.
"""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import msgspec

from xlform.errors import FileProblem, XlformError
from xlform.files.input_file import FileInfo, InputFile
from xlform.formats.scan.kept_scans import ScanFolder, keeping_scans
from xlform.messages import set_language, word_for_pages
from xlform.model.resources import add_template_folders, template_folders
from xlform.terminal.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlform.checking.check import Checker
    from xlform.checking.settings import Project
    from xlform.summary.record import RecordBuilder
    from xlform.template.form import FormTemplate

# An argument of a task.
Argument = str | int | bool | bytes | None


class Task(msgspec.Struct, frozen=True):
    """Work on one file: the function as ``package.module:name``, and its further arguments.

    ``templates`` is the number of times that templates were saved before it, ``scans`` the folder
    in which the content of scans is kept, "" for none.
    """

    function: str
    file: InputFile
    arguments: tuple[Argument, ...] = ()
    language: str = "zh"
    templates: int = 0
    scans: str = ""

    @property
    def info(self) -> FileInfo:
        """Return the name that messages use."""
        return self.file.info


class Outcome(msgspec.Struct, frozen=True, array_like=True):
    """What a function returned, or the sentence that says why it returned nothing."""

    data: bytes = b""
    problem: str = ""
    code: str = ""


class Work(Protocol):
    """A function that a task may name."""

    def __call__(self, desk: Desk, file: InputFile, /, *arguments: Argument) -> bytes:
        """Return the result of the work."""
        ...


_encoder, _decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Outcome)


def outcome_of(data: bytes) -> Outcome:
    """Return the outcome in the bytes that a worker sent."""
    return _decoder.decode(data)


class WorkerSettings(msgspec.Struct, frozen=True):
    """Settings of the worker processes: their number, the settings file, the language at first.

    ``jobs`` is the number of processes that read, 0 for one a core. ``templates`` is the folder to
    which templates are saved, by default the first one of the district's own.
    """

    jobs: int = 0
    config: Path | None = None
    language: str = "zh"
    templates: Path | None = None


class Desk:
    """What the functions of a process share: settings, templates and rules, in one language."""

    def __init__(self, settings: WorkerSettings, language: str) -> None:
        self._settings = settings
        self.language = language
        # Files kept ready by the work of pages, see :mod:`xlform.web.current_file`.
        self.current_files: dict[object, object] = {}

    def load(self) -> None:
        """Load what reading takes."""
        _ = self.builder

    @cached_property
    def templates(self) -> Mapping[str, FormTemplate]:
        """Return the templates by name."""
        from xlform.template.store import load_templates  # noqa: PLC0415  (in workers only)

        known = load_templates(template_folders())
        return {template.name: template for template in known}

    @cached_property
    def project(self) -> Project:
        """Return the settings of the server's settings file, else the defaults.

        They hold the sentence on what they change, for every page and report.
        """
        from xlform.checking.settings import Project  # noqa: PLC0415  (in workers only)
        from xlform.checking.settings_note import project_from  # noqa: PLC0415  (as above)

        config = self._settings.config
        return project_from(config) if config else Project()

    @cached_property
    def checker(self) -> Checker:
        """Return the checker with the rules and settings of the server."""
        from xlform.checking.check import Checker  # noqa: PLC0415  (in workers only)

        return Checker(self.project)

    def checker_of(self, accepted: str) -> Checker:
        """Return the checker that leaves out the findings in a part of a project file."""
        if not accepted:
            return self.checker
        import tomllib  # noqa: PLC0415  (few rounds need it)

        from xlform.checking.settings import Accepted  # noqa: PLC0415  (as above)

        found = tomllib.loads(accepted).get("accepted", ())
        return self.checker.accepting(msgspec.convert(found, tuple[Accepted, ...]))

    @cached_property
    def builder(self) -> RecordBuilder:
        """Return the builder of the records that summaries are made of."""
        from xlform.summary.layout import layouts  # noqa: PLC0415  (in workers only)
        from xlform.summary.record import RecordBuilder  # noqa: PLC0415

        known = tuple(self.templates.values())
        return RecordBuilder(known, layouts(known), self.checker.context.words)


class DeskWorker:
    """Does tasks in a worker process; rules and templates are loaded once for each language."""

    def __init__(self, settings: WorkerSettings) -> None:
        word_for_pages()
        self._settings = settings
        self._templates = 0
        _use_folder(settings.templates)
        self._desks = {settings.language: Desk(settings, settings.language)}
        set_language(settings.language)
        self._desks[settings.language].load()  # before any file is charged for it

    def record(self, task: Task) -> bytes:
        """Return the outcome of a task, encoded."""
        return _encoder.encode(self._outcome(task))

    @staticmethod
    def failed(problem: str) -> bytes:
        """Return the outcome of a task whose process died or was too slow, encoded."""
        return _encoder.encode(Outcome(problem=visible(problem), code="process"))

    def _outcome(self, task: Task) -> Outcome:
        set_language(task.language)
        if task.templates != self._templates:
            self._load_templates_anew(task.templates)
        desk = self._desks.get(task.language)
        if desk is None:
            desk = self._desks[task.language] = Desk(self._settings, task.language)
        scans = ScanFolder(Path(task.scans)) if task.scans else None
        try:
            with keeping_scans(scans):
                return Outcome(_function(task.function)(desk, task.file, *task.arguments))
        except XlformError as problem:
            return Outcome(problem=visible(str(problem)), code=problem.code)
        except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
            raise
        except BaseException as crash:  # noqa: BLE001  (a native panic is no Exception)
            reason = f"{type(crash).__name__}: {crash}".removesuffix(": ")
            crashed = FileProblem("crashed", path=task.info.path, reason=reason)
            return Outcome(problem=visible(str(crashed)), code=crashed.code)

    def _load_templates_anew(self, templates: int) -> None:
        """Forget what was made of the templates: some were saved since."""
        from xlform.template.store import load_templates  # noqa: PLC0415  (in workers only)

        _use_folder(self._settings.templates)
        load_templates.cache_clear()
        self._desks.clear()
        self._templates = templates


def _use_folder(folder: Path | None) -> None:
    """Put a folder before those of this process's templates once there is one in it."""
    if folder and folder not in template_folders() and any(folder.glob("*/*/form.toml")):
        add_template_folders((str(folder),))


def _function(name: str) -> Work:
    module, _, function = name.partition(":")
    return cast("Work", getattr(import_module(module), function))
