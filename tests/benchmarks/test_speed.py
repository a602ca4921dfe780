"""The benchmark's command runs; what it measures is not tested."""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import speed

SCRIPT = Path(speed.__file__)
TINY = ("--quick", "--repeat=1", "--threads=1", "--network=5,4,1:20")


def run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *options]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=250, check=False
    )


@pytest.fixture(scope="module")
def peers() -> None:
    pytest.importorskip("sklearn")
    pytest.importorskip("threadpoolctl")


@pytest.mark.usefixtures("peers")
def test_the_table_is_ascii_states_the_goals_and_fits_100_columns(tmp_path: Path) -> None:
    file = tmp_path / "speed.json"
    result = run(*TINY, f"--json={file}")

    assert result.returncode == 0, result.stderr
    assert result.stdout.isascii()
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith("machine: ")
    assert all(name in result.stdout for name in ("numpy", "torch", "scikit-learn"))

    ratios = json.loads(file.read_text())["ratios"]
    printed = [line for line in lines if line.startswith("[")]
    assert len(printed) == len(ratios) == 2 * 3 + 2
    assert all(
        f"{row['peer']}/{row['other']}" in line for row, line in zip(ratios, printed, strict=True)
    )
    goals = [row["goal"] for row in ratios if row["other"] == "scikit-learn"]
    assert goals == [0.55, 0.55]


@pytest.mark.usefixtures("peers")
def test_json_to_standard_output_is_all_of_it() -> None:
    result = run(*TINY, "--json=-")

    assert result.returncode == 0, result.stderr
    written = json.loads(result.stdout)
    assert written["machine"]["threads"] == 1
    assert {row["dtype"] for row in written["ratios"]} == {"float32", "float64"}
    for row in written["ratios"]:
        assert row["smallest"] <= row["ratio"] <= row["largest"]


def test_without_scikit_learn_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    result = CliRunner().invoke(speed.main, ["--quick"])

    assert result.exit_code == 5
    assert result.output.count("\n") == 1
    assert "pip install 'backproof[bench]'" in result.output


def test_a_network_that_is_no_network_is_a_bad_option() -> None:
    result = CliRunner().invoke(speed.main, ["--network", "30,x,1:5"])

    assert result.exit_code == 2
    assert "30,4,1:569" in result.output


@pytest.mark.parametrize("sizes", speed.GOALS)
def test_every_goal_is_of_a_network_that_is_measured_in_both_dtypes(sizes: speed.Network) -> None:
    measured = [c.problem for c in speed.comparisons(speed.GOALS)]

    assert [p.dtype for p in measured if (p.layer_dims, p.m) == sizes] == ["float64", "float32"]
