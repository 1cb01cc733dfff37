"""A list of inputs gives back what it was given, in its order, however often it is gone through."""

from __future__ import annotations

import pytest

from xlform.files.input_file import FileInfo, InputFile
from xlform.files.input_list import InputList


@pytest.mark.parametrize("count", [0, 1, 127, 128, 129, 300])
@pytest.mark.parametrize("name", ["云田镇.xlsx", "\udcd4\udcc6.xlsx"])
def test_gives_back_what_it_was_given(count: int, name: str) -> None:
    files = [
        InputFile(
            FileInfo(f"报送/{n}{name}", f"{n}{name}", n, n * 10**15),
            f"/报送/{n}{name}",
            ("内.zip", f"{n}{name}") if n % 3 else (),
            problem="打不开" if n % 5 == 0 else "",
            skipped=n % 2 == 0,
            optional=n % 7 == 0,
            stamp=f"{n} 1 2 3",
            code="damaged" if n % 5 == 0 else "",
        )
        for n in range(count)
    ]
    packed = InputList(files[: count // 2])
    for file in files[count // 2 :]:
        packed.append(file)
    assert len(packed) == count
    assert list(packed) == files
    assert list(packed) == files
    assert all(file in packed for file in files[-2:])
    assert InputFile(FileInfo("别的", "别的"), "/别的") not in packed
