"""Where bubblewrap is installed and works; elsewhere there is nothing to test."""

import pytest

from compare.isolating import command
from tests.compare.isolating.running import answer

pytestmark = pytest.mark.skipif(command.bubblewrapped("x") is None, reason="no bubblewrap here")


def test_a_good_file_comes_back_whole():
    got = answer("import numpy as np\nresult = float(np.ones(3).sum())")
    assert got.failure is None
    assert got.recordings[-1].probe == {"result": 3.0}
    assert got.isolation.startswith("bubblewrap: no network, no files but Python's; limits on time")


def test_its_ends_are_told_as_ever():
    assert answer("while True: pass", seconds=1).failure.error == "TimeLimit"
    assert answer("import os\nos._exit(0)").failure.error == "EndRefusedError"
    text = (
        "import numpy as np\nx = np.lib.stride_tricks.as_strided(np.ones(3), (10**9,), (8,))\n"
        "x.sum()"
    )
    failure = answer(text).failure
    assert failure.text == "the interpreter crashed (segmentation fault)"
    assert failure.site.line == 3


def test_nothing_but_python_is_there():
    text = "import os\nresult = [os.path.exists(p) for p in ('/etc/passwd', '/home', '/root/.ssh')]"
    assert answer(text).recordings[-1].probe["result"] == [False, False, False]


def test_the_judge_is_not_there():
    rooms = ["judging", "replaying", "recognising", "diagnosing", "formulas/on_torch.py"]
    paths = [str(command.HERE / room) for room in rooms]
    text = f"import os\nresult = [os.path.exists(p) for p in {paths!r}]"
    assert not any(answer(text).recordings[-1].probe["result"])


def test_only_its_own_processes_are_there():
    assert answer("import os\nresult = os.getppid()").recordings[-1].probe["result"] <= 2
