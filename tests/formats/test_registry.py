"""The table of formats is whole: every entry is recognised, read, listed and named."""

from __future__ import annotations

import ast
import io
import zipfile
from pathlib import Path

import pytest
from compound_file import compound_file

import xlform.formats
from xlform.files.input_file import is_document, skip_reason
from xlform.formats.recognition import kind_of
from xlform.formats.registry import FORMATS, Format, format_of, has_sheets
from xlform.messages import set_language, translate

PACKAGE = Path(xlform.formats.__file__).parent
SAMPLES = Path(__file__).parents[2] / "samples"
DATA = Path(__file__).parent / "data"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def archive(member: str, content: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(member, content)
    return packed.getvalue()


EXAMPLES = {
    "xlsx": (SAMPLES / "云田镇.xlsx").read_bytes(),
    "xlsb": (DATA / "云田镇.xlsb").read_bytes(),
    "docx": (SAMPLES / "云田镇.docx").read_bytes(),
    "ods": archive("mimetype", ODS),
    "pdf": b"junk\n%PDF-1.7\n",
    "image": b"\x89PNG\r\n\x1a\n",
    "xls": (DATA / "云田镇.xls").read_bytes(),
    "doc": compound_file({"WordDocument": b"x"}),
    "xml": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "fods": f'<?xml version="1.0"?><office:document mimetype="{ODS}"/>'.encode(),
    "html": b"<html><table><tr><td>1</table>",
    "csv": "项目,金额\n环卫,66\n".encode(),
    "txt": "一、基本情况".encode(),
}
each_format = pytest.mark.parametrize("known", FORMATS.values(), ids=list(FORMATS))


@each_format
def test_recognised_by_its_content(known: Format) -> None:
    assert kind_of(EXAMPLES[known.name], "来件") == known.name


@each_format
def test_its_reader_is_there(known: Format) -> None:
    assert callable(known.load_reader())


def test_no_reader_is_left_out_of_the_table() -> None:
    """A function that reads a file to a grid, anywhere in the package, is some entry's."""
    entered = {known.load_reader().__name__ for known in FORMATS.values()}
    found = {
        function.name
        for path in PACKAGE.rglob("*.py")
        if path.name != "source.py"
        for function in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef)
        and isinstance(function.returns, ast.Name)
        and function.returns.id == "Grid"
        and not function.name.startswith("_")
    }
    assert found == entered


@each_format
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_person_can_be_told_its_name(known: Format, language: str) -> None:
    set_language(language)
    try:
        assert translate(known.label) != known.label
    finally:
        set_language("")


@each_format
def test_found_in_a_folder(known: Format) -> None:
    assert known.extensions
    for extension in known.extensions:
        assert not skip_reason(f"甲{extension}", f"甲{extension}", 1)
        assert is_document(extension) == (known.listed_as == "document")


def test_each_extension_belongs_to_one_format() -> None:
    extensions = [extension for known in FORMATS.values() for extension in known.extensions]
    assert len(extensions) == len(set(extensions))


@each_format
def test_variants_are_the_same_format(known: Format) -> None:
    for name in (known.name, *known.variants):
        assert format_of(name) is known
        assert has_sheets(name) is known.has_sheets


def test_data_has_no_sheets_and_the_unknown_may_have() -> None:
    assert not has_sheets("json")
    assert has_sheets("")
    assert format_of("json") is None
