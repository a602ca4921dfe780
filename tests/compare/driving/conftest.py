import builtins
import textwrap
from pathlib import Path

import pytest

from compare.confining.importing import Importing
from compare.driving.drive import drive
from compare.reading.read import read_source, read_text
from compare.recording.rewrite import compiled


@pytest.fixture
def run(monkeypatch):
    """Drive a source with our modules in the place of pandas, matplotlib, the course's helpers."""

    def run(source):
        importing = Importing({}, compiled, len(source.units))
        monkeypatch.setattr(builtins, "__import__", importing.import_module)
        try:
            return list(drive(source, {}))
        finally:
            monkeypatch.undo()

    return run


@pytest.fixture
def driven(run):
    """Drive a program that is written in a test."""
    return lambda text: run(read_text(textwrap.dedent(text), "python"))


@pytest.fixture
def driven_file(run):
    """Drive a file."""
    return lambda path: run(read_source(Path(path)))
