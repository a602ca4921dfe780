import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("scratch_numpy", "reference_torch", "compare")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HEAVY = (
    "torch",
    "pandas",
    "sklearn",
    "scipy",
    "h5py",
    "matplotlib",
    "scratch_numpy",
    "reference_torch",
)
LONGEST = 300


def python(code, *args, cwd=ROOT):
    """Run a program in a new interpreter."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code, *args]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def lint_imports(cwd):
    code = "from importlinter.cli import lint_imports_command as lint; lint()"
    return python(code, "--no-cache", cwd=cwd)


@pytest.fixture
def copy_of_the_project(tmp_path):
    """The rooms and their contracts, to be broken."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_every_import_contract_is_kept():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout
    contracts = len(PROJECT["tool"]["importlinter"]["contracts"])
    assert contracts >= 5
    assert f"Contracts: {contracts} kept, 0 broken." in result.stdout


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("scratch_numpy/losses.py", "torch"),
        ("scratch_numpy/losses.py", "reference_torch.losses"),
        ("reference_torch/losses.py", "scratch_numpy.losses"),
        ("reference_torch/losses.py", "compare.errors"),
        ("compare/judging/verdict.py", "torch"),
        ("compare/judging/verdict.py", "compare.formulas.on_torch"),
        ("compare/judging/verdict.py", "scratch_numpy.losses"),
        ("compare/errors.py", "compare.cli"),
        ("compare/comparing/run.py", "compare.ladder.run"),
        ("compare/comparing/run.py", "scratch_numpy.losses"),
        ("compare/candidates/guard.py", "compare.judging.verdict"),
    ],
)
def test_an_import_across_a_wall_breaks_a_contract(copy_of_the_project, module, imported):
    with (copy_of_the_project / module).open("a", encoding="utf-8") as file:
        file.write(f"\nimport {imported}\n")
    result = lint_imports(copy_of_the_project)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout


def loaded(code, *args):
    """The modules that are loaded once a program has run."""
    ending = "import atexit, sys; atexit.register(lambda: print('\\nloaded', *sys.modules))\n"
    result = python(ending + code, *args)
    assert result.returncode == 0, result.stderr
    answer, _, modules = result.stdout.rpartition("\nloaded ")
    return answer, set(modules.split())


def test_importing_the_judge_loads_nothing_heavy():
    _, modules = loaded("import compare")
    assert "compare" in modules
    assert modules & {*HEAVY, "numpy", "rich"} == set()


@pytest.mark.parametrize(
    "args",
    [
        ("--help",),
        ("ladder", "--help"),
        ("compare", "--help"),
        ("trace", "--help"),
        ("--version",),
    ],
)
def test_asking_for_help_loads_nothing_heavy(args):
    answer, modules = loaded("from compare.cli import main; main()", *args)
    assert len(answer.strip()) > 10
    assert modules & set(HEAVY) == set()


def test_a_heavy_import_would_be_seen():
    _, modules = loaded("import compare, reference_torch, pandas")
    assert {"numpy", "reference_torch", "pandas"} <= modules


def test_there_are_sources_to_measure():
    assert len(SOURCES) > 50


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_source_file_can_be_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_source_file_opens_with_what_it_is_for(path):
    assert path.read_text(encoding="utf-8").startswith('"""')


def test_the_wheel_has_the_three_packages_and_nothing_else():
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == list(ROOMS)


def test_the_contracts_are_about_the_three_packages():
    assert PROJECT["tool"]["importlinter"]["root_packages"] == list(ROOMS)


def test_the_command_is_the_judges():
    assert PROJECT["project"]["scripts"] == {"backproof": "compare.cli:main"}


def test_warnings_are_errors_in_the_tests():
    assert PROJECT["tool"]["pytest"]["ini_options"]["filterwarnings"] == ["error"]
