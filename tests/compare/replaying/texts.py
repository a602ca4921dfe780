"""Small programs, recorded as texts, for the tests of replaying."""

import ast
from typing import Any

import numpy as np

from compare.recording.graph import Recording
from compare.recording.recorder import Recorder

SHAPE = (3, 4)


def recorded(text: str, given: dict[str, Any]) -> tuple[Recording, dict[str, Any]]:
    """Record a text with some inputs: the recording, and the node of each name it assigns."""
    recorder = Recorder()
    theirs = recorder.namespace()
    for name, value in given.items():
        theirs[name] = recorder.input(name, value)
    recorder.run([(0, ast.parse("import numpy as np\n" + text).body)], theirs)
    nodes = {name: recorder.node_of(value) for name, value in theirs.items()}
    return recorder.recording, {name: node for name, node in nodes.items() if node is not None}


def inputs(seed: int = 0) -> dict[str, Any]:
    """Random arrays of one shape."""
    random = np.random.default_rng(seed)
    return {name: random.normal(size=SHAPE) for name in ("a", "b")}
