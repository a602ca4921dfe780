"""Constants that ratios of several cases share, as products of numbers, m and n_y."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.diagnosing.scale import NUMBERS, Scale, common_scales, scales_of

CASES = ({"m": 7, "n_y": 3}, {"m": 11, "n_y": 2}, {"m": 5, "n_y": 1})
POWERS = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, -1), (2, 0), (-2, 1)]


@pytest.mark.parametrize("number", [*NUMBERS, 3.0, 0.1, -1.0, -2.0])
@pytest.mark.parametrize(("examples", "outputs"), POWERS)
def test_a_scale_is_found_in_its_ratios(examples: int, outputs: int, number: float) -> None:
    scale = Scale(examples, outputs, number)
    found = common_scales((scale.value(sizes), sizes) for sizes in CASES)
    assert found == [scale]


def test_one_case_leaves_every_way_open() -> None:
    found = common_scales([(7.0, CASES[0])])
    assert {Scale(1, 0, 1.0), Scale(0, 0, 7.0)} <= set(found)
    assert found[0] == Scale(1, 0, 1.0)
    assert len(found) == len(scales_of(7.0, CASES[0]))


def test_cases_of_the_same_size_cannot_tell_m_from_a_number() -> None:
    found = common_scales([(7.0, CASES[0]), (7.0, CASES[0])])
    assert {Scale(1, 0, 1.0), Scale(0, 0, 7.0)} <= set(found)


def test_ratios_without_a_common_way_have_none() -> None:
    assert common_scales([(1.0, CASES[0]), (1.1, CASES[1])]) == []
    assert common_scales([]) == []


def test_a_ratio_that_is_almost_one_is_not_one() -> None:
    (found,) = common_scales((1.001, sizes) for sizes in CASES)
    assert not found.is_one
    assert not found.is_plain
    (rounded,) = common_scales((1 + 1e-12, sizes) for sizes in CASES)
    assert rounded == Scale(0, 0, 1.0)


@given(
    number=st.sampled_from([*NUMBERS, -1.0, 3.0]),
    powers=st.sampled_from(POWERS),
    noise=st.lists(st.floats(-1e-9, 1e-9), min_size=3, max_size=3),
)
def test_rounding_hides_no_scale(
    number: float, powers: tuple[int, int], noise: list[float]
) -> None:
    scale = Scale(*powers, number)
    ratios = [(scale.value(s) * (1 + e), s) for s, e in zip(CASES, noise, strict=True)]
    assert [(s.examples, s.outputs) for s in common_scales(ratios)] == [powers]


@pytest.mark.parametrize(
    ("scale", "one", "plain", "but_sign"),
    [
        (Scale(0, 0, 1.0), True, True, True),
        (Scale(1, 0, 1.0), False, True, True),
        (Scale(0, 0, 2.0), False, True, True),
        (Scale(0, 0, -1.0), False, False, True),
        (Scale(0, 0, 3.0), False, False, False),
    ],
)
def test_what_a_convention_could_be_made_of(
    scale: Scale, *, one: bool, plain: bool, but_sign: bool
) -> None:
    assert (scale.is_one, scale.is_plain, scale.is_plain_but_sign) == (one, plain, but_sign)


@pytest.mark.parametrize(
    ("scale", "text"),
    [
        (Scale(0, 0, 1.0), "1"),
        (Scale(0, 0, 2.0), "2"),
        (Scale(1, 0, 1.0), "m"),
        (Scale(-1, 0, 1.0), "1 / m"),
        (Scale(-1, 1, 0.5), "0.5 * n_y / m"),
        (Scale(2, 0, 1.0), "m * m"),
        (Scale(-1, -1, 2.0), "2 / m / n_y"),
    ],
)
def test_in_words(scale: Scale, text: str) -> None:
    assert str(scale) == text


def test_simple_ones_come_first() -> None:
    sizes = {"m": 4, "n_y": 2}
    found = common_scales([(4.0, sizes)])
    assert found[0] == Scale(0, 0, 4.0) or found[0] == Scale(1, 0, 1.0)
    weights = [scale.weight for scale in found if scale.is_plain]
    assert weights == sorted(weights)
