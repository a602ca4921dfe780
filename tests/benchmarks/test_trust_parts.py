"""Networks are made again from their index, right variants are right, and tallies add up."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.trusting import networks, page, table
from benchmarks.trusting.battery import BATTERY, first_wrong, wrong_steps
from benchmarks.trusting.experiments import EXPERIMENTS
from benchmarks.trusting.false_alarms import EVERY, candidate_of
from benchmarks.trusting.finite_differences import passes
from benchmarks.trusting.judged import ACCUSING, OURS, flagged, judged
from benchmarks.trusting.judged import table as table_of
from benchmarks.trusting.networks import random_network
from benchmarks.trusting.one_wrong_entry import gradients_of, one_wrong_entry, smallest
from benchmarks.trusting.pairs import drawn, wrong_equations
from benchmarks.trusting.results import OtherResultsError, Piece, Results
from benchmarks.trusting.rules import NORM_RATIO
from benchmarks.trusting.tallies import add, histogram, quantile, share_above, upper_limit
from benchmarks.trusting.variants import VARIANTS
from benchmarks.trusting.work import pieces
from reference_torch import deep_network as reference
from scratch_numpy import deep_network as scratch

F64 = np.dtype(np.float64)
SAMPLE = [random_network(index) for index in range(300)]


# the networks


def test_a_network_is_made_again_from_its_index() -> None:
    assert random_network(17) == random_network(17)
    assert random_network(17) != random_network(18)
    assert random_network(17) != random_network(17, base=networks.CALIBRATION_SEEDS)
    cases = [random_network(17, small=True).case(F64) for _ in range(2)]
    assert all(np.array_equal(cases[0][V], cases[1][V]) for V in cases[0] if V[0] in "XYWb")


def test_a_network_is_within_its_limits() -> None:
    many = [network for i, network in enumerate(SAMPLE) if 9 * i % 200 < 9]
    assert len(many) == 14
    for network in SAMPLE:
        assert network.flops <= (networks.MANY_FLOPS if network in many else networks.FLOPS)
        assert network.m * sum(network.dims) <= networks.MANY_ENTRIES
        assert len(network.dims) == len(network.activations) + 1


def test_900_of_20_000_networks_may_be_large() -> None:
    assert sum(9 * index % 200 < 9 for index in range(20_000)) == 900


def test_networks_are_of_every_kind() -> None:
    assert {len(network.activations) for network in SAMPLE} == set(range(1, 21))
    assert {network.start for network in SAMPLE} == networks.STARTS.keys()
    assert {network.data for network in SAMPLE} == networks.DATA.keys()
    assert {network.labels for network in SAMPLE} == networks.LABELS.keys()
    assert {g for network in SAMPLE for g in network.activations} == set(networks.OUTPUTS)
    assert max(max(network.dims) for network in SAMPLE) > 500
    assert max(network.m for network in SAMPLE) > 5_000


def test_both_precisions_have_the_same_numbers() -> None:
    network = random_network(3, small=True)
    fine, coarse = network.case(F64), network.case(np.dtype(np.float32))
    assert all(np.array_equal(fine[V].astype("f4"), coarse[V]) for V in fine if V[0] in "XYWb")


# right code


def test_every_fifth_candidate_is_a_variant_and_all_get_their_turn() -> None:
    names = [candidate_of(index)[0] for index in range(EVERY * len(VARIANTS))]
    assert names[::EVERY] == list(VARIANTS)
    assert {name for i, name in enumerate(names) if i % EVERY} == {"scratch_numpy"}


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("label", ["primes", "exact zeros", "squared error", "identity"])
def test_a_variant_returns_what_scratch_numpy_returns(name: str, label: str) -> None:
    returned, _ = VARIANTS[name](BATTERY[label], None)
    expected, _ = scratch.step(BATTERY[label], None)
    assert returned.keys() == expected.keys()
    for quantity, array in expected.items():
        np.testing.assert_allclose(returned[quantity], array, rtol=1e-11, atol=1e-14)


def test_right_code_is_not_accused_and_code_with_one_wrong_entry_is() -> None:
    case = BATTERY["primes"]
    expected, _ = reference.step(case, None)
    wrong = one_wrong_entry(scratch.step, "dW1", 1e-9)
    for step, accused in ((scratch.step, []), (wrong, ["dW1", "new_W1"])):
        named = flagged(judged(step(case, None)[0], expected, case, (step, reference.step)))
        assert named[OURS] == accused
    assert named["np.allclose"] == named[NORM_RATIO] == []
    assert named["4 ulp"]


def test_the_norm_ratio_is_one_number_and_names_nothing() -> None:
    case = BATTERY["primes"]
    expected, _ = reference.step(case, None)
    returned, _ = one_wrong_entry(scratch.step, "dW1", 0.5)(case, None)
    assert flagged(judged(returned, expected, case, None))[NORM_RATIO] == ["gradients"]


def test_an_accusation_is_a_difference_or_another_convention() -> None:
    assert set(ACCUSING) == {"differ", "convention"}


def test_gradcheck_passes_right_code_and_not_a_wrong_entry() -> None:
    case = BATTERY["logistic regression"]
    for fast in (False, True):
        assert passes(scratch.step, case, fast=fast)
        assert not passes(one_wrong_entry(scratch.step, "dW1", 0.1), case, fast=fast)


def test_the_wrong_entry_is_the_median_of_those_that_are_not_zero() -> None:
    trace = {"dW1": np.array([[0.0, 0.0, 0.0, 5.0, 1.0, 3.0]]), "db1": np.zeros((1, 1))}
    assert gradients_of(lambda case, state: (trace, state), {}) == {"dW1": 3.0}


@pytest.mark.parametrize("limit", [0.5, 1.0, 10, 50, 100, 1e3, 1e4, 1e5, 2e5])
def test_the_smallest_error_that_is_seen_is_found(limit: float) -> None:
    errors = [10.0**exponent for exponent in range(6)]
    found = next((error for error in errors if error >= limit), math.inf)
    assert smallest(lambda error: error >= limit, errors) == found


# wrong code


def test_what_is_first_wrong_is_found_without_the_judge() -> None:
    right = {"Z1": np.ones(2), "A1": np.ones(2), "cost": np.ones(())}
    assert first_wrong(right, right) is None
    assert first_wrong(right | {"A1": np.array([1, 1 + 1e-9])}, right) == "A1"
    assert first_wrong(right | {"A1": np.array([1, 1 + 3e-16])}, right) is None
    assert first_wrong(right | {"A1": np.ones(3), "cost": np.array(2.0)}, right) == "A1"
    assert first_wrong(right | {"cost": np.array(np.nan)}, right) == "cost"


def test_a_wrong_step_comes_with_its_first_wrong_quantity() -> None:
    wrong = one_wrong_entry(scratch.step, "dW2", 1e-6)
    found = [first for _, first in wrong_steps(lambda: wrong, BATTERY["primes"])]
    assert found == ["dW2"] * 3


def test_right_code_is_wrong_in_no_step() -> None:
    assert list(wrong_steps(lambda: scratch.step, BATTERY["square"])) == []


def test_an_equation_is_wrong_by_its_own_operands_only() -> None:
    case = BATTERY["primes"]
    model = table_of(case["activations"], case["cost"])
    for step, wrong in ((scratch.step, []), (one_wrong_entry(scratch.step, "dW1", 1e-6), ["dW1"])):
        assert wrong_equations(model, case, step(case, None)[0]) == wrong


def test_a_pair_of_slips_makes_two_quantities_wrong() -> None:
    pair = drawn(0)
    assert pair.slips[0] != pair.slips[1]
    assert pair.guilty[0]
    assert pair.guilty[1]
    assert not {*pair.guilty[0]} & {*pair.guilty[1]}


# counting


def test_tallies_are_added_name_by_name() -> None:
    total: dict[str, Any] = {}
    for share in (0.5, 0.25):
        add(total, {"n": 2, "who": ["a"], "of": {"x": 1}, "largest": {"share": share}})
    assert total == {"n": 4, "who": ["a", "a"], "of": {"x": 2}, "largest": {"share": 0.5}}


def test_adding_leaves_what_is_added_alone() -> None:
    more = {"who": ["a"], "of": {"x": 1}}
    total = add(add({}, more), more)
    assert total["who"] == ["a", "a"]
    assert more == {"who": ["a"], "of": {"x": 1}}


def test_a_histogram_knows_quantiles_to_its_bins() -> None:
    counts = histogram([*np.geomspace(1e-12, 1e-2, 999), math.inf])
    assert quantile(counts, 0.5) == pytest.approx(1e-7, rel=0.2)
    assert quantile(counts, 1.0) == math.inf
    assert math.isnan(quantile({}, 0.5))
    assert share_above(histogram([0.009, 0.01, 0.011, math.inf]), 0.01) == 0.5


@pytest.mark.parametrize(
    ("events", "trials", "limit"),
    [(0, 20_000, 1.498e-4), (0, 1, 0.95), (1, 100, 0.0466), (5, 5, 1.0), (10, 200, 0.08334)],
)
def test_the_upper_limit_is_that_of_clopper_and_pearson(
    events: int, trials: int, limit: float
) -> None:
    assert upper_limit(events, trials) == pytest.approx(limit, rel=2e-3)


# the results


DIGESTS = {"right": "1234", "wrong": "5678"}


def test_results_are_continued_without_a_half_written_line(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "results.jsonl"
    results = Results(path, {"schema": "a"}, DIGESTS)
    results.keep(Piece("right", 0, 5), {"n": 5})
    with path.open("a") as file:
        file.write('{"piece": ["rig')
    again = Results(path, {"schema": "a"}, DIGESTS)
    assert again.tallies == {Piece("right", 0, 5): {"n": 5}}
    again.keep(Piece("wrong", 0, 1), {"n": 1})
    assert len(Results(path, {"schema": "a"}, DIGESTS).tallies) == 2


def test_pieces_of_other_code_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    Results(path, {"schema": "a"}, DIGESTS).keep(Piece("right", 0, 5), {"n": 5})
    assert Results(path, {"schema": "a"}, DIGESTS | {"right": "9999"}).tallies == {}


def test_results_of_other_libraries_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    Results(path, {"versions": "1"}, DIGESTS)
    with pytest.raises(OtherResultsError, match="other versions"):
        Results(path, {"versions": "2"}, DIGESTS)


@pytest.mark.parametrize(
    "content", ["[1, 2]\n", "no results\n", "a line without end", '{"a": 1}\n{"piece": 3}\n']
)
def test_another_file_is_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(content)
    with pytest.raises(OtherResultsError):
        Results(path, {"schema": "a"}, DIGESTS)
    assert path.read_text() == content


def test_the_work_is_cut_into_pieces_that_cover_it_once() -> None:
    cut = pieces("right", 45, 20)
    assert [(piece.start, piece.stop) for piece in cut] == [(0, 20), (20, 40), (40, 45)]


def test_every_experiment_names_files_that_are_there() -> None:
    root = Path(table.__file__).parents[2]
    for experiment in EXPERIMENTS.values():
        assert all((root / source).exists() for source in experiment.sources)
        assert 0 < experiment.quick <= experiment.full


# the page


def test_the_tables_replace_what_is_between_the_markers(tmp_path: Path) -> None:
    path = tmp_path / "trust.md"
    path.write_text(f"before\n{page.BEGIN}\nold\n{page.END}\nafter\n")
    for _ in range(2):
        page.write_into(path, "new")
    text = f"before\n{page.BEGIN}\n```text\nnew\n```\n{page.END}\nafter\n"
    assert path.read_text() == text


def test_a_page_without_markers_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "trust.md"
    path.write_text("words\n")
    with pytest.raises(page.NoMarkersError):
        page.write_into(path, "new")
    assert path.read_text() == "words\n"


def test_the_projects_page_has_its_markers() -> None:
    text = (Path(table.__file__).parents[2] / "docs" / "trust.md").read_text()
    assert text.index(page.BEGIN) < text.index(page.END)
