from hypothesis import given, settings

from tests.formulas_corpus.fuzz import check_ring, check_string, rings, strings


@settings(max_examples=300, deadline=None)
@given(strings)
def test_any_string_is_read_or_refused(text):
    check_string(text)


@settings(max_examples=150, deadline=None)
@given(rings)
def test_right_is_said_of_what_exact_fractions_confirm(ring):
    check_ring(*ring)
