"""Every planted fault is rejected under its own name, and the originals are not."""

import itertools
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any
from zlib import crc32

import pytest
from click.testing import CliRunner, Result

import scratch_numpy.deep_network
from compare.candidates.seam import load
from compare.cli import backproof
from compare.comparing.run import Judging
from compare.comparing.verdicts import exit_code
from compare.errors import UsageError
from compare.formulas.on_torch import TorchEvaluator
from compare.judging.summary import QuantityReport
from compare.ladder.report import RungReport
from compare.ladder.run import plan_ladder, run_plan
from compare.ladder.rungs import RUNGS
from compare.ladder.settings import Settings
from tests.faults.catalogue import (
    BY_NAME,
    CONVENTIONS,
    FAULTS,
    Fault,
    chapter_of,
    settings_of,
)
from tests.faults.planting import StaleFaultError, plant

FEWEST = 6
"""So many faults a rung has at least."""
PAIRS = 4
"""So many pairs of faults are tried on every rung."""
MASKED = [
    {"dv_without_factor", "dc_without_upstream"},
    {"dv_in_float32", "du_of_wrong_sign"},
    {"cross_entropy_of_wrong_sign", "log_likelihood_is_the_loss_itself"},
    {"one_dw2_by_x1", "one_w2_updated_by_dw1"},
    {"matrix_dZ_not_a_number", "matrix_dw_one_entry_off"},
    {"matrix_dZ_not_a_number", "matrix_w_uphill"},
    {"matrix_dZ_not_a_number", "matrix_b_by_an_old_sum"},
    {"shallow_db1_of_rank_1", "shallow_b1_a_view"},
    {"deep_A_is_Z", "deep_Z_cached_as_A"},
    {"deep_A_is_Z", "deep_next_layer_reads_Z"},
    {"predicts_probabilities", "accuracy_in_per_cent"},
    {"predicts_probabilities", "accuracy_is_a_count"},
    {"predicts_probabilities", "accuracy_of_all_pairs"},
    {"predicts_from_Z", "accuracy_of_all_pairs"},
]
"""Pairs of which one fault undoes the other, hides it behind NaN, or cannot run with it."""
ONE_LATER = [
    ("loop_z_overwritten", "loop_dw_carried_over"),
    ("matrix_dZ_of_wrong_sign", "matrix_b_by_an_old_sum"),
    ("matrix_dZ_with_g_prime", "matrix_w_by_a_stale_gradient"),
    ("unit_a1_by_g2", "unit_z2_without_bias"),
]
"""Pairs of which one fault shows in every step, and the other not in the first."""


def run(rung: str, settings: Settings, *, probes: bool = True, **options: Any) -> RungReport:
    """Go the way of the command line."""
    (plan,) = plan_ladder((rung,), settings)
    if not probes:
        plan = replace(plan, parts=tuple(replace(part, probes=()) for part in plan.parts))
    judging = Judging(settings.dtype, TorchEvaluator, **options)
    return run_plan(plan, judging, lambda rung, calls: lambda: None)


@cache
def judged(name: str) -> RungReport:
    """The fault shows on its own case, so the probes need not run."""
    return run(BY_NAME[name].rung, BY_NAME[name].settings, probes=False)


def quantities(report: RungReport) -> list[QuantityReport]:
    return [quantity for _, quantity in report.quantities]


def names(report: RungReport, *statuses: str) -> list[str]:
    """Name what differs with one of these statuses, in the order of the table."""
    return [quantity.name for quantity in quantities(report) if quantity.status in statuses]


def kinds(quantities: Iterable[str]) -> set[str]:
    """Leave out the number of the layer."""
    return {re.sub(r"\d+", "", name) for name in quantities}


def guilty(*faults: Fault) -> set[str]:
    return kinds(name for fault in faults for name in (fault.quantity, *fault.also))


each_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)


# every fault by itself


@each_fault
def test_a_fault_is_the_first_that_is_certain(fault: Fault) -> None:
    report = judged(fault.name)
    assert report.verdict == "differ"
    certain = names(report, "certain")
    if not certain and any(part.changed for part in report.parts):
        certain = names(report, "suspect")  # behind an argument that was changed in place
    assert certain[:1] == [fault.quantity]


@each_fault
def test_nothing_before_a_fault_differs(fault: Fault) -> None:
    differing = [q.name for q in quantities(judged(fault.name)) if q.verdict == "differ"]
    assert differing[:1] == [fault.quantity]


@each_fault
def test_no_innocent_equation_is_certain(fault: Fault) -> None:
    assert kinds(names(judged(fault.name), "certain")) <= guilty(fault)


def test_one_entry_of_median_size_off_by_1e_9_is_seen_at_the_default_sizes() -> None:
    report = run("deep-network", Settings(candidate="tests.faults.wrapped:median_entry_of_dW1"))
    assert report.verdict == "differ"
    assert names(report, "certain") == ["dW1"]


# what is no fault, but another convention

SUMMED = "the loss is summed over the examples, not averaged"
OTHER_CONVENTIONS = {
    "relu_prime_1_at_the_kink": ("agree", "relu'(0) = 1"),
    "leaky_relu_prime_1_at_the_kink": ("agree", "leaky_relu'(0) = 1"),
    "deep_dZ_is_of_the_mean+deep_no_mean_in_dW_and_db": (
        "agree", "the 1/m stands in dZ, not in dW and db",
    ),
    "deep_squared_error_doubled": (
        "convention",
        "the squared error is taken without its half; the cost is the usual one, the gradients "
        "are not",
    ),
    "deep_squared_error_not_halved+deep_squared_error_doubled": (
        "convention", "the squared error is taken without its half",
    ),
    "deep_no_mean_in_dW_and_db": (
        "convention", f"{SUMMED}; the cost is the usual one, the gradients are not",
    ),
    "deep_cost_is_a_sum+deep_no_mean_in_dW_and_db": ("convention", SUMMED),
}  # fmt: skip  # by the names of the lines: the verdict, and the name of the convention


@pytest.mark.parametrize("names", OTHER_CONVENTIONS)
def test_another_convention_is_named_and_is_no_difference(names: str) -> None:
    verdict, convention = OTHER_CONVENTIONS[names]
    first = BY_NAME[names.split("+")[0]]
    settings = settings_of(first.rung, candidate=f"tests.faults:{names}", **first.given)
    report = run(first.rung, settings)
    assert report.verdict == verdict
    found = {q.convention.name for q in quantities(report) if q.convention is not None}
    assert found == {convention}
    assert {q.verdict for q in quantities(report)} == {"agree", "convention"}
    assert any(convention in note for note in report.notes)
    strictly = run(first.rung, settings, strict=True)
    assert exit_code([strictly.verdict], strict=True, allow_blind=False) == 1


# the originals

ORIGINALS = sorted({(f.rung, tuple(sorted(f.given.items()))) for f in FAULTS})


def _label(value: Any) -> str | None:
    return "-".join(str(part) for _, part in value) or "usual" if isinstance(value, tuple) else None


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("rung", "given"), ORIGINALS, ids=_label)
def test_the_originals_agree_under_the_same_settings(
    rung: str, given: tuple[tuple[str, Any], ...], dtype: str
) -> None:
    report = run(rung, settings_of(rung, **{**dict(given), "dtype": dtype}))
    from_zeros = ("initialisation", "zeros") in given
    unexpected = [
        (quantity.name, quantity.verdict)
        for part, quantity in report.quantities
        if quantity.verdict not in ("agree", "blind" if from_zeros else "agree")
        and not part.expected_blind(quantity)
    ]
    assert unexpected == []
    assert report.verdict == ("blind" if from_zeros else "agree")


# two at once


def _pairs(rung: str) -> list[tuple[Fault, Fault]]:
    """Sample pairs of faults that are made of different lines and seen under the same settings."""
    able = [
        (one, other)
        for one, other in itertools.combinations(FAULTS, 2)
        if one.rung == other.rung == rung
        and one.given == other.given
        and (one.module, one.right) != (other.module, other.right)
        and {one.name, other.name} not in MASKED
    ]
    return sorted(able, key=lambda pair: crc32(_both(pair).encode()))[:PAIRS]


def _both(pair: tuple[Fault, Fault]) -> str:
    return f"{pair[0].name}+{pair[1].name}"


SAMPLE = [pair for rung in RUNGS for pair in _pairs(rung)]
LATER = [(BY_NAME[one], BY_NAME[other]) for one, other in ONE_LATER]


@pytest.mark.parametrize("pair", [*SAMPLE, *LATER], ids=_both)
def test_two_faults_at_once_are_both_named(pair: tuple[Fault, Fault]) -> None:
    one, other = pair
    candidate = f"tests.faults:{_both(pair)}"
    report = run(one.rung, settings_of(one.rung, candidate=candidate, **one.given), probes=False)
    assert report.verdict == "differ"
    assert {one.quantity, other.quantity} <= set(names(report, "certain", "suspect"))
    assert kinds(names(report, "certain")) <= guilty(one, other)


# the command line

ONE_A_RUNG = [next(fault for fault in FAULTS if fault.rung == rung) for rung in RUNGS]


def arguments(fault: Fault) -> list[str]:
    settings = fault.settings
    options = {
        "--rung": fault.rung,
        "--candidate": settings.candidate,
        "--steps": settings.steps,
        "--layer-dims": ",".join(map(str, settings.layer_dims or ())),
        "--dtype": settings.dtype.name,
    }
    return ["ladder", *itertools.chain.from_iterable((k, str(v)) for k, v in options.items())]


def first_words(stdout: str) -> list[str]:
    return stdout.splitlines()[0].split()


@pytest.mark.parametrize("fault", ONE_A_RUNG, ids=lambda fault: fault.name)
def test_the_first_line_names_the_fault(fault: Fault) -> None:
    result: Result = CliRunner().invoke(backproof, arguments(fault))
    assert isinstance(result.exception, SystemExit), result.exception  # a crash exits with 1 too
    assert result.exit_code == 1
    assert first_words(result.stdout)[:2] == ["differ", fault.quantity]


def test_the_installed_command_names_the_fault() -> None:
    fault = BY_NAME["shallow_db2_without_axis"]
    command = [sys.executable, "-m", "compare", *arguments(fault)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert first_words(done.stdout)[:2] == ["differ", "db2"]


# the table itself


def test_no_fault_is_the_original() -> None:
    assert [fault.name for fault in FAULTS if fault.right == fault.wrong] == []


def test_names_are_unique() -> None:
    assert len(BY_NAME) == len(FAULTS) + len(CONVENTIONS)


def test_no_two_faults_of_a_rung_are_the_same() -> None:
    rows = Counter((f.rung, f.module, f.function, f.right, f.wrong) for f in FAULTS)
    assert [row for row, count in rows.items() if count > 1] == []


@pytest.mark.parametrize("rung", RUNGS)
def test_every_rung_has_faults(rung: str) -> None:
    assert sum(fault.rung == rung for fault in FAULTS) >= FEWEST


@pytest.mark.parametrize(
    ("source", "found"),
    [("b = a\n", 0), ("def f():\n    a = b  # (1)\n    a = b\n", 2)],
    ids=["gone", "twice"],
)
def test_a_line_that_is_not_there_once_is_refused(source: str, found: int) -> None:
    stale = Fault("deep-network", "stale", "a = b", "a = c", "Z1")
    with pytest.raises(StaleFaultError, match=f"stale: {found} lines 'a = b'"):
        plant(source, stale)


def test_a_line_is_replaced_where_it_stands() -> None:
    fault = Fault("deep-network", "new", "a = b", "a = c\nd = a", "Z1", function="g")
    source = "def f():\n    a = b\n\n\ndef g():\n    a = b  # (1)\n"
    assert plant(source, fault) == "def f():\n    a = b\n\n\ndef g():\n    a = c\n    d = a\n"


def test_two_faults_of_one_line_are_refused() -> None:
    one = Fault("deep-network", "one", "a = b", "a = c", "Z1")
    other = Fault("deep-network", "other", "a = b", "a = d", "Z1")
    with pytest.raises(StaleFaultError, match="one and other: one line for both"):
        plant("a = b\n", one, other)


def test_a_name_without_a_fault_is_refused() -> None:
    with pytest.raises(UsageError, match="no function 'no_such_fault'"):
        load("tests.faults:no_such_fault")


def test_the_real_chapters_know_nothing_of_a_fault() -> None:
    before = {name: module for name, module in sys.modules.items() if "scratch_numpy" in name}
    contents = {name: dict(vars(module)) for name, module in before.items()}
    planted = load("tests.faults:deep_relu_as_absolute_value").function
    assert planted.__globals__ is not vars(scratch_numpy.deep_network)
    after = {name: module for name, module in sys.modules.items() if "scratch_numpy" in name}
    assert after == before
    assert {name: dict(vars(module)) for name, module in after.items()} == contents


def test_every_rung_of_the_table_has_a_chapter() -> None:
    for rung in RUNGS:
        assert load(f"scratch_numpy.{chapter_of(rung)}:step").function
