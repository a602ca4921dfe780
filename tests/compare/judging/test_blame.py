"""Who is to blame, in chains of equations where it is known."""

from dataclasses import dataclass

import pytest

from compare.judging.blame import blame
from compare.judging.verdict import Judgement
from compare.quantities.model import Model, Quantity
from tests.compare.judging.in_numpy import network_step
from tests.compare.judging.small_networks import FOLLOWERS, judge, make_case

ONE = ("1", "m")
CHAIN = Model(
    "chain",
    {"x": ONE},
    tuple(Quantity(b, ONE, f"{b} = 2 * {a}") for a, b in ("xp", "pq", "qr", "rs")),
)
FORK = Model(
    "fork",
    {"x": ONE},
    (
        Quantity("p", ONE, "p = 2 * x"),
        Quantity("q", ONE, "q = 3 * x"),
        Quantity("r", ONE, "r = p * q"),
        Quantity("s", ONE, "s = r + q"),
    ),
)
FAN = Model(
    "fan",
    {"x": ONE},
    (
        Quantity("p", ONE, "p = 2 * x"),
        Quantity("q", ONE, "q = 3 * p"),
        Quantity("r", ONE, "r = 5 * p"),
        Quantity("s", ONE, "s = 7 * x"),
    ),
)


@dataclass(frozen=True)
class Bench:
    """What blame asks of a step: its table, and for which names the reference is not right."""

    model: Model
    failing: frozenset[str] = frozenset()

    def reference_fails(self, name):
        return name in self.failing


def statuses(model=CHAIN, touched=frozenset(), failing=frozenset(), **found):
    """Judge by hand: ``ok``, ``wrong`` (its equation fails), ``off`` (it does not), ``missing``."""
    kinds = {
        "ok": ("agree", False),
        "wrong": ("differ", True),
        "off": ("differ", False),
        "missing": ("not-captured", False),
        "blind": ("blind", False),
        "open": ("not-comparable", False),
    }
    given = []
    for quantity in model:
        verdict, locally_wrong = kinds[found[quantity.name]]
        given.append(Judgement(quantity.name, verdict, locally_wrong=locally_wrong))
    judged = blame(given, Bench(model, failing), touched)
    return {judgement.name: judgement.status for judgement in judged}


def test_nobody_is_to_blame_where_nothing_differs():
    found = statuses(p="ok", q="blind", r="open", s="missing")
    assert found == dict.fromkeys("pqrs")


@pytest.mark.parametrize("first", range(4))
def test_the_first_that_is_wrong_is_certain_and_the_rest_of_the_chain_follows(first):
    states = ["ok"] * first + ["wrong"] + ["off"] * (3 - first)
    found = statuses(**dict(zip("pqrs", states, strict=True)))
    assert list(found.values()) == [None] * first + ["certain"] + ["follows"] * (3 - first)


def test_a_second_fault_behind_the_first_is_suspect():
    assert statuses(p="wrong", q="off", r="wrong", s="off") == {
        "p": "certain", "q": "follows", "r": "suspect", "s": "follows",
    }  # fmt: skip  # one row


def test_a_second_fault_after_the_first_has_vanished_is_certain():
    assert statuses(p="wrong", q="ok", r="wrong", s="off")["r"] == "certain"


def test_two_faults_on_different_branches_are_both_certain():
    found = statuses(FORK, p="wrong", q="wrong", r="off", s="off")
    assert found == {"p": "certain", "q": "certain", "r": "follows", "s": "follows"}


def test_what_differs_though_its_equation_and_operands_are_right_is_suspect():
    """An estimate too narrow, or a difference that is spread over many operands."""
    assert statuses(p="ok", q="off", r="ok", s="ok")["q"] == "suspect"


def test_a_missing_quantity_is_looked_through():
    found = statuses(p="wrong", q="missing", r="off", s="off")
    assert found == {"p": "certain", "q": None, "r": "follows", "s": "follows"}
    assert statuses(p="wrong", q="missing", r="missing", s="wrong")["s"] == "suspect"


def test_missing_quantities_down_to_the_inputs_leave_the_first_that_is_wrong_certain():
    assert statuses(p="missing", q="missing", r="wrong", s="off") == {
        "p": None, "q": None, "r": "certain", "s": "follows",
    }  # fmt: skip  # one row


def test_of_two_that_fail_by_way_of_the_same_missing_operand_only_the_first_is_certain():
    assert statuses(FAN, p="missing", q="wrong", r="wrong", s="ok") == {
        "p": None, "q": "certain", "r": "suspect", "s": None,
    }  # fmt: skip  # one row


def test_two_that_fail_without_a_missing_operand_in_common_are_both_certain():
    found = statuses(FAN, p="missing", q="ok", r="wrong", s="wrong")
    assert (found["r"], found["s"]) == ("certain", "certain")
    found = statuses(FAN, p="ok", q="wrong", r="wrong", s="ok")
    assert (found["q"], found["r"]) == ("certain", "certain")


def test_a_missing_operand_throws_no_doubt_on_what_agreed_by_way_of_it():
    found = statuses(FAN, p="missing", q="ok", r="wrong", s="ok")
    assert found["r"] == "certain"


def test_what_the_reference_itself_gets_wrong_is_the_references():
    found = statuses(p="ok", q="off", r="off", s="off", failing={"q"})
    assert found == {"p": None, "q": "reference", "r": "follows", "s": "follows"}


def test_a_failing_reference_excuses_nobody_whose_own_equation_fails():
    assert statuses(p="ok", q="wrong", r="off", s="off", failing={"q"})["q"] == "certain"


def test_a_failing_reference_behind_another_difference_follows():
    assert statuses(p="wrong", q="off", r="off", s="off", failing={"q"})["q"] == "follows"


def test_an_input_changed_in_place_makes_what_is_made_of_it_suspect_or_follow():
    assert statuses(touched={"x"}, p="wrong", q="off", r="ok", s="ok")["p"] == "suspect"
    assert statuses(touched={"x"}, p="off", q="off", r="ok", s="ok")["p"] == "follows"
    assert statuses(touched={"x"}, p="ok", q="wrong", r="off", s="ok")["q"] == "certain"


def test_an_operand_that_could_not_be_compared_excuses_nobody():
    assert statuses(p="open", q="wrong", r="off", s="off")["q"] == "certain"


def test_everything_but_the_status_stays_as_it_was():
    given = [Judgement(name, "differ", 7, 2.0, 0.5, locally_wrong=True) for name in "pqrs"]
    for before, after in zip(given, blame(given, Bench(CHAIN)), strict=True):
        assert (after.name, after.verdict, after.elements) == (before.name, "differ", 7)
        assert (after.excess, after.visible) == (2.0, 0.5)


# ---- in a network, with real arrays


def status_of(trace, case):
    return {name: j.status for name, j in judge(trace, case).items() if j.status}


def test_the_step_that_faults_are_planted_in_is_right_without_one():
    case = make_case()
    assert status_of(network_step(case), case) == {}


@pytest.mark.parametrize("factor", [-1, 1.5, 1 + 1e-6])
@pytest.mark.parametrize("name", FOLLOWERS)
def test_one_fault_is_certain_exactly_there_and_the_rest_follows(name, factor):
    case = make_case()
    found = status_of(network_step(case, slips={name: lambda value: factor * value}), case)
    assert found.pop(name) == "certain"
    assert set(found.values()) <= {"follows"}
    assert set(found) == FOLLOWERS[name]


@pytest.mark.parametrize(
    ("first", "second"), [("dZ2", "dW1"), ("dZ2", "dZ1"), ("dA1", "db1"), ("dZ1", "new_W1")]
)
def test_of_two_faults_in_a_row_the_second_is_suspect(first, second):
    case = make_case()
    double = {first: lambda value: 1.5 * value, second: lambda value: -value}
    found = status_of(network_step(case, slips=double), case)
    assert found.pop(first) == "certain"
    assert found.pop(second) == "suspect"
    assert set(found.values()) <= {"follows"}


def test_two_faults_that_do_not_touch_are_both_certain():
    case = make_case()
    double = {"dW2": lambda value: 1.5 * value, "db1": lambda value: -value}
    found = status_of(network_step(case, slips=double), case)
    assert found == {
        "dW2": "certain", "db1": "certain", "new_W2": "follows", "new_b1": "follows",
    }  # fmt: skip  # one row
