"""What a record depends on beside its file: settings, templates, language, program."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import msgspec

from xlform._version import __version__
from xlform.checking.settings import Project
from xlform.files.input_file import InputFile
from xlform.model.regular_file import is_file
from xlform.model.resources import template_folders

# A file and its encoded record.
FileRecord = tuple[InputFile, bytes]


class Setup(msgspec.Struct, frozen=True):
    """Settings that all processes have to share; ``templates`` go before the shipped ones."""

    project: Project
    templates: Path | None
    language: str


def fingerprint(setup: Setup) -> str:
    """Return a hash of everything a record depends on beside its file and the program's version."""
    project = setup.project
    digest = hashlib.sha256(f"{setup.language}\n".encode())
    digest.update(msgspec.json.encode(_settings(project), enc_hook=str, order="deterministic"))
    for folder in template_folders(setup.templates):
        digest.update(b"\n")
        for path in sorted(path for path in folder.rglob("*") if is_file(path)):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes())
    for path in (*project.words, *project.data.values()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def setup_hash(setup: Setup) -> bytes:
    """Return a hash of what a record depends on beside its file: the settings, the program."""
    text = f"{__version__} {fingerprint(setup)} {program_hash()}"
    return hashlib.sha256(text.encode()).digest()


def program_hash() -> str:
    """Return a hash of the program, which may change under the same version.

    Of its source files, or of the executable where PyInstaller has put all modules into it.
    """
    if getattr(sys, "frozen", False):
        with Path(sys.executable).open("rb") as program:
            return hashlib.file_digest(program, "sha256").hexdigest()
    package = Path(__file__).parents[1]
    states = ((path, path.stat()) for path in sorted(package.rglob("*.py")))
    marks = [f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in states]
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()


def _settings(project: Project) -> Project:
    """Return a project without the paths of its files, whose contents are hashed instead."""
    data = dict.fromkeys(project.data, Path())
    return msgspec.structs.replace(project, words=(), data=data, note="")
