"""The folder without Python and the offline bundle: what can be shown without building them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from archive import pack
from build_bundle import SCRIPTS, TARGETS, locked
from build_folder import START_FILES
from contents import LEFT_OUT, LOCKS, MODEL, ROOT, blocks, excluded_modules, requirements
from inspection import files, glibc_needed, size
from launcher import module_to_run
from licences import LicenceProblem, accepted
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from try_bundle import unmet

from xlform.formats.pdf.reader import READER
from xlform.formula.engines.client import COMMAND

PACKAGING = ROOT / "packaging"
PROJECT = "xlform-jixiao"

# Run in a process of its own: what the folder leaves out can't be imported there.
COMMANDS_WITHOUT = """
import sys
from importlib import import_module
from pkgutil import walk_packages
from pathlib import Path

class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in LEFT_OUT:
            raise ModuleNotFoundError(name=name)

LEFT_OUT = set(sys.argv[2].split(","))
sys.meta_path.insert(0, LeftOut())
root = Path(sys.argv[1])
import xlform
from xlform.__main__ import main

not_loaded = []
for module in walk_packages(xlform.__path__, "xlform."):
    try:
        module.name.endswith("__main__") or import_module(module.name)
    except ModuleNotFoundError as missing:
        not_loaded.append(f"{module.name} {missing.name}")
sample, broken = root / "samples/云田镇.xlsx", root / "samples/broken/合计漏了末行.xlsx"
other, template = root / "samples/district/青禾镇.xlsx", root / "templates/shifeng-2023"
for words in (
    ["import", sample, "-o", "明细.xlsx"],
    ["check", sample, "-o", "意见.docx"],
    ["check", sample, "-o", "标注.xlsx"],
    ["fix", broken, "-o", "改好.xlsx"],
    ["write", sample, "-o", "规范.xlsx"],
    ["blank", "shifeng-2023", "-o", "下发.xlsx"],
    ["summarize", sample, other, "-o", "汇总.xlsx", "--jobs", "1", "--no-cache"],
    ["review", other, "-o", "审核", "--jobs", "1"],
    ["status", "审核"],
    ["convert", sample, "-o", "新表.xlsx"],
    ["diff", sample, other],
    ["rules"],
    ["templates"],
    ["template", "learn", "下发.xlsx", "-o", "模板"],
    ["template", "check", template],
    ["schema"],
    ["completion", "bash"],
):
    code = main([str(word) for word in words])
    print(words[0], code, file=sys.stderr)
    if code not in (0, 1):
        sys.exit(1)
print(*not_loaded, sep="\\n", file=sys.stderr)
sys.exit(3 if LEFT_OUT.intersection(sys.modules) else 0)
"""
# Modules for Python users and extras alone; each is imported late, by what needs it.
NEED_MORE = {
    "xlform.submission.frames pandas",
}


def test_no_command_needs_what_the_folder_leaves_out(tmp_path: Path) -> None:
    left_out = [
        name for name in excluded_modules(frozenset()) if name not in sys.builtin_module_names
    ]
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS_WITHOUT, ROOT, ",".join(left_out)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONUTF8": "1", "HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    missing = {*re.findall(r"^xlform\..* \S+$", done.stderr, re.MULTILINE)}
    # The reading process of scans is made of libraries of its extra.
    assert {line for line in missing if not line.startswith("xlform.formats.scan.")} == NEED_MORE
    assert "xlform.formats.scan.reader numpy" not in missing


def _names(lock: str) -> set[str]:
    return {name for name, _ in blocks(lock)}


def test_a_package_is_kept_or_left_out_and_none_that_is_kept_needs_another() -> None:
    first, second = (_names(path.read_text(encoding="utf-8")) for path in LOCKS)
    kept = _names(requirements(frozenset()))
    assert kept == first - {name for names in LEFT_OUT.values() for name in names}
    assert {name for names in LEFT_OUT.values() for name in names} <= first | second
    for name in kept:
        try:
            needed = [Requirement(text) for text in requires(name) or []]
        except PackageNotFoundError:  # for another system
            continue
        own = {
            canonicalize_name(one.name) for one in needed if not one.marker or one.marker.evaluate()
        }
        assert own <= kept, name
    everything = _names(requirements(frozenset(LEFT_OUT)))
    assert everything == first | {*LEFT_OUT["pdf"], *LEFT_OUT["scan"]}
    with pytest.raises(KeyError):
        requirements(frozenset({"frame"}))


def test_a_group_that_is_asked_for_is_not_excluded() -> None:
    without = excluded_modules(frozenset())
    assert {"pandas", "numpy", "pyarrow", "duckdb", "PIL", "dask", "readline"} <= {*without}
    assert {*without} - {*excluded_modules(frozenset({"frames"}))} == {
        "dateutil", "numpy", "pandas", "tzdata",
    }  # fmt: skip
    scan = {*excluded_modules(frozenset({"scan"}))}
    assert {*without} - scan >= {"PIL", "cv2", "numpy", "onnxruntime", "pdfplumber", "rapidocr"}
    assert {"shapely", "pandas", "duckdb"} <= scan
    reader = (ROOT / "src/xlform/formats/scan/characters.py").read_text(encoding="utf-8")
    assert all(f'"{part}"' in reader for part in MODEL.split("/"))


@pytest.mark.parametrize("command", [COMMAND, READER])
def test_the_frozen_program_runs_its_own_processes(command: tuple[str, ...]) -> None:
    assert command[0] == sys.executable
    assert module_to_run(command[1:]) == (command[-1], [])


@pytest.mark.parametrize(
    ("arguments", "module"),
    [
        ("-m xlform.web.work 3", "xlform.web.work"),
        ("-I -m xlform.web.work", "xlform.web.work"),
        ("-m os.path", ""),
        ("-m xlformat", ""),
        ("-m", ""),
        ("check -m xlform.x", ""),
        ("-I check", ""),
        ("", ""),
    ],
)
def test_other_arguments_are_the_command_line(arguments: str, module: str) -> None:
    found, rest = module_to_run(arguments.split())
    assert found == module
    assert rest == (arguments.split(module)[1].split() if module else arguments.split())


def _is_shell(text: str) -> bool:
    shell = shutil.which("sh")
    return (
        shell is None
        or subprocess.run([shell, "-n"], input=text.encode(), check=False).returncode == 0
    )


def test_the_start_files_start_the_page_and_the_scripts_ask_no_index() -> None:
    names = {*SCRIPTS["linux"], *SCRIPTS["windows"], *(n for f in START_FILES.values() for n in f)}
    assert names == {path.name for path in (PACKAGING / "start").iterdir()}
    for name in names:
        text = (PACKAGING / "start" / name).read_text(encoding="utf-8")
        if name.endswith(".sh"):
            assert _is_shell(text)
        if name.endswith(".cmd"):
            assert text.isascii()  # cmd reads it in the code page of the computer
        if name.startswith("打开") and not name.endswith(".desktop"):
            assert re.search(r'xlform(\.exe)?" serve', text)
        if name.startswith("安装"):
            assert "--no-index --find-links wheels" in text
            assert "--require-hashes" in text


def test_the_documents_name_every_script_and_the_workflow_calls_what_exists() -> None:
    scripts = {path.name for path in PACKAGING.iterdir() if path.suffix in {".py", ".sh", ".spec"}}
    readme = (PACKAGING / "README.md").read_text(encoding="utf-8")
    assert {name for name in scripts if name not in readme} == set()
    assert {group for group in LEFT_OUT if f"`{group}`" not in readme} == set()
    workflow = (ROOT / ".github/workflows/packages.yml").read_text(encoding="utf-8")
    called = {*re.findall(r"packaging/(\w+\.\w+)", workflow)}
    assert called >= {"build_folder.py", "try_folder.py", "build_bundle.py", "try_bundle.py"}
    assert called <= scripts | {"README.md", "requirements.lock"}
    install = (ROOT / "docs/install.md").read_text(encoding="utf-8")
    for name in ("打开.cmd", "打开.sh", "安装.cmd", "安装.sh", "LICENSES"):
        assert name in install


def test_a_bundle_holds_what_the_markers_of_its_platform_ask_for(tmp_path: Path) -> None:
    for platform in TARGETS:
        names = [name for name, _ in blocks(locked(platform))]
        assert len(names) == len({*names})
        assert {"pandas", "numpy", "cffi", "pycparser"} <= {*names}
        assert " ; " not in locked(platform)
    requirements_of = {
        "one": 'two>=2\nRequires-Dist: three; sys_platform == "win32"\n'
        'Requires-Dist: four; extra == "more"',
        "two": "",
    }
    for name, required in requirements_of.items():
        with zipfile.ZipFile(tmp_path / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
            text = f"Name: {name}\n" + (f"Requires-Dist: {required}\n" if required else "")
            wheel.writestr(f"{name}-1.0.dist-info/METADATA", text)
    missing = {
        platform: [one.split()[-1] for one in unmet(tmp_path, platform)] for platform in TARGETS
    }
    assert len(missing["linux"]) == 1
    assert len(missing["windows"]) == 2


def test_the_same_folder_gives_the_same_archive(tmp_path: Path) -> None:
    digests = []
    for number in (1, 2):
        folder = tmp_path / str(number) / "xlform"
        folder.mkdir(parents=True)
        for name in ("打开.sh", "b"):
            (folder / name).write_bytes(b"x" * 99)
            os.utime(folder / name, (number * 10**8,) * 2)
        (folder / "打开.sh").chmod(0o755)
        assert size(folder) == 198
        for windows in (False, True):
            made = pack(folder, folder.with_name("packed"), 1_700_000_000, windows=windows)
            digests.append(made.read_bytes())
    assert digests[:2] == digests[2:]


def test_the_glibc_a_folder_needs_is_the_latest_one_named_in_it(tmp_path: Path) -> None:
    (tmp_path / "one.so").write_bytes(b"\x7fELF..GLIBC_2.9\0GLIBC_2.28\0GLIBC_PRIVATE\0")
    (tmp_path / "two").write_bytes(b"\x7fELF..GLIBC_2.4\0GLIBC_2.2.5\0")
    (tmp_path / "text").write_bytes(b"GLIBC_2.99\0")
    assert len(files(tmp_path)) == 3
    assert glibc_needed(tmp_path) == "2.28"


@pytest.mark.parametrize(
    ("name", "stated", "is_accepted"),
    [
        ("lxml", "BSD-3-Clause", True),
        ("other", "GPL-3.0-only", False),
        ("other", "GNU General Public License v2 (GPLv2)", False),
        ("other", "AGPL-3.0", False),
        ("other", "LGPL-2.1", True),
        ("pyinstaller", "GPLv2-or-later with a special exception", True),
    ],
)
def test_no_part_is_under_the_gpl(name: str, stated: str, *, is_accepted: bool) -> None:
    if is_accepted:
        accepted(name, stated)
        return
    with pytest.raises(LicenceProblem, match=name):
        accepted(name, stated)
