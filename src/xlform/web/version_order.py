"""Which of the versions of a submission in a round comes before which."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlform.web.round_file import RoundFile
    from xlform.web.rounds import Round


def nearest_version(round_: Round, file: RoundFile) -> tuple[RoundFile | None, bool]:
    """Return the version of a file that comes last before it, else the next one.

    The second value is True where it is a later one. What the names claim (二次, 最终) decides,
    then the order in which the files came.
    """
    order = {one.id: number for number, one in enumerate(round_.files())}

    def place(one: RoundFile) -> tuple[tuple[int, ...], int]:
        return one.read.version, order[one.id]

    versions = sorted(round_.versions_of(file), key=place)
    before = [one for one in versions if place(one) < place(file)]
    if before:
        return before[-1], False
    return (versions[0], True) if versions else (None, False)
