"""Which quantities count in the verdict of a part, and which the part is there to show."""

import pytest

from compare.comparing.verdicts import EXIT_CODES
from tests.compare.reporting.made_reports import INF, part_of, quantity, rung_of

ZERO = {"always_zero": True, "smallest_visible": INF}


def expected(part):
    return [q.name for q in part.trajectory.quantities if part.expected_blind(q)]


def test_a_start_from_zeros_shows_what_is_zero_throughout_and_nothing_else():
    part = part_of(
        quantity("dW1", "blind", **ZERO),
        quantity("db1", "blind", smallest_visible=0.01),
        quantity("Z1"),
        expects_blind="zeros",
    )
    assert expected(part) == ["dW1"]
    assert part.verdict == "blind"


def test_a_start_that_fades_shows_updates_and_nothing_else():
    part = part_of(
        quantity("new_W1", "blind", smallest_visible=0.01),
        quantity("dW1", "blind", smallest_visible=0.01),
        expects_blind="updates",
    )
    assert expected(part) == ["new_W1"]
    assert part.verdict == "blind"


def test_no_other_part_shows_anything():
    part = part_of(quantity("dW1", "blind", **ZERO), quantity("new_W1", "blind", **ZERO))
    assert expected(part) == []
    assert part.verdict == "blind"


@pytest.mark.parametrize("expects", ["zeros", "updates"])
@pytest.mark.parametrize("verdict", ["agree", "differ", "not-comparable", "not-captured"])
def test_only_what_is_blind_is_excused(verdict, expects):
    part = part_of(quantity("new_W1", verdict, **ZERO), expects_blind=expects)
    assert expected(part) == []
    assert part.verdict == verdict


def test_a_part_of_which_everything_is_excused_has_shown_nothing():
    part = part_of(quantity("dW1", "blind", **ZERO), expects_blind="zeros")
    assert EXIT_CODES[part.verdict] == 3


def test_a_part_without_a_quantity_has_shown_nothing():
    assert EXIT_CODES[part_of().verdict] == 3


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        (["agree", "blind"], "blind"),
        (["blind", "not-comparable"], "not-comparable"),
        (["not-captured", "not-comparable"], "not-captured"),
        (["not-captured", "differ", "agree"], "differ"),
    ],
)
def test_the_worst_quantity_decides(verdicts, worst):
    names = ("Z1", "A1", "Z2")
    quantities = [quantity(name, verdict) for name, verdict in zip(names, verdicts, strict=False)]
    assert part_of(*quantities).verdict == worst


def test_a_failure_outweighs_what_is_open_and_a_difference_outweighs_a_failure():
    opened = quantity("Z1", "not-comparable")
    assert part_of(quantity("Z1"), failure="step 2: no").verdict == "could-not-run"
    assert part_of(opened, failure="step 2: no").verdict == "could-not-run"
    assert part_of(quantity("Z1", "differ"), failure="step 2: no").verdict == "differ"


def test_changed_arguments_are_a_difference_whatever_the_values():
    assert part_of(quantity("Z1"), changed={"W1": 0.3}).verdict == "differ"
    assert part_of(failure="step 1: no", changed={"W1": 0.3}).verdict == "differ"


def test_the_worst_part_decides_in_a_rung_and_the_last_stands_for_it():
    parts = part_of(quantity("Z1", "differ")), part_of(quantity("Z1"))
    report = rung_of(*parts)
    assert report.verdict == "differ"
    assert report.main is parts[1]
    assert [name.name for _, name in report.quantities] == ["Z1", "Z1"]
