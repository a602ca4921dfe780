"""Recordings as bytes: an exact round trip, and nothing believed."""

import dataclasses
import io
import json
from typing import Any

import numpy as np
import pytest

from compare.recording.graph import Failure, Node, Other, Recording, Ref, Remark, Site
from compare.recording.storage import from_bytes, to_bytes
from tests.compare.recording.recorded import Run, X, Y
from tests.compare.recording.same_answers import same
from tests.compare.recording.samples import PROGRAMS
from tests.compare.recording.test_loops import PER_SAMPLE

SITE = Site(1, 2, 3, 4, 5)
RARE = (
    *(1, -(10**30), True, None, "text", 0.1, -0.0, float("inf"), 1e-320, 2 - 3j, b"\x00\xff"),
    *(
        slice(1, None, -1),
        Ellipsis,
        (slice(None), Ref(0)),
        [Ref(0), (1, [2.5])],
        {"k": Ref(0), 3: 1},
    ),
    *(Other("f"), np.float64(0.1), np.float32(0.1), np.int64(7), np.bool_(True)),
    *(
        np.zeros((0, 3)),
        np.array(2.5),
        np.arange(3, dtype="<i2"),
        np.array([1 + 2j]),
        np.array([True]),
    ),
    *(np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.arange(3, dtype=">f8")),
)


def equal(one: Recording, other: Recording) -> bool:
    return same(dataclasses.asdict(one), dataclasses.asdict(other))


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_recorded_program_comes_back(name: str) -> None:
    recording = Run(PROGRAMS[name], cut_loops=False).recording
    back = from_bytes(to_bytes([recording, recording]))
    assert len(back) == 2
    assert equal(back[0], recording)
    assert equal(back[1], recording)


def test_every_kind_of_argument_comes_back() -> None:
    leaf = Node(0, "input", (), {}, float("nan"), None, None, "X")
    node = Node(1, "opaque", RARE, {"axis": Ref(0)}, np.ones(2), SITE, None, "", "f", True)
    failure = Failure("ValueError", "é\n", SITE, (SITE, SITE), "g")
    recording = Recording(
        [leaf, node], remarks=[Remark("changed", "t", SITE, 1), Remark("warning", "w")],
        failure=failure, recipe="f(X)", probe={"m": 7, "sizes": [1, 2]}, learning_rate=0.1,
        roles={"cost": 1, "gradients": {0: 1}},
    )  # fmt: skip
    (back,) = from_bytes(to_bytes([recording]))
    assert equal(back, recording)
    assert same(back.nodes[1].args, RARE)


def test_the_comparison_of_this_test_sees_a_difference() -> None:
    recording = Run("a = 1.0 + 2.0").recording
    other = from_bytes(to_bytes([recording]))[0]
    other.nodes[-1].value = np.nextafter(other.nodes[-1].value, 9)
    assert not equal(recording, other)


def archive(written: Any, numbers: bytes = b"") -> bytes:
    text = np.frombuffer(json.dumps(written).encode(), dtype=np.uint8)
    target = io.BytesIO()
    np.savez(target, text=text, numbers=np.frombuffer(numbers, dtype=np.uint8))
    return target.getvalue()


def written(**changes: Any) -> Any:
    """A recording of one node, as it is written, with something changed."""
    node = ["input", ["tuple"], ["dict"], 1.0, None, None, "X", "", False]
    recording = {
        "nodes": [node], "namings": [], "calls": [], "remarks": [], "failure": None,
        "recipe": "", "probe": ["dict"], "learning_rate": None, "roles": ["dict"],
    }  # fmt: skip
    return {"format": "backproof.recording/1", "recordings": [{**recording, **changes}]}


def node(**changes: Any) -> list[Any]:
    fields = {"op": "input", "args": ["tuple"], "kwargs": ["dict"], "value": 1.0, "site": None,
              "call": None, "name": "X", "function": "", "inplace": False}  # fmt: skip
    return list({**fields, **changes}.values())


def test_what_these_tests_change_is_readable_without_the_change() -> None:
    (back,) = from_bytes(archive(written(nodes=[node()])))
    assert back.nodes[0].value == 1.0


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not a zip", b"PK\x03\x04", archive([]), archive({"format": "other"}),
        archive({"format": "backproof.recording/1", "recordings": 3}),
        archive(written(nodes=[node(args=["tuple", ["ref", 0]])])),
        archive(written(nodes=[node(args=["tuple", ["ref", -1]])])),
        archive(written(nodes=[node(args=["list"])])),
        archive(written(nodes=[node(op=3)])),
        archive(written(nodes=[node(value=["array", "<f8", [2]])])),
        archive(written(nodes=[node(value=["array", "O", [1]])]), bytes(8)),
        archive(written(nodes=[node(value=["array", "<f8", [-1]])]), bytes(8)),
        archive(written(nodes=[node(value=["array", "<f8", [10**30]])]), bytes(8)),
        archive(written(nodes=[node(value=["array", "<f8", True])]), bytes(16)),
        archive(written(nodes=[node(value=["array", "<f8", [1]])] * 2), bytes(8)),
        archive(written(nodes=[node(value="text")])),
        archive(written(nodes=[node(value=None)])),
        archive(written(nodes=[node(value=["pickle", "x"])])),
        archive(written(nodes=[node(site=[1, 2, 3])])),
        archive(written(nodes=[node(site=[1, 2, 3, 4, -5])])),
        archive(written(nodes=[node()[:-1]])),
        archive(written(namings=[[1, "a", ":a", None, None, 0]])),
        archive(written(calls=[["f", None, 0, ["dict"], None, [], 0, 0]])),
        archive(written(roles=3)),
        archive(written(failure=["E"])),
        archive(written(recipe=None)),
    ],
)  # fmt: skip
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a recording"):
        from_bytes(content)


def test_what_is_larger_unpacked_is_refused() -> None:
    target = io.BytesIO()
    np.savez_compressed(target, text=np.zeros(10**6, np.uint8), numbers=np.zeros(0, np.uint8))
    with pytest.raises(ValueError, match="packed"):
        from_bytes(target.getvalue())


def test_a_deep_nest_is_refused() -> None:
    text = (
        b'{"format":"backproof.recording/1","recordings":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    )
    target = io.BytesIO()
    np.savez(target, text=np.frombuffer(text, dtype=np.uint8), numbers=np.zeros(0, np.uint8))
    with pytest.raises(ValueError, match="not a recording"):
        from_bytes(target.getvalue())


def test_a_pickle_is_refused() -> None:
    target = io.BytesIO()
    np.savez(target, text=np.array([{}], dtype=object), numbers=np.zeros(0))
    with pytest.raises(ValueError, match="not a recording"):
        from_bytes(target.getvalue())


def test_a_training_step_is_small() -> None:
    recording = Run(PER_SAMPLE, X=X, Y=Y).recording
    assert len(to_bytes([recording])) < 60_000
