"""What is found must not depend on how busy the machine is."""

import time
from types import SimpleNamespace

import pytest

from compare.diagnosing import clock


@pytest.fixture(autouse=True)
def own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search is given so much time of its own thread, not of the wall."""
    monkeypatch.setattr(clock, "time", SimpleNamespace(process_time=time.thread_time))
