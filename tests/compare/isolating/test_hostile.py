import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from tests.compare.isolating.hostile import FILES
from tests.compare.isolating.running import answer, children

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the children's folders are made, and where the tests' canary would be."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    "driver", ["executing:drive", "executing:record"], ids=["plain", "recorded"]
)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_ends_within_its_limits_with_a_true_answer(file, driver, folder):
    site = repr(str(Path(np.__file__).parents[1]))
    canary = str(folder / "canary")
    began = time.monotonic()
    got = answer(file.text.replace("SITE", site).replace("CANARY", canary), file.seconds, driver)
    took = time.monotonic() - began
    assert took < 10
    assert children(folder) == []
    assert list(folder.iterdir()) == []  # neither the canary nor the child's own folder
    if file.error is None:
        assert got.failure is None
        assert got.recordings[-1].probe["result"] == file.result
        return
    assert got.failure is not None
    assert file.error in ("", got.failure.error), got.failure
    assert file.words in got.failure.text
    assert "after" not in [recording.recipe for recording in got.recordings]
    if file.line is not None:
        assert got.failure.site is not None
        lines = [site.line for site in (got.failure.site, *got.failure.via)]
        assert (
            lines[0] in (file.line, file.line + 1)
            if file.error == "TimeLimit"
            else lines[0] == file.line
        )
