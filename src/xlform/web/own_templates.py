"""Folder of the district's own templates, to which the page saves."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from xlform.errors import FileProblem, system_reason
from xlform.files.output import atomic_path
from xlform.model.resources import shipped_templates, template_folders, user_templates
from xlform.web.refusal import Refused

_NAME: Final = re.compile(r"[^\W_](?:[\w-]{0,38}[^\W_])?")
_FORM: Final = "form.toml"
# Names that Windows has for devices, whatever the ending; "words" holds word lists.
_TAKEN: Final = frozenset(
    {"con", "prn", "aux", "nul", "words"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)}
)


def template_name(set_name: str, form_name: str) -> str:
    """Return ``set/form``; :class:`.Refused` unless both are letters, digits, ``-`` and ``_``."""
    parts = [unicodedata.normalize("NFC", part.strip()) for part in (set_name, form_name)]
    for part in parts:
        if not _NAME.fullmatch(part) or part.lower() in _TAKEN:
            raise Refused(422, "template.bad-name", name=part[:60])
    return "/".join(parts)


def own_folder() -> Path:
    """Return the first of the folders of templates that holds sets, else the user's."""
    shipped, user = shipped_templates(), user_templates()
    for folder in template_folders():
        if folder == shipped:
            break
        one_set = (folder / _FORM).exists() or any(folder.glob(f"*/{_FORM}"))
        if folder.is_dir() and not one_set:
            return folder
    return user


class OwnTemplates:
    """The district's templates in a folder. May be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        # Who saved a template since the start, by its name.
        self._owners: dict[str, str] = {}

    def names(self) -> list[str]:
        """Return the names of the templates in the folder."""
        found = self.folder.glob(f"*/*/{_FORM}")
        return sorted(path.parent.relative_to(self.folder).as_posix() for path in found)

    def must_replace(self, name: str, owner: str, *, by_anybody: bool) -> bool:
        """Return True where a template would take the place of another by its name.

        Raises :class:`.Refused` for the name of one in another folder, which would be hidden, and,
        unless ``by_anybody``, for one that its owner did not save since the start.
        """
        own = self.folder.resolve()
        folders = [folder for folder in template_folders() if folder.resolve() != own]
        if any((folder / name / _FORM).exists() for folder in folders):
            raise Refused(409, "template.known-elsewhere", name=name)
        if not (self.folder / name).exists():
            return False
        with self._lock:
            if not by_anybody and self._owners.get(name) != owner:
                raise Refused(409, "template.of-another", name=name)
        return True

    def save(self, name: str, files: Mapping[str, bytes], owner: str, *, replace: bool) -> None:
        """Write the files of a template; with ``replace`` over those that are there.

        The declaration comes last: without it the folder is no template. Raises
        :class:`~xlform.errors.FileProblem` where they can't be written.
        """
        place = self.folder / name
        with self._lock:
            try:
                place.mkdir(parents=True, exist_ok=replace)
            except OSError as error:
                reason = system_reason(error)
                raise FileProblem("unwritable", path=str(place), reason=reason) from error
            for file_name in sorted(files, key=lambda one: one == _FORM):
                with atomic_path(place / file_name, force=replace) as unfinished:
                    unfinished.write_bytes(files[file_name])
            self._owners[name] = owner
