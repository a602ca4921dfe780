import ast
import sys
from pathlib import Path

import pytest

import scratch_numpy

ROOM = Path(scratch_numpy.__file__).parent
FILES = sorted(ROOM.rglob("*.py"))
LOOPS = (ast.For, ast.While, ast.comprehension)
ALLOWED = {"numpy", "scratch_numpy", *sys.stdlib_module_names}


def tree(path):
    return ast.parse((ROOM / path).read_text(encoding="utf-8"))


def loops(module):
    """What every loop goes over."""
    found = [node for node in ast.walk(module) if isinstance(node, LOOPS)]
    return [ast.unparse(node.test if isinstance(node, ast.While) else node.iter) for node in found]


def imported(module):
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield str(node.module).partition(".")[0]


def test_there_are_chapters_to_check():
    assert len(FILES) >= 16


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_a_chapter_imports_numpy_and_the_standard_library_only(path):
    assert set(imported(tree(path))) <= ALLOWED


def test_vectorised_logistic_regression_has_no_loop():
    assert loops(tree("logistic_regression/vectorised.py")) == []


def test_the_vectorised_shallow_network_loops_over_the_names_of_its_two_activations_only():
    assert loops(tree("shallow_network/vectorised.py")) == ["case['activations']"]


def test_the_deep_network_loops_over_its_layers_only():
    assert set(loops(tree("deep_network.py"))) == {
        "enumerate(case['activations'], start=1)",
        "range(L, 0, -1)",
        "range(1, len(case['activations']) + 1)",
        "(f'W{layer}', f'b{layer}')",
        "enumerate(caches, start=1)",
        "caches",
    }


@pytest.mark.parametrize("path", ["logistic_regression/loop.py", "shallow_network/one_sample.py"])
def test_a_chapter_of_loops_has_them(path):
    assert "range(m)" in loops(tree(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_no_chapter_uses_a_shortcut_that_hides_the_shapes(path):
    calls = {ast.unparse(n.func) for n in ast.walk(tree(path)) if isinstance(n, ast.Call)}
    hidden = {"np.dot", "np.matmul", "np.einsum", "np.gradient", "np.vectorize"}
    assert calls & hidden == set()
    assert [call for call in calls if call.endswith(".dot")] == []
