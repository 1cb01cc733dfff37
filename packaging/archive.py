"""The archive of a folder: the same folder gives the same bytes."""

from __future__ import annotations

import gzip
import tarfile
import time
import zipfile
from pathlib import Path

from inspection import files


def pack(folder: Path, target: Path, seconds: int, *, windows: bool) -> Path:
    """Pack a folder as ``target`` with .zip for Windows, else .tar.gz; return that path.

    ``seconds`` since 1970 is the time of every file in it.
    """
    return _zip(folder, target, seconds) if windows else _tar(folder, target, seconds)


def _zip(folder: Path, target: Path, seconds: int) -> Path:
    made = target.with_name(f"{target.name}.zip")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files(folder):
            name = path.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, time.gmtime(seconds)[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if path.stat().st_mode & 0o100 else 0o644) << 16
            archive.writestr(entry, path.read_bytes())
    return made


def _tar(folder: Path, target: Path, seconds: int) -> Path:
    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = seconds, 0, 0, "", ""
        entry.mode = 0o755 if entry.mode & 0o100 else 0o644
        return entry

    made = target.with_name(f"{target.name}.tar.gz")
    with (
        made.open("wb") as file,
        gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=seconds) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in files(folder):
            archive.add(path, path.relative_to(folder.parent), recursive=False, filter=plain)
    return made
