"""A packed list gives back what it was given, in its order, however often it is gone through."""

from __future__ import annotations

import pytest

from xlform.files.input_file import FileInfo, InputFile
from xlform.model.packed_list import PackedList
from xlform.model.texts_by_name import TextsByName


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
    packed = PackedList(InputFile, files[: count // 2])
    for file in files[count // 2 :]:
        packed.append(file)
    assert len(packed) == count
    assert list(packed) == files
    assert list(packed) == files
    assert packed == tuple(files)
    assert [packed[n] for n in range(-count, count)] == files * 2
    assert packed[1:200:3] == files[1:200:3]
    with pytest.raises(IndexError):
        packed[count]
    assert all(file in packed for file in files[-2:])
    assert InputFile(FileInfo("别的", "别的"), "/别的") not in packed


def test_texts_are_found_by_name() -> None:
    pairs = [(f"{n}/云田镇.xlsx", f"第{n % 7}镇") for n in range(500)]
    pairs += [("\udcd4", "甲\udcd4"), ("", "")]
    found = TextsByName(iter(pairs))
    assert len(found) == len(pairs)
    assert [(name, found[name], found.get(name)) for name, _ in pairs] == [
        (name, text, text) for name, text in pairs
    ]
    assert list(found.texts()) == list(dict.fromkeys(text for _, text in pairs))
    assert [found.text(found.number(name) or 0) for name, _ in pairs] == [t for _, t in pairs]
    assert "别的" not in found
    assert found.get("别的", "无") == "无"
    assert found.number("别的") is None
    with pytest.raises(KeyError):
        found["别的"]
    assert list(TextsByName(()).texts()) == []
    found.replace(lambda text: text[1:])
    assert [found[name] for name, _ in pairs] == [text[1:] for _, text in pairs]
    assert list(found.texts()) == list(dict.fromkeys(text[1:] for _, text in pairs))
