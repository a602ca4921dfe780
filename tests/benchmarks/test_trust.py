"""The command: what it refuses, how it ends, what it prints, and that it continues."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from benchmarks import trust
from benchmarks.trusting import work as working
from benchmarks.trusting.experiments import EXPERIMENTS
from benchmarks.trusting.page import BEGIN, END
from benchmarks.trusting.results import Piece, Results

RULES = ("backproof", "np.allclose")


def right_code(alarms: int, *rules: str) -> dict[str, Any]:
    return {
        "networks": 10, "tensors": 90, "candidates": {"scratch_numpy": 10},
        "verdicts": {"agree": 90}, "not comparable": 0, "excused": 0,
        "alarms": dict.fromkeys(rules, alarms), "accused": [], "largest": {"share": 0.25},
        "visible": {rule: {"-140": 3, "inf": 1} for rule in rules},
        "gradients": 4, "hidden": 1, "hidden, and said so": 1,
    }  # fmt: skip  # a row a kind


def tallies(alarms: int = 0, **missed: Sequence[str]) -> dict[str, Any]:
    seen = dict.fromkeys(RULES, 5)
    cases = {"tried": 5, "seen": seen, "named": seen, "missed": [], "misnamed": []}
    slips = {"slips": 5, "shown": 5, "seen": seen, "cases": cases}
    run = {"runs": 1, "judged": 119, "alarms": 0, "accused": [], "largest": {"share": 0.2}}
    number = {"shown": 5, "seen": {"cost curve": 2, "gradcheck": 4}}
    curves = right_code(0, "cost curve")
    return {
        "false alarms": {t: right_code(alarms, *RULES) for t in ("float64", "float32")},
        "cost curves": {"considered": 20, "float64": curves, "float32": curves},
        "gradient checks": {"considered": 20, **right_code(0, "gradcheck")},
        "slips": {**slips, "missed": missed.get("slips", [])},
        "consistent": {**slips, "missed": missed.get("consistent", [])},
        "random slips": {"cases": cases},
        "equivalents": {"alarms": dict.fromkeys(RULES, 0), "forms": 3, "accused": [],
                        "less accurate": 0},
        "one number": number, "one number, consistent": number,
        "pairs": {"pairs": 3, "right": 3, "wrong": []},
        "trajectories": {"float64": run, "float32": run},
        "stability": {"networks": 2, "verdicts": 80, "changed": {"Haswell": 0}, "which": []},
    }  # fmt: skip  # an experiment a row


def run(*options: str) -> Result:
    return CliRunner().invoke(trust.main, options)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Run the command with given tallies in the place of work."""

    def command(given: dict[str, Any], *options: str) -> Result:
        def pretend(todo: Sequence[Piece], results: Results, jobs: int) -> None:
            for piece in todo:
                first = piece.start == 0
                results.tallies[piece] = given[piece.experiment] if first else {}

        monkeypatch.setattr(trust, "work", pretend)
        return run("--quick", f"--results={tmp_path / 'results.jsonl'}", *options)

    return command


def test_without_alarm_and_miss_it_ends_with_0(measured: Any) -> None:
    assert measured(tallies()).exit_code == 0


@pytest.mark.parametrize("fault", [{"alarms": 1}, {"slips": ["W01"]}, {"consistent": ["N01"]}])
def test_an_alarm_or_a_miss_of_ours_ends_with_1(measured: Any, fault: dict[str, Any]) -> None:
    assert measured(tallies(**fault)).exit_code == 1


def test_the_table_has_a_line_for_every_rule_and_is_ascii(measured: Any) -> None:
    answer = measured(tallies()).output
    assert answer.isascii()
    lines = answer.splitlines()
    for rule in RULES:
        assert len([line for line in lines if line.startswith(rule)]) == 3
    assert len([line for line in lines if line.startswith("gradcheck")]) == 2
    assert "0/10 < 26 %" in answer  # 1 - 0.05 ** (1 / 10)
    assert max(map(len, lines)) <= 120


def test_the_page_gets_what_is_printed(measured: Any, tmp_path: Path) -> None:
    page = tmp_path / "trust.md"
    page.write_text(f"{BEGIN}\n{END}\n")
    answer = measured(tallies(), f"--write={page}").output
    assert page.read_text() == f"{BEGIN}\n```text\n{answer}```\n{END}\n"


def test_a_page_without_markers_is_a_bad_option(measured: Any, tmp_path: Path) -> None:
    page = tmp_path / "trust.md"
    page.write_text("words\n")
    result = measured(tallies(), f"--write={page}")
    assert result.exit_code == 2
    assert "trust.md has no lines" in result.output


def test_an_interrupted_run_says_how_to_continue(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(trust, "work", interrupted)
    result = run(f"--results={tmp_path / 'results.jsonl'}")
    assert result.exit_code == 130
    assert "continues" in result.output


def hear_the_keyboard() -> None:
    """Let an interrupt through: what a shell starts in the background does not hear it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_ends_the_processes_too(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    command = [sys.executable, trust.__file__, "--quick", "--jobs=1", f"--results={path}"]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_the_keyboard,  # noqa: PLW1509  # no threads here
    ) as process:
        while not path.exists():
            time.sleep(0.1)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == f"interrupted; the same command continues {path}\n"


def test_a_file_of_something_else_is_a_bad_option(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("words")
    result = run(f"--results={path}")
    assert result.exit_code == 2
    assert path.read_text() == "words"


def test_a_network_is_judged_and_shown() -> None:
    answer = run("--network=22").output
    assert "m=" in answer
    assert answer.count("\nnew_b1 ") == 2  # a precision each


def test_the_number_of_networks_can_be_chosen() -> None:
    plan = trust.planned(quick=True, networks=50)
    assert plan[-1] == Piece("false alarms", 40, 50)
    assert {piece.experiment for piece in plan} == EXPERIMENTS.keys()


def test_pieces_are_measured_by_processes_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    piece = Piece("false alarms", 22, 23)
    working.work([piece], Results(path, {}, {"false alarms": "1234"}), jobs=1)
    _, row = map(json.loads, path.read_text().splitlines())
    assert row["piece"] == [*piece]
    assert row["code"] == "1234"
    assert row["tally"]["float64"]["networks"] == 1
    assert row["tally"]["float64"]["alarms"]["backproof"] == 0
