import pytest

from compare.isolating import command


@pytest.fixture(autouse=True)
def _with_the_tests_driver(monkeypatch):
    """Let the child see the driver of these tests, where it sees only what it is shown."""
    tests = command.HERE.parent / "tests"
    monkeypatch.setattr(command, "OURS", (*command.OURS, tests))
    command._bubblewrap.cache_clear()
    yield
    command._bubblewrap.cache_clear()
