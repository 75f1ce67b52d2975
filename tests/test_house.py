"""The house keeps its floors: who may import whom is a table, and this test holds it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MAY_IMPORT = {
    "content": set(),
    "reading": {"content"},
    "grading": {"reading", "content"},
    "scenarios": {"reading", "content"},
    "store": {"grading", "scenarios", "reading", "content"},
    "desk": {"store", "grading", "scenarios", "reading", "content"},
    "views": {"desk", "content"},
    "app": {"views", "desk", "content"},
}
OUTSIDE = {
    "streamlit": {"views", "app"},
    "starlette": {"views", "app"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "pandas": {"desk", "scenarios", "views"},
    "altair": {"views", "app"},
    "faker": {"scenarios"},
    "sklearn": {"grading"},
    "scipy": {"grading"},
    "httpx": {"reading"},
    "distributed": {"desk"},
    "dask": set(),
    "openpyxl": {"scenarios"},
}
ONE_MODULE = {
    "altair": "views",
    "faker": "scenarios",
    "httpx": "reading",
    "distributed": "desk",
    "openpyxl": "scenarios",
}


def files_of(room: str) -> list[Path]:
    return [ROOT / "app.py"] if room == "app" else sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_only_go_down(room: str) -> None:
    allowed = MAY_IMPORT[room] | {room}
    for path in files_of(room):
        if path.exists():
            wrong = (imports(path) & set(MAY_IMPORT)) - allowed
            assert not wrong, f"{path.relative_to(ROOT)} imports {sorted(wrong)}"


@pytest.mark.parametrize("package", OUTSIDE)
def test_packages_stay_in_their_rooms(package: str) -> None:
    for room in MAY_IMPORT:
        for path in files_of(room):
            if path.exists() and package in imports(path):
                assert room in OUTSIDE[package], f"{path.relative_to(ROOT)} imports {package}"


@pytest.mark.parametrize("package", ONE_MODULE)
def test_some_packages_live_in_one_module(package: str) -> None:
    users = [p for p in files_of(ONE_MODULE[package]) if package in imports(p)]
    assert len(users) <= 1, users


def test_the_desk_does_not_pull_in_streamlit() -> None:
    code = "import sys, desk.practice, desk.mark, desk.agree; "
    code += "sys.exit(any(name in sys.modules for name in ('streamlit', 'httpx', 'sklearn')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_modules_stay_short() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for room in MAY_IMPORT
        for p in files_of(room)
        if p.exists() and (n := len(p.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long, long
