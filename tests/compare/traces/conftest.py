"""What several tests of refusals begin with."""

import pytest

from compare.traces.storage import save_trace
from tests.compare.traces.saved_traces import a_network


@pytest.fixture
def path(tmp_path):
    """A right file, to be spoilt."""
    path = tmp_path / "step.npz"
    save_trace(path, a_network())
    return path
