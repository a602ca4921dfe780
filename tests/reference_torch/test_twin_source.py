import ast
import sys
from pathlib import Path

import pytest

import reference_torch
import scratch_numpy

TWINS, BOOK = (Path(room.__file__).parent for room in (reference_torch, scratch_numpy))
FILES = sorted(TWINS.rglob("*.py"))
ALLOWED = {"torch", "numpy", "reference_torch", *sys.stdlib_module_names}
HANDS = ("prime", "backward", "derivative", "vjp", "jvp")


def relative(path):
    return str(path.relative_to(TWINS))


EVERY = pytest.mark.parametrize("path", FILES, ids=relative)


def nodes(path, *kinds):
    return [
        n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, kinds)
    ]


def imported(path):
    for node in nodes(path, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        else:
            assert node.level == 0
            yield str(node.module).partition(".")[0]


def test_the_twins_have_the_file_names_of_the_chapters():
    twins = {relative(path) for path in FILES} - {"capture.py"}
    chapters = {str(path.relative_to(BOOK)) for path in BOOK.rglob("*.py")} - {"notation.py"}
    assert twins == chapters
    assert len(twins) > 10


@EVERY
def test_a_twin_imports_torch_numpy_and_the_standard_library_only(path):
    assert set(imported(path)) <= ALLOWED


@EVERY
def test_no_function_of_a_twin_is_a_hand_written_derivative(path):
    functions = {node.name for node in nodes(path, ast.FunctionDef)}
    assert [name for name in functions if any(hand in name.lower() for hand in HANDS)] == []


@EVERY
def test_no_class_of_a_twin_brings_its_own_backward_pass(path):
    bases = {ast.unparse(base) for node in nodes(path, ast.ClassDef) for base in node.bases}
    assert bases <= {"nn.Module"}
    hooks = {n.attr for n in nodes(path, ast.Attribute)} & {"register_hook", "Function", "apply"}
    assert hooks == set()


@EVERY
def test_numpy_computes_nothing_in_a_twin(path):
    used = {
        node.attr
        for node in nodes(path, ast.Attribute)
        if isinstance(node.value, ast.Name) and node.value.id == "np"
    }
    assert used <= {"array", "empty_like", "shares_memory"}
