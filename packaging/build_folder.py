"""Build the folder that starts without Python, and its archive.

``python3.11 packaging/build_folder.py OUTPUT [--with GROUP]…`` on the system the folder is for:
Linux x86-64 or Windows. ``GROUP`` is one of ``contents.LEFT_OUT``. See packaging/README.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

from archive import pack
from contents import LEFT_OUT, ROOT, SIZE_AT_MOST, excluded_modules, requirements
from inspection import files, glibc_needed, packages_beside, size

HERE: Final = Path(__file__).parent
WINDOWS: Final = sys.platform == "win32"
PROGRAM: Final = "xlform.exe" if WINDOWS else "xlform"
START_FILES: Final = {
    "win32": ("打开.cmd", "说明.txt"),
    "linux": ("打开.sh", "打开.desktop", "说明.txt"),
}


def main() -> int:
    """Build the folder into the output folder of the command line; print what it has come to."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("output", type=Path)
    wanted.add_argument("--with", dest="groups", action="append", default=[], choices=[*LEFT_OUT])
    arguments = wanted.parse_args()
    output, groups = arguments.output.resolve(), frozenset(arguments.groups)
    work = output / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    environment = _environment(work, groups)
    python = _install(work, environment, requirements(groups))
    folder = _freeze(work, python, environment)
    version = _run([str(folder / PROGRAM), "--version"], environment).split()[-1]
    _complete(folder, work, python, environment, version)
    _inspect(folder, python, environment, groups)
    finished = output / f"xlform-{version}"
    shutil.rmtree(finished, ignore_errors=True)
    folder.rename(finished)
    packed = output / f"{finished.name}-{_system()}"
    archive = pack(finished, packed, int(environment["SOURCE_DATE_EPOCH"]), windows=WINDOWS)
    print(f"{finished}: {size(finished) / 1e6:.1f} MB, {len(files(finished))} files")
    print(f"{archive}: {archive.stat().st_size / 1e6:.1f} MB")
    if not WINDOWS:
        print(f"needs glibc {glibc_needed(finished)} or later")
    return 0


def _system() -> str:
    machine = platform.machine().lower().replace("amd64", "x86_64")
    return f"{'windows' if WINDOWS else sys.platform}-{machine}"


def _environment(work: Path, groups: frozenset[str]) -> dict[str, str]:
    """Return the variables of every step: whatever depends on time or chance is fixed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("XLFORM_")}
    committed = _run(["git", "log", "-1", "--format=%ct"], own, cwd=ROOT).strip()
    return own | {
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", committed),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYINSTALLER_CONFIG_DIR": str(work / "cache"),
        "XLFORM_GROUPS": ",".join(sorted(groups)),
    }


def _install(work: Path, environment: dict[str, str], lock: str) -> Path:
    """Install the locked packages, the build tools and the program; return their Python."""
    venv.create(work / "venv", with_pip=True)
    python = work / "venv" / ("Scripts/python.exe" if WINDOWS else "bin/python")
    (work / "lock.txt").write_text(lock, encoding="utf-8")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    # The lock names all that is needed; of some packages a part alone is used.
    install = [*pip, "install", "-q", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    _run([*install, "-r", str(work / "lock.txt")], environment)
    _run([*install, "-r", str(HERE / "requirements.lock")], environment)
    wheel = [str(python), "-m", "hatchling", "build", "-t", "wheel", "-d", str(work)]
    _run(wheel, environment, cwd=ROOT)
    (built,) = work.glob("*.whl")
    _run([*pip, "install", "-q", "--no-deps", "--no-index", str(built)], environment)
    return python


def _freeze(work: Path, python: Path, environment: dict[str, str]) -> Path:
    """Run PyInstaller; return the folder it has made."""
    tool = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(work / "dist"), "--workpath", str(work / "pyinstaller")]
    _run([*tool, *places, str(HERE / "xlform.spec")], environment)
    return work / "dist" / "xlform"


def _complete(
    folder: Path, work: Path, python: Path, environment: dict[str, str], version: str
) -> None:
    """Add what a person starts and reads: start files, licences, the version and its commit."""
    for name in START_FILES[sys.platform]:
        text = (HERE / "start" / name).read_text(encoding="utf-8")
        windows = name.endswith((".cmd", ".txt"))
        target = folder / name
        target.write_text(text, encoding="utf-8", newline="\r\n" if windows else "\n")
        if not windows:
            target.chmod(0o755)
    licences = folder / "LICENSES"
    collector = [str(python), str(HERE / "licences.py")]
    listed = _run([*collector, str(folder), str(work / "lock.txt"), str(licences)], environment)
    (licences / "LIST.txt").write_text(listed, encoding="utf-8", newline="\n")
    commit = _run(["git", "describe", "--always", "--dirty", "--abbrev=12"], environment, cwd=ROOT)
    glibc = "" if WINDOWS else f"glibc {glibc_needed(folder)} or later\n"
    about = f"xlform {version}\n{commit.strip()}\nPython {platform.python_version()}\n{_system()}\n"
    (folder / "VERSION.txt").write_text(about + glibc, encoding="utf-8", newline="\n")


def _inspect(
    folder: Path, python: Path, environment: dict[str, str], groups: frozenset[str]
) -> None:
    """Stop at a folder that is too large or holds what was left out."""
    viewer = [str(python), "-m", "PyInstaller.utils.cliutils.archive_viewer", "-l", "-r", "-b"]
    listing = _run([*viewer, str(folder / PROGRAM)], environment)
    within = {line.strip(" '\",[]").partition(".")[0] for line in listing.splitlines()}
    held = (within | packages_beside(folder)).intersection(excluded_modules(groups))
    if "xlform" not in within or held:
        raise SystemExit(f"the folder should not hold {', '.join(sorted(held))}")
    if not groups and size(folder) > SIZE_AT_MOST:
        raise SystemExit(f"the folder has {size(folder)} bytes, allowed are {SIZE_AT_MOST}")


def _run(command: list[str], environment: dict[str, str], cwd: Path | None = None) -> str:
    """Return the output of a command; a failure ends the build with what the command wrote."""
    done = subprocess.run(
        command, env=environment, cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
