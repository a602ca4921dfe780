import json
import math
from dataclasses import replace

import pytest

from compare.diagnosing.answer import Place, Worst
from compare.diagnosing.outcome import exit_code, worst_verdict
from compare.reporting.check_json import check_json
from tests.compare.reporting.check_reports import AGREE, CRASHED, DIFFER, changed


def refuse(token):
    raise AssertionError(f"{token} is no JSON")


def parsed(*reports):
    return json.loads(check_json(reports), parse_constant=refuse)


def test_the_object_that_other_tools_rely_on():
    document = parsed(DIFFER, CRASHED)
    assert document["schema"] == "backproof.check/1"
    assert document["verdict"] == "differ"
    first, second = document["subjects"]
    assert {key: first[key] for key in ("path", "verdict", "reason", "model", "not_captured")} == {
        "path": "net.py",
        "verdict": "differ",
        "reason": "db2 and db1 are wrong",
        "model": {
            "layer_dims": [5, 4, 10],
            "activations": ["relu", "softmax"],
            "cost": "cross-entropy",
            "layout": "columns",
            "l2": False,
        },
        "not_captured": [],
    }
    assert first["compared"] == list(DIFFER.compared)
    finding = first["findings"][0]
    assert finding["quantity"] == "db2"
    assert finding["status"] == "certain"
    assert (finding["line"], finding["column"], finding["end_column"]) == (8, 18, 29)
    assert finding["via"] == []
    assert finding["source"] == "db2 = 1 / m * np.sum(dZ2)"
    assert finding["cause"] == "sum-axis"
    assert finding["suggestion"] == "db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)"
    assert finding["worst"] == {
        "index": [0, 0],
        "actual": 0.0,
        "expected": 0.31,
        "tolerance": 1e-15,
    }
    assert "cell" not in finding
    assert second["findings"][0]["via"] == [12]
    assert second["model"]["layout"] is None


def test_the_cell_of_a_notebook_and_of_what_called_it():
    report = changed(place=Place(8, 0), via=(Place(2, 4),))
    finding = parsed(report)["subjects"][0]["findings"][0]
    assert (finding["cell"], finding["line"]) == (0, 8)
    assert (finding["via"], finding["via_cells"]) == ([2], [4])


def test_a_finding_without_a_place():
    assert parsed(changed(place=None))["subjects"][0]["findings"][0]["line"] is None


def test_no_nan_and_no_broken_character_gets_in():
    report = changed(worst=Worst((), math.nan, math.inf, 0.0), suggestion="\ud800 ä \x1b")
    finding = parsed(report)["subjects"][0]["findings"][0]
    assert (finding["worst"]["actual"], finding["worst"]["expected"]) == ("nan", "inf")
    check_json([report]).encode("ascii")


@pytest.mark.parametrize(
    ("verdicts", "strict", "code", "worst"),
    [
        (["agree"], True, 0, "agree"),
        (["convention", "agree"], False, 0, "convention"),
        (["convention", "agree"], True, 1, "convention"),
        (["convention", "could-not-run"], True, 1, "could-not-run"),
        (["agree", "no-verdict"], False, 3, "no-verdict"),
        (["could-not-run", "no-verdict"], False, 4, "could-not-run"),
        (["could-not-run", "differ", "no-verdict"], False, 1, "differ"),
        ([], False, 3, "no-verdict"),
    ],
)
def test_of_several_subjects_one_exit_code(verdicts, strict, code, worst):
    reports = [replace(AGREE, verdict=verdict) for verdict in verdicts]
    assert exit_code(reports, strict=strict) == code
    assert worst_verdict(reports) == worst
