"""Modules that no ordinary run needs: absent after the packages are loaded, there when used."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from xlform.cli.late_modules import LateModule

LOADED = """
import sys
from importlib import import_module
from xlform.cli.late_modules import LateModule, load_packages
{first}
load_packages()
loaded = set(sys.modules)
import copy, io, pathlib, typing, urllib.parse, zipfile
import msgspec, uuid
from xml.etree import ElementTree

late = [name for name, module in sys.modules.items() if isinstance(module, LateModule)]
spared = {{"bz2", "copy", "ipaddress", "platform", "shutil", "textwrap", "msgspec.inspect"}}
print(sorted(loaded & spared), late)

class Record(msgspec.Struct):
    '''A record.'''
    name: 'str'

packed = io.BytesIO()
with zipfile.ZipFile(packed, "w", zipfile.ZIP_BZIP2) as archive:
    archive.writestr("part", b"content")
print(zipfile.ZipFile(packed).read("part"))
print(urllib.parse.urlsplit("http://[::1]:80/").hostname)
tree = ElementTree.fromstring("<a><b>text</b></a>")
print(tree.findtext("b"), copy.deepcopy(tree).findtext("b"))
print(msgspec.json.schema(Record)["$defs"]["Record"]["description"])
print(msgspec.inspect.type_info(int).gt, str(uuid.UUID(int=1))[-2:])
print(msgspec.json.decode(b'{{"name":"n"}}', type=Record).name)
print(typing.get_type_hints(Record)["name"].__name__, typing.ForwardRef("str").__forward_arg__)
"""
OUTPUT = ["b'content'", "::1", "text text", "A record.", "None 01", "n", "str str"]


@pytest.mark.parametrize(
    ("first", "seen"), [("", "[] []"), ("import shutil", "['bz2', 'shutil'] []")]
)
def test_what_is_left_out_is_loaded_where_it_is_used(first: str, seen: str) -> None:
    script = f"import sys; sys.path[:] = {sys.path!r}\n" + LOADED.format(first=first)
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [seen, *OUTPUT], done.stderr


def test_a_stand_in_is_the_module_once_a_name_is_asked_for() -> None:
    stand_in = LateModule("colorsys")
    sys.modules.pop("colorsys", None)
    sys.modules["colorsys"] = stand_in
    with pytest.raises(AttributeError):
        _ = stand_in.__wrapped__
    assert sys.modules["colorsys"] is stand_in
    assert stand_in.rgb_to_hsv is import_module("colorsys").rgb_to_hsv
    assert sys.modules["colorsys"] is not stand_in
    with pytest.raises(AttributeError):
        _ = stand_in.no_such_name
    with pytest.raises(ModuleNotFoundError):
        _ = LateModule("xlform.no_such_module").name
