"""Support of the summary tests: samples, filled spools, workers that misbehave."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import time
from pathlib import Path

from xlform.checking.settings import Project
from xlform.files.input_file import InputFile
from xlform.messages import language
from xlform.model.resources import VARIABLE
from xlform.summary.collect import ReadOptions, collect
from xlform.summary.file_worker import FileWorker
from xlform.summary.layout import Layout, layouts
from xlform.summary.record import Row
from xlform.summary.setup import Setup
from xlform.summary.spool import Spool
from xlform.summary.spooled_file import SpooledFile
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[2] / "samples"
DISTRICT = sorted((SAMPLES / "district").glob("*.xlsx"))


def known() -> dict[str, Layout]:
    return layouts(load_templates(templates_folder()))


def setup() -> Setup:
    return Setup(Project(), None, language())


def filled(spool: Spool, *names: str | Path, jobs: int = 1, scheduler: str = "") -> Spool:
    """A spool with all that the names mean, nothing remembered."""
    collect(names, spool, ReadOptions(jobs=jobs, cache=False, scheduler=scheduler))
    return spool


def content(spool: Spool) -> tuple[list[SpooledFile], dict[str, list[tuple[int, Row]]]]:
    """Everything a spool hands back."""
    rows = {
        name: [(filed.place, row) for filed, rows in spool.rows(name) for row in rows]
        for name in known()
    }
    return list(spool.files()), rows


class OfEnvironment:
    """Tells which templates its process was given by the environment."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup

    def record(self, one: InputFile) -> bytes:
        return os.environ.get(VARIABLE, one.info.name).encode()

    @staticmethod
    def failed(problem: str) -> bytes:
        return problem.encode()


class Misbehaving(FileWorker):
    """Does to its process what the name of the file says."""

    def record(self, one: InputFile) -> bytes:
        name = one.info.name
        if "segfault" in name:
            faulthandler.disable()
            ctypes.string_at(0)
        if "exits" in name:
            os._exit(7)
        if "hangs" in name:
            time.sleep(600)
        if "works" in name:
            while True:
                pass
        if "waits" in name:
            time.sleep(1.2)
        if "memory" in name:
            hoard = [bytes(1 << 30) for _ in range(64)]
            return hoard[0]
        if "once" in name and not (mark := Path(one.location).with_suffix(".tried")).exists():
            mark.touch()
            os._exit(7)
        return super().record(one)
