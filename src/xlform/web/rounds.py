"""A round: the files one clerk works on, in a folder of their own."""

from __future__ import annotations

import secrets
import shutil
import threading
import time
from collections import deque
from pathlib import Path
from typing import Final

import msgspec

from xlform.files.input_file import FileInfo, InputFile
from xlform.messages import language, translate_to
from xlform.summary.paper_copies import is_pair, is_paper_copy
from xlform.web.distinct_paths import DistinctPaths
from xlform.web.limits import Limits
from xlform.web.refusal import Refused
from xlform.web.round_decisions import RoundDecisions
from xlform.web.round_file import (
    PAGE,
    PENDING,
    READABLE,
    FileState,
    ReadFile,
    RoundFile,
    state_of,
)
from xlform.web.round_progress import RECENT, Progress, progress_of
from xlform.web.template_drafts import TemplateDrafts

_ID_BYTES: Final = 8
_ROSTER_SUFFIXES: Final = (".csv", ".xlsx")
# Notices that wait for the next page, the last ones.
_NOTICES: Final = 20


class RoundFull(Exception):
    """No more files or bytes fit into a round, or no more rounds into the server.

    ``key`` is that of the sentence in the catalog, ``details`` fill it in.
    """

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(key)
        self.key = key
        self.details = details


class Round:
    """The files of one clerk. Every method may be called from any thread."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.form_token = secrets.token_urlsafe(24)
        self.used = time.monotonic()
        self.language = language()  # of the clerk's last request
        self.decisions = RoundDecisions(folder)
        self.drafts = TemplateDrafts()
        self._limits = limits
        self._lock = threading.RLock()
        self._files: dict[str, RoundFile] = {}
        self._paths = DistinctPaths()
        self._waiting: deque[str] = deque()
        self._again: set[str] = set()  # read before, and waiting or being read once more
        self._outdated: set[str] = set()  # of these, read by other templates than there are now
        self._by_content: dict[str, str] = {}
        self._by_unit: dict[tuple[str, int | None], set[str]] = {}
        self._bytes = 0
        self._change = 0
        self._stopped = False
        self._finished: deque[float] = deque(maxlen=RECENT)
        self._notices: deque[RoundFull | Refused] = deque(maxlen=_NOTICES)
        self._roster: InputFile | None = None

    @property
    def roster(self) -> InputFile | None:
        """Return the roster of the units that have to submit; ``None`` without one."""
        return self._roster

    def set_roster(self, file_id: str, file: InputFile) -> None:
        """Take a stored file as the roster, in place of the one before it."""
        self.remove_roster()
        # What reads it goes by the ending of its name.
        suffix = _ROSTER_SUFFIXES[Path(file.location).read_bytes()[:2] == b"PK"]
        path = Path(file.location).rename(self.folder / file_id / f"roster{suffix}")
        self._roster = msgspec.structs.replace(file, location=str(path))

    def remove_roster(self) -> None:
        """Go on without a roster."""
        with self._lock:
            roster, self._roster = self._roster, None
            if roster:
                self._bytes -= roster.info.size
        if roster:
            shutil.rmtree(Path(roster.location).parent, ignore_errors=True)

    @property
    def scans(self) -> str:
        """Return the folder in which the content of scans is kept."""
        return str(self.folder / "scans")

    def page_of(self, file: RoundFile) -> int:
        """Return the page of a scan that is being read; 0 where that is not known."""
        try:
            return int((self.folder / file.id / PAGE).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def new_place(self) -> tuple[str, Path]:
        """Return a new id, and the folder for the content of the file of that id."""
        new = secrets.token_hex(_ID_BYTES)
        place = self.folder / new
        place.mkdir(mode=0o700)
        return new, place

    def place_of(self, file: RoundFile) -> Path:
        """Return the private folder for what is derived from a file."""
        place = self.folder / file.id
        place.mkdir(mode=0o700, exist_ok=True)
        return place

    def reserve(self, size: int) -> None:
        """Count bytes about to be stored; raises :class:`RoundFull` where they are too many."""
        with self._lock:
            if self._bytes + size > self._limits.round_bytes:
                raise RoundFull("web.round-too-large", limit=self._limits.round_bytes >> 20)
            self._bytes += size

    def release(self, size: int) -> None:
        """Take back bytes that were reserved and are not stored."""
        with self._lock:
            self._bytes -= size

    def add(self, new_id: str, file: InputFile, *, chosen: bool) -> None:
        """Add a stored file, which then waits for a worker.

        Raises :class:`RoundFull` where the round has too many files.
        """
        with self._lock:
            if len(self._files) >= self._limits.files:
                raise RoundFull("web.round-too-many", limit=self._limits.files)
            upload = Path(file.location).parent == self.folder / new_id
            given = self._paths.give(file)
            self._put(RoundFile(new_id, given, chosen=chosen, is_upload=upload))
            self._waiting.append(new_id)

    def add_folder(self, path: Path, name: str = "") -> None:
        """Add a folder of the server's disk, whose files are then read where they are.

        Their names begin with ``name``, by default that of the folder.
        """
        name = name or path.name
        folder = InputFile(FileInfo(name, name), str(path))
        self.add(secrets.token_hex(_ID_BYTES), folder, chosen=True)

    @property
    def waiting(self) -> int:
        """Return the number of files that wait to be read; 0 in a round that is stopped."""
        return 0 if self._stopped else len(self._waiting)

    def remove(self, file_id: str) -> None:
        """Remove a file and what is stored of it; nothing happens for one that is not there.

        An archive goes with the last of its members.
        """
        with self._lock:
            file = self._files.pop(file_id, None)
            if file is None:
                return
            self._change += 1
            self._paths.free(file.file)
            self._again.discard(file_id)
            self._outdated.discard(file_id)
            self._bytes -= file.stored
            if self._by_content.get(file.read.sha256) == file_id:
                self._count_next(file.read.sha256)
            self._of_unit(file.read).discard(file_id)
            siblings = (other.container == file.container for other in self._files.values())
            orphaned = file.container != "" and not any(siblings)
        self.decisions.forget(file_id)
        shutil.rmtree(self.folder / file_id, ignore_errors=True)
        if orphaned:
            self.remove(file.container)

    def clear(self) -> None:
        """Remove all files."""
        with self._lock:
            ids = list(self._files)
            self._notices.clear()
        for file_id in ids:
            self.remove(file_id)
        self.remove_roster()

    def _count_next(self, sha256: str) -> None:
        """Let the next file with the same content count, now that the first is gone."""
        del self._by_content[sha256]
        others = [file for file in self._files.values() if file.read.sha256 == sha256]
        for file in others:
            same_as = self._same_content(file.id, file.read)
            state = state_of(file.read, same_as)
            if not same_as:
                self._of_unit(file.read).add(file.id)
            self._put(msgspec.structs.replace(file, state=state, same_as=same_as))

    def versions_of(self, file: RoundFile) -> list[RoundFile]:
        """Return the other files of a file's unit and year that have a kind of form in common.

        They are in the order in which they were read.
        """
        if not file.read.unit:
            return []
        kinds = {form.kind for form in file.read.forms}
        with self._lock:
            ids = self._of_unit(file.read) - {file.id}
            others = [each for each in map(self._files.get, ids) if each]
        alike = [each for each in others if kinds & {form.kind for form in each.read.forms}]
        return sorted(alike, key=lambda each: (each.change, each.id))

    def pairs_of(self, file: RoundFile) -> list[RoundFile]:
        """Return the paper that goes with a workbook, or the workbooks that go with paper."""
        return [
            other for other in self.versions_of(file) if is_pair(file.read.filed, other.read.filed)
        ]

    def is_paper_copy(self, file: RoundFile) -> bool:
        """Return whether a file is paper all of whose forms are in workbooks of the round."""
        return is_paper_copy(file.read.filed, (one.read.filed for one in self.pairs_of(file)))

    def _of_unit(self, read: ReadFile) -> set[str]:
        """Return the ids of the files of a unit and year."""
        return self._by_unit.setdefault((read.unit, read.year), set())

    def get(self, file_id: str) -> RoundFile | None:
        """Return the file of an id; ``None`` for one the round does not have."""
        with self._lock:
            return self._files.get(file_id)

    def name_of(self, file_id: str) -> str:
        """Return the name of a file; "" for one the round does not have."""
        file = self.get(file_id)
        return file.name if file else ""

    def files(self, state: FileState | None = None) -> list[RoundFile]:
        """Return the files in the order in which they came, or those in one state."""
        with self._lock:
            listed = [file for file in self._files.values() if file.state != "expanded"]
        return [file for file in listed if state in (None, file.state)]

    def changed_since(self, change: int) -> list[RoundFile]:
        """Return the files that have changed after the change of that number."""
        return [file for file in self.files() if file.change > change]

    def read_again(self, file_id: str, *, outdated: bool = False) -> None:
        """Let a file be read once more; it stays as it is until then.

        One that is ``outdated`` has no record that goes with the templates there are now.
        """
        with self._lock:
            file = self._files.get(file_id)
            if file is None or file.state in PENDING:
                return
            if outdated:
                self._outdated.add(file_id)
            if file_id not in self._again:
                self._again.add(file_id)
                self._waiting.append(file_id)
                self._change += 1

    def with_records(self) -> list[RoundFile]:
        """Return the files that were read, but for those that are outdated."""
        with self._lock:
            done = [file for file in self.files() if file.state not in PENDING]
            return [file for file in done if file.id not in self._outdated]

    def speak(self, chosen: str) -> bool:
        """Set the language of the clerk; return True where files have to be read again for it.

        What the list says of a file, and its record, are in the language it was read in.
        """
        with self._lock:
            if chosen == self.language:
                return False
            self.language = chosen
            done = [file for file in self._files.values() if file.state not in PENDING]
            for file in done:
                self._read_in_language(file)
            return bool(done)

    def _read_in_language(self, file: RoundFile) -> None:
        if file.read.language != self.language:
            self.read_again(file.id)

    def take(self) -> RoundFile | None:
        """Return the next file to read, marked as being read; ``None`` if none waits."""
        with self._lock:
            while self._waiting and not self._stopped:
                file = self._files.get(self._waiting.popleft())
                if file and file.state == "waiting":
                    return self._put(msgspec.structs.replace(file, state="reading"))
                if file and file.id in self._again:
                    return file
        return None

    def finish(self, file_id: str, read: ReadFile) -> None:
        """Set the result of a file; members of an archive or folder then wait in its place."""
        with self._lock:
            file = self._files.get(file_id)
            self._again.discard(file_id)
            self._outdated.discard(file_id)
            if file is None:  # removed while it was read
                return
            self._finished.append(time.monotonic())
            if read.members:
                self._expand(file, read)
                return
            same_as = self._same_content(file_id, read)
            state = state_of(read, same_as)
            self._of_unit(file.read).discard(file_id)
            if state in READABLE and not same_as:
                self._of_unit(read).add(file_id)
            file = msgspec.structs.replace(file, state=state, read=read, same_as=same_as)
            self._read_in_language(self._put(file))

    def _expand(self, file: RoundFile, read: ReadFile) -> None:
        """Add the members of a file; of one that is read again, renew what is said of them."""
        members = (each for each in self._files.values() if each.container == file.id)
        known = {(each.file.location, each.file.members): each for each in members}
        room = self._limits.files - len(self._files)
        full = file.state == "unreadable" if known else len(read.members) > room
        for member in read.members if known else read.members[:room]:
            before = known.get((member.location, member.members))
            if before is None and not known:
                self._add_member(file.id, member, read.language)
            elif before and member.problem:
                self._tell(before, member, read.language)
        own = ReadFile(language=read.language)
        if full:
            said = translate_to(read.language, "web.round-too-many", limit=self._limits.files)
            own = msgspec.structs.replace(own, problem=said)
        state: FileState = "unreadable" if full else "expanded"
        self._read_in_language(self._put(msgspec.structs.replace(file, state=state, read=own)))

    def _tell(self, file: RoundFile, member: InputFile, said_in: str) -> None:
        """Give the reason why a member can't be read."""
        read = ReadFile(problem=member.problem, skipped=member.skipped, language=said_in)
        member = msgspec.structs.replace(member, info=file.file.info)
        self._put(msgspec.structs.replace(file, file=member, state=state_of(read, ""), read=read))

    def _add_member(self, container: str, member: InputFile, said_in: str) -> None:
        new_id = secrets.token_hex(_ID_BYTES)
        given = self._paths.give(member)
        new = RoundFile(new_id, given, chosen=False, container=container)
        if member.problem:
            self._tell(new, member, said_in)
        else:
            self._put(new)
            self._waiting.append(new.id)

    def _same_content(self, file_id: str, read: ReadFile) -> str:
        """Return the id of an earlier file with the same content; "" if there is none."""
        if not read.sha256 or read.problem:
            return ""
        first = self._by_content.setdefault(read.sha256, file_id)
        return "" if first == file_id else first

    def add_notice(self, notice: RoundFull | Refused) -> None:
        """Keep a sentence for the next page."""
        self._notices.append(notice)

    def take_notices(self) -> list[RoundFull | Refused]:
        """Return the sentences for this page, once."""
        with self._lock:
            notices = list(self._notices)
            self._notices.clear()
        return notices

    def stop(self) -> None:
        """Read no further; files that are being read are finished."""
        with self._lock:
            self._stopped = True
            self._change += 1

    def go_on(self) -> None:
        """Read on after :meth:`stop`."""
        with self._lock:
            self._stopped = False
            self._change += 1

    def progress(self) -> Progress:
        """Return how far the files have been read."""
        with self._lock:
            change, again = self._change, len(self._again)
            return progress_of(self.files(), again, self._finished, change, stopped=self._stopped)

    def _put(self, file: RoundFile) -> RoundFile:
        self._change += 1
        file = msgspec.structs.replace(file, change=self._change)
        self._files[file.id] = file
        return file
