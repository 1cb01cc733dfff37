"""What a record depends on beside its file: settings, templates, language, program."""

from __future__ import annotations

import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgspec

from xlform._version import __version__
from xlform.checking.settings import Project
from xlform.files.input_file import InputFile
from xlform.model.regular_file import regular_bytes
from xlform.model.resources import files_below, template_folders

# What files are read with, and what texts are compared with.
_READERS: Final = (
    "rapidfuzz", "xlrd", "docx", "lxml", "msoffcrypto", "pdfplumber", "pdfminer", "pypdfium2",
    "cv2", "onnxruntime", "rapidocr", "PIL", "numpy",
)  # fmt: skip
# A file and its encoded record.
FileRecord = tuple[InputFile, bytes]


class Setup(msgspec.Struct, frozen=True):
    """Settings that all processes have to share; ``templates`` go before the shipped ones."""

    project: Project
    templates: Path | None
    language: str


def fingerprint(setup: Setup) -> str:
    """Return a hash of everything a record depends on beside its file and the program's version.

    A file that can't be read is a state of its own: who needs it says what is wrong with it.
    """
    project = setup.project
    folders = [
        [(_encoded(name), _content_hash(path)) for name, path in files_below(folder)]
        for folder in template_folders(setup.templates)
    ]
    words = [_content_hash(path) for path in project.words]
    data = [(name, path.suffix, _content_hash(path)) for name, path in project.data.items()]
    parts = (setup.language, _settings(project), folders, words, data)
    encoded = msgspec.json.encode(parts, enc_hook=str, order="deterministic")
    return hashlib.sha256(encoded).hexdigest()


def _content_hash(path: str | Path) -> str:
    try:
        return hashlib.sha256(regular_bytes(path)).hexdigest()
    except OSError:
        return ""


def _encoded(name: str) -> str:
    """Return a name that UTF-8 can hold, another for each: names on a disk may be in GBK."""
    return name.encode("utf-8", "surrogatepass").hex()


def setup_hash(setup: Setup) -> bytes:
    """Return a hash of what a record depends on beside its file: the settings, the program."""
    text = f"{__version__} {fingerprint(setup)} {program_hash()}"
    return hashlib.sha256(text.encode()).digest()


def program_hash() -> str:
    """Return a hash of the program and its libraries, which may change under the same version.

    Of its source files, or of the executable where PyInstaller has put all modules into it.
    """
    if getattr(sys, "frozen", False):
        with Path(sys.executable).open("rb") as program:
            return hashlib.file_digest(program, "sha256").hexdigest()
    package = Path(__file__).parents[1]
    states = ((path, path.stat()) for path in sorted(package.rglob("*.py")))
    marks = [f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in states]
    marks += [sys.version, *map(library_mark, _READERS)]
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()


def library_mark(name: str) -> str:
    """Return a text that changes when a library is installed in another version, or removed."""
    try:
        found = find_spec(name)
        state = Path(found.origin).stat() if found and found.origin else None
    except (ImportError, OSError, ValueError):
        state = None
    return f"{name} {state.st_size} {state.st_mtime_ns}" if state else name


def _settings(project: Project) -> Project:
    """Return a project without the paths of its files, whose contents are hashed instead."""
    data = dict.fromkeys(project.data, Path())
    return msgspec.structs.replace(project, words=(), data=data, note="")
