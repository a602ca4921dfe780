"""The JSON that other programs rely on: its keys, and no token that is not JSON."""

import json
from importlib.metadata import version

import pytest

from compare.cases.probes import Probe
from compare.comparing.power import Power
from compare.comparing.report import ProbeReport
from compare.judging.free_run import Envelope, FreeRun
from compare.judging.second_opinion import SecondOpinion
from compare.judging.verdict import Worst
from compare.ladder.settings import Settings
from compare.quantities.conventions import Convention
from compare.reporting.as_json import ladder_json
from compare.reporting.json_parts import number
from compare.slips.catalogue import BY_ID
from compare.slips.power import Hidden
from tests.compare.ladder.ladder_runs import cached
from tests.compare.ladder.ladder_runs import settings as small
from tests.compare.reporting.made_reports import (
    AGREEING,
    BLIND,
    CASE,
    CHANGED,
    DIFFERING,
    EVERY,
    FAILED,
    INF,
    MISSING,
    NAN,
    TABLE,
    part_of,
    quantity,
    rung,
    rung_of,
    trajectory,
)


def refuse(token):
    raise AssertionError(f"{token} is no JSON")


def parsed(*reports, settings=None):
    text = ladder_json(reports, settings or Settings())
    assert text.endswith("}\n")
    assert text.isascii()
    return json.loads(text, parse_constant=refuse)


def test_the_object_names_its_schema_verdict_and_versions():
    document = parsed(AGREEING)
    assert document["schema"] == "backproof.ladder/1"
    assert document["verdict"] == "agree"
    assert document["versions"]["numpy"] == version("numpy")
    assert set(document["versions"]) == {"python", "backproof", "numpy", "torch"}


def test_a_rung_has_every_key_that_the_design_promises():
    (row,) = parsed(AGREEING)["rungs"]
    promised = {
        "rung",
        "dataset",
        "dtype",
        "steps",
        "verdict",
        "quantities",
        "trajectory",
        "seconds",
    }
    assert promised <= set(row)
    assert (row["rung"], row["dataset"]) == ("shallow-network/vectorised", "breast-cancer")
    assert (row["dtype"], row["steps"], row["seed"]) == ("float64", 20, 0)
    assert row["layer_dims"] == [30, 4, 1]
    assert row["activations"] == ["tanh", "sigmoid"]
    assert row["learning_rate"] == 0.1
    assert row["candidate"] == "scratch_numpy.shallow_network.vectorised:step"
    assert row["reference"] == "reference_torch.shallow_network.vectorised:step"
    assert row["seconds"] == 1.25


def test_a_quantity_that_agrees_has_its_numbers_and_nothing_else():
    (row,) = parsed(AGREEING)["rungs"]
    assert row["quantities"][0] == {
        "name": "Z1", "verdict": "agree", "elements": 21,
        "worst_excess": 0.13, "smallest_visible": 3e-15,
    }  # fmt: skip  # one row


def test_a_quantity_that_differs_says_where_and_why():
    (row,) = parsed(DIFFERING)["rungs"]
    assert row["quantities"][1] == {
        "name": "dZ1", "verdict": "differ", "elements": 21,
        "worst_excess": 4e9, "smallest_visible": 3e-15,
        "step": 2, "reason": "20 of 21 entries differ", "status": "certain",
        "equation": "dZ1 = dA1 * tanh_prime(Z1)",
        "worst": {"index": [2, 3], "actual": 0.125, "expected": -0.5, "tolerance": 1.5e-10},
    }  # fmt: skip  # one row


def test_a_trajectory_has_steps_verdict_informative_and_both_curves():
    (row,) = parsed(DIFFERING)["rungs"]
    assert row["trajectory"] == {
        "steps": 20, "judged": 20, "verdict": "differ", "informative": True,
        "least_visible_gradient": {"of": "b1", "moves_the_cost_by": 0.02},
        "cost": {"candidate": [0.7, 0.6, 0.25], "reference": [0.7, 0.6, 0.25]},
        "accuracy": {"candidate": 0.954, "reference": 0.954},
    }  # fmt: skip  # one row


def test_a_convention_and_excused_entries_are_written_where_there_are_some():
    name = "relu'(0) = 1"
    report = rung(
        quantity("Z1", kinks=2),
        quantity("dZ1", "convention", reason=name, convention=Convention("kink", name, TABLE)),
    )
    (row,) = parsed(report)["rungs"]
    first, second = row["quantities"]
    assert (first["kinks"], first["verdict"]) == (2, "agree")
    assert (second["convention"], second["reason"]) == (name, name)
    assert not {"kinks", "status", "worst"} & set(second)
    assert row["verdict"] == "agree"


def test_a_free_run_is_written_where_it_was_measured():
    envelope = Envelope(1e-15, 1e-13, 0.01, None)
    (row,) = parsed(rung(quantity("Z1"), candidate=FreeRun((0.7,), None, envelope)))["rungs"]
    assert row["trajectory"]["free_run"] == {
        "strayed": 1e-15, "allowed": 1e-13, "largest_share": 0.01, "horizon": None,
    }  # fmt: skip  # one row
    wild = FreeRun((0.7,), None, Envelope(INF, 1e-13, INF, 3))
    (row,) = parsed(rung(quantity("Z1"), candidate=wild))["rungs"]
    assert row["trajectory"]["free_run"]["strayed"] == "inf"
    assert row["trajectory"]["free_run"]["horizon"] == 3


def test_probes_power_and_second_opinions_are_written():
    wrong = ProbeReport(
        Probe("square", "4-4-1, m = 4", CASE), trajectory(quantity("dW1", "differ"))
    )
    right = ProbeReport(Probe("primes", "5-3-1, m = 13", CASE), trajectory(quantity("dW1")))
    power = Power(144, (Hidden(BY_ID["C01"], "needs two examples"),), frozenset({"C01"}))
    opinion = SecondOpinion("dW1", "refuted", "entry [0, 1]")
    report = part_of(quantity("Z1"), probes=(right, wrong), power=power, opinions=(opinion,))
    (row,) = parsed(rung_of(report))["rungs"]
    assert row["probes"][0] == {"probe": "primes", "sizes": "5-3-1, m = 13", "verdict": "agree"}
    assert row["probes"][1]["verdict"] == row["verdict"] == "differ"
    assert [found["name"] for found in row["probes"][1]["quantities"]] == ["dW1"]
    assert row["probes"][1]["hidden_because"] == "no two sizes are equal"
    assert row["power"] == {
        "slips": 144,
        "hidden": [
            {
                "id": "C01", "cause": "missing-mean", "why": "needs two examples",
                "words": "summed over the samples, not averaged", "hidden_by": "data",
            }
        ],
        "unseen": [],
    }  # fmt: skip  # one row
    assert row["second_opinions"][0]["verdict"] == "refuted"


def test_what_was_zero_in_every_step_has_no_smallest_visible():
    (row,) = parsed(BLIND)["rungs"]
    assert row["quantities"][1]["smallest_visible"] is None
    assert row["verdict"] == "blind"
    assert "expected" not in row["quantities"][1]


def test_what_the_part_is_there_to_show_is_expected_to_be_blind_and_does_not_count():
    zero = {"always_zero": True, "smallest_visible": INF}
    part = part_of(
        quantity("Z1"), quantity("dW1", "blind", **zero), start="zeros", expects_blind="zeros"
    )
    (row,) = parsed(rung_of(part))["rungs"]
    assert row["quantities"][1]["expected"] == "blind"
    assert row["quantities"][1]["start"] == "zeros"
    assert row["verdict"] == "agree"


@pytest.mark.parametrize(("value", "written"), [(NAN, "nan"), (INF, "inf"), (-INF, "-inf")])
def test_what_is_not_finite_is_a_string(value, written):
    assert number(value) == written
    wild = quantity(
        "dZ1", "differ", worst_excess=value, smallest_visible=value,
        worst=Worst((), value, value, value),
    )  # fmt: skip  # one value
    report = rung(wild, changed={"W1": value}, reference=FreeRun((0.5, value), None))
    (row,) = parsed(report)["rungs"]
    (found,) = row["quantities"]
    assert found["worst_excess"] == found["smallest_visible"] == written
    assert found["worst"] == {
        "index": [], "actual": written, "expected": written, "tolerance": written,
    }  # fmt: skip  # one row
    assert row["changed_arguments"] == {"W1": written}
    assert row["trajectory"]["cost"]["reference"] == [0.5, written]


def test_a_finite_number_stays_a_number():
    assert number(0.1) == 0.1
    assert number(5e-324) == 5e-324


def test_changed_arguments_are_named_with_their_largest_change():
    (row,) = parsed(CHANGED)["rungs"]
    assert row["changed_arguments"] == {"W1": 0.3, "X": 2e-9}
    assert row["verdict"] == row["trajectory"]["verdict"] == "differ"


def test_a_candidate_that_could_not_run_says_what_it_raised():
    assert parsed(FAILED)["verdict"] == "could-not-run"
    assert "mynet:step raised ValueError" in ladder_json([FAILED], Settings())


@pytest.mark.parametrize("verdict", EVERY)
def test_every_verdict_is_written_at_the_top_and_in_its_rung(verdict):
    document = parsed(AGREEING, EVERY[verdict])
    assert document["verdict"] == verdict
    assert [row["verdict"] for row in document["rungs"]] == ["agree", verdict]


def test_what_was_not_captured_has_no_worst_entry():
    (row,) = parsed(MISSING)["rungs"]
    assert row["quantities"][1]["verdict"] == "not-captured"
    assert "worst" not in row["quantities"][1]


def test_text_outside_ascii_is_escaped():
    document = parsed(rung(quantity("Z1"), dataset="Größe.npz", notes=("7×7",)))
    assert document["rungs"][0]["dataset"] == "Größe.npz"
    assert document["rungs"][0]["notes"] == ["7×7"]


@pytest.mark.parametrize(
    "name", ["losses", "logistic-regression/one-sample", "initialisation", "training"]
)
def test_a_real_run_is_json_too(name):
    document = parsed(cached(name), settings=small())
    (row,) = document["rungs"]
    assert row["rung"] == name
    assert row["verdict"] == "agree"
    for found in row["quantities"]:
        expected = found.get("expected", "agree")
        assert found["verdict"] == expected
        assert found["worst_excess"] < 1
        if expected == "agree" or found["reason"] != "all zero":
            assert found["smallest_visible"] > 0
        else:
            assert found["smallest_visible"] is None
