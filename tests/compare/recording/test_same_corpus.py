"""The files of the corpus, right and wrong, give the same bits when they are recorded."""

import ast
from typing import Any

import numpy as np
import pytest

from compare.recording.frames import filename
from compare.recording.recorder import Recorder
from compare.recording.rewrite import compiled
from compare.recording.trees import HOOK
from tests.compare.recording.same_answers import same
from tests.corpus.corpus import Case, families, made, right
from tests.corpus.drivers import network_of, running
from tests.corpus.test_corpus_truth import quietly
from tests.corpus.variants import VARIANTS


class WithoutAsserts(ast.NodeTransformer):
    """Asserts are noted and not obeyed, so the plain run has none."""

    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        return ast.copy_location(ast.Pass(), node)


def plain_answers(case: Case, monkeypatch: pytest.MonkeyPatch) -> Any:
    execute = running._execute

    def without_asserts(statement: ast.stmt, namespace: dict[str, Any]) -> None:
        execute(WithoutAsserts().visit(statement), namespace)

    with monkeypatch.context() as patch:
        patch.setattr(running, "_execute", without_asserts)
        return answers(case)


def answers(case: Case) -> Any:
    """What a file's network shows of a step, or the exception on the way there."""
    try:
        with quietly():
            np.random.seed(0)  # noqa: NPY002
            network = network_of(case)
            return network.observe(network.parameters)
    except Exception as error:
        return type(error).__name__, str(error)


def recorded_answers(case: Case, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Recorder]:
    recorder = Recorder(max_nodes=1_000_000, cut_loops=False)
    hook = recorder.namespace()[HOOK]

    def execute(statement: ast.stmt, namespace: dict[str, Any]) -> None:
        namespace[HOOK] = hook
        exec(compiled(0, [statement]), namespace)

    with monkeypatch.context() as patch:
        patch.setattr(running, "_execute", execute)
        patch.setattr(running, "PEOPLE", filename(0))
        return answers(case), recorder


@pytest.mark.parametrize("family", families())
def test_a_right_file_gives_the_same_bits(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found, recorder = recorded_answers(right(family), monkeypatch)
    assert same(found, plain_answers(right(family), monkeypatch))
    assert isinstance(found, dict)
    assert len(found) > 3
    assert len(recorder.recording.nodes) > 20


@pytest.mark.parametrize("family", families())
def test_the_wrong_files_give_the_same_bits(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = [edit for edit in VARIANTS if edit.family == family]
    for edit in edits[::4]:
        found, _ = recorded_answers(made(edit), monkeypatch)
        assert same(found, plain_answers(made(edit), monkeypatch)), edit.id
