"""The reading stage of a summary alone: ``python bench/summary_reading.py FOLDER JOBS``."""

from __future__ import annotations

import sys

from xlform.summary.collect import ReadOptions, collect
from xlform.summary.spool import Spool


def main() -> None:
    folder, jobs = sys.argv[1:]
    with Spool() as spool:
        collect([folder], spool, ReadOptions(jobs=int(jobs), cache=False))


if __name__ == "__main__":
    main()
