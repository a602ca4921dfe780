"""Every right program of the corpus is driven to its end, at sizes that tell axes apart."""

from pathlib import Path

import pytest

from compare.driving.assessing import assess

CORPUS = Path(__file__).parents[2] / "corpus" / "right"
FILES = sorted(each for each in CORPUS.iterdir() if each.suffix in (".py", ".ipynb", ".md"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_right_program_is_driven_completely(driven_file, path):
    recordings = [each for each in driven_file(path) if "small" not in each.probe]
    assert recordings
    for recording in recordings:
        assert recording.failure is None
        assert recording.recipe
        assert recording.probe["subject"]
    found = [assess(each) for each in recordings]
    assert all(each.complete for each in found)
    assert not any(each.misfits for each in found)
