"""A small driver for the tests: runs every statement of the file as it stands."""

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from compare.reading.source import Source
from compare.recording.graph import Recording
from compare.recording.recorder import Recorder


def drive(source: Source, options: Mapping[str, Any]) -> Iterator[Recording]:
    """Give one recording before and one after the run; its probe holds their ``result``."""
    yield Recording(recipe="before")
    namespace: dict[str, Any] = {"__name__": "theirs"}
    for number, unit in enumerate(source.units):
        code = compile(ast.Module(unit.statements, []), f"<unit {number}>", "exec")
        exec(code, namespace)
    yield Recording(recipe="after", probe={"result": namespace.get("result")})


def record(source: Source, options: Mapping[str, Any]) -> Iterator[Recording]:
    """Do the same under the recorder."""
    yield Recording(recipe="before")
    recorder = Recorder()
    namespace = recorder.namespace()
    recorder.run([(n, unit.statements) for n, unit in enumerate(source.units)], namespace)
    recorder.recording.recipe = "after"
    recorder.recording.probe = {"result": namespace.get("result")}
    yield recorder.recording
