"""Without the time to search nothing is explained, and nothing wrong is called right."""

import pytest

from compare.diagnosing.clock import Clock
from tests.compare.diagnosing.recorded import TWO_LAYERS, diagnosed
from tests.compare.diagnosing.test_faults import BY_ID


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clock, "is_over", True)


@pytest.mark.usefixtures("no_time")
@pytest.mark.parametrize("name", ["slope-at-z", "dw2-sum", "residual-reversed", "w2-uphill"])
def test_without_time_to_search_nothing_is_sure(name: str) -> None:
    found = diagnosed(BY_ID[name].text)
    assert found.verdict in ("differ", "no-verdict")
    assert not any(finding.sure for finding in found.findings)
    assert diagnosed(TWO_LAYERS).verdict == "agree"
