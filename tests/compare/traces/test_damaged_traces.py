"""A damaged file is refused, or it is the same trace: never another one, never a traceback."""

import copy
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.errors import UsageError
from compare.traces.storage import load_trace, save_trace
from tests.compare.traces.saved_traces import a_network, contents, npy, read, write

TRACE = a_network(layer_dims=(2, 3, 1), m=2)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("traces") / "step.npz"
    save_trace(path, TRACE)
    return path


def outcome(path):
    """Whether a file is refused in one line, is the same trace, or is another one."""
    try:
        loaded = load_trace(path)
    except UsageError as error:
        return "refused" if str(error).isprintable() else "not one line"
    return "same" if contents(loaded) == contents(TRACE) else "another"


def test_a_thousand_flipped_bits_are_refused_or_change_nothing(path, tmp_path):
    whole, rng = path.read_bytes(), np.random.default_rng(20)
    outcomes = []
    for at, bit in zip(rng.integers(0, len(whole), 1000), rng.integers(0, 8, 1000), strict=True):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << bit
        (tmp_path / "flipped.npz").write_bytes(flipped)
        outcomes.append(outcome(tmp_path / "flipped.npz"))
    assert set(outcomes) == {"refused", "same"}
    assert outcomes.count("refused") > 700


def test_every_flip_in_the_list_of_members_is_refused_or_changes_nothing(path, tmp_path):
    whole = path.read_bytes()
    start = whole.find(b"PK\x01\x02")
    ends = (*range(start, start + 60), *range(len(whole) - 22, len(whole)))
    outcomes = set()
    for at in ends:
        for bit in range(8):
            flipped = bytearray(whole)
            flipped[at] ^= 1 << bit
            (tmp_path / "flipped.npz").write_bytes(flipped)
            outcomes.add(outcome(tmp_path / "flipped.npz"))
    assert outcomes == {"refused", "same"}


def test_no_truncated_file_is_loaded(path, tmp_path):
    whole = path.read_bytes()
    cut = tmp_path / "cut.npz"
    lengths = np.linspace(0, len(whole) - 1, 200).astype(int)
    for length in lengths:
        cut.write_bytes(whole[:length])
        with pytest.raises(UsageError) as caught:
            load_trace(cut)
        if length >= 4:
            assert "the end of the archive is missing" in str(caught.value)


def test_blocks_of_zeros_and_swapped_blocks_are_refused(path, tmp_path):
    whole = path.read_bytes()
    for start in range(0, len(whole) - 512, 256):
        for block in (bytes(256), whole[start + 256 : start + 512]):
            (tmp_path / "hole.npz").write_bytes(whole[:start] + block + whole[start + 256 :])
            assert outcome(tmp_path / "hole.npz") in {"refused", "same"}


@settings(derandomize=True, deadline=None, max_examples=120)
@given(data=st.data())
def test_a_header_with_right_checksums_and_any_bytes_in_it_ends_in_no_traceback(path, data):
    members, meta = read(path)
    name = data.draw(st.sampled_from(sorted(members)))
    member = bytearray(members[name])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, 79))
        member[at] = data.draw(
            st.one_of(st.integers(0, 255), st.sampled_from(b"(),'0123[]{}-.<>|"))
        )
    spoilt = path.with_name("header.npz")
    write(spoilt, {**members, name: bytes(member)}, meta)
    assert outcome(spoilt) in {"refused", "same", "another"}


JUNK = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
        st.sampled_from(["network", "logistic-regression", "float32", "\ud800", "\0"]),
        st.sampled_from([10**400, 2**63, 1e308]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=6,
)  # fmt: skip  # plain values, then nested ones


def places(document, at=()):
    """Every place in a document where a value stands."""
    yield at
    if isinstance(document, dict | list):
        keys = document if isinstance(document, dict) else range(len(document))
        for key in keys:
            yield from places(document[key], (*at, key))


@settings(derandomize=True, deadline=None, max_examples=120)
@given(data=st.data())
def test_any_value_anywhere_in_meta_ends_in_no_traceback(path, data):
    members, meta = read(path)
    place = data.draw(st.sampled_from(sorted(places(meta), key=str)))
    junk = data.draw(JUNK)
    spoilt = path.with_name("meta.npz")
    meta = replaced(meta, place, junk)
    write(spoilt, members, json.dumps(meta).encode(), sums=False)
    free = {"step", "implementation", "versions", "learning_rate", "model"}
    ended = outcome(spoilt)
    assert ended in {"refused", "same"} or (place and place[0] in free)


def replaced(document, place, value):
    if not place:
        return value
    document = copy.deepcopy(document)
    inner = document
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return document


def test_a_header_that_was_changed_with_its_checksum_is_seen_by_the_fuzz_as_another_trace(path):
    members, meta = read(path)
    spoilt = path.with_name("other.npz")
    write(spoilt, {**members, "dW1": npy(np.zeros((3, 2)))}, meta)
    assert outcome(spoilt) == "another"
