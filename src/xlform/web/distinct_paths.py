"""Paths of the files of a round, each of which is given once.

Many units call their file 绩效目标表.xlsx, and a browser tells no folder of a file that is dropped
by itself: two files of one name are two files, and a page of the district counts them by their
paths.
"""

from __future__ import annotations

from itertools import count

import msgspec

from xlform.files.input_file import InputFile


class DistinctPaths:
    """The paths in use; a path that is taken is given below a folder ``(2)``, ``(3)`` and so on.

    Not in the file's own name, where a number says which of two versions is the later one.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, file: InputFile) -> InputFile:
        """Return the file under a path that no other has; its name stays as it is."""
        path = file.info.path
        free = (f"({number})/{path}" if number > 1 else path for number in count(1))
        given = next(each for each in free if each not in self._taken)
        self._taken.add(given)
        return msgspec.structs.replace(file, info=msgspec.structs.replace(file.info, path=given))

    def free(self, file: InputFile) -> None:
        """Let the path of a file that is removed be given again."""
        self._taken.discard(file.info.path)
