import numpy as np
import pytest

from compare.driving.probes import Format, Probe, Sizes, data_of
from compare.driving.resizing import resized
from compare.driving.setting import Setting

SIZES = Sizes(m=7, n_x=5, hidden=(4,), n_y=3)


@pytest.mark.parametrize(
    ("form", "x", "y"),
    [
        (Format("rows", "matrix"), (7, 5), (7, 3)),
        (Format("columns", "matrix"), (5, 7), (3, 7)),
        (Format("rows", "flat"), (7, 5), (7,)),
        (Format("columns", "classes"), (5, 7), (7,)),
        (Format("one-column", "matrix"), (7, 5, 1), (7, 3, 1)),
        (Format("one-row", "matrix"), (7, 1, 5), (7, 1, 3)),
        (Format("one", "matrix"), (7, 5), (7, 3)),
    ],
)
def test_data_are_laid_out_as_asked(form, x, y):
    data = data_of(Probe(SIZES, form))
    assert data.X.shape == x
    assert data.Y.shape == y


def test_images_have_the_features_in_their_own_axes():
    data = data_of(Probe(Sizes(m=7, n_x=12), Format("rows", "flat", image=(2, 2, 3))))
    assert data.X.shape == (7, 2, 2, 3)


def test_one_output_is_zero_or_one():
    Y = data_of(Probe(Sizes(m=7, n_y=1), Format("columns"))).Y
    assert Y.shape == (1, 7)
    assert set(Y.ravel()) == {0.0, 1.0}


def test_every_class_occurs():
    classes = data_of(Probe(SIZES, Format("rows", "classes"))).Y
    assert set(classes) == {0, 1, 2}
    few = data_of(Probe(Sizes(m=2, n_y=6), Format("rows", "classes"))).Y
    assert few.max() == 5  # one_hot(y) must be six wide


def test_examples_one_by_one_are_views():
    data = data_of(Probe(SIZES, Format("one-column")))
    x, y = data.pairs()[2]
    assert np.shares_memory(x, data.X)
    assert np.shares_memory(y, data.Y)


def test_held_out_data_are_others():
    kept, held = (data_of(Probe(SIZES), held_out=each) for each in (False, True))
    assert len(held.X) == 9
    assert not np.isin(held.X, kept.X).any()


def test_all_sizes_of_a_probe_differ():
    sizes = Sizes()
    every = (sizes.m, sizes.n_x, sizes.n_y, *sizes.hidden)
    assert len(set(every)) == len(every)


@pytest.mark.parametrize(
    ("text", "size", "value"),
    [
        ("shapes (10,784) and (5,7) not aligned: 784 (dim 1) != 5 (dim 0)", "n_x", 784),
        ("matmul: Input operand 1 has a mismatch (size 784 is different from 5)", "n_x", 784),
        ("operands could not be broadcast together with shapes (10,7) (3,7) ", "n_y", 10),
        ("cannot reshape array of size 35 into shape (20,7)", "n_x", 20),
        ("index 12 is out of bounds for axis 0 with size 5", "n_x", 13),
        ("index 2 is out of bounds for axis 0 with size 2", "n_y", 2),
    ],
)
def test_numpys_messages_tell_the_sizes_a_file_fixes(text, size, value):
    setting = Setting(probe=Probe(SIZES))
    found = [each for each in resized(text, setting, with_hidden=True) if size in each.fixed]
    assert value in [getattr(each.probe.sizes, size) for each in found]


def test_a_size_is_fixed_once():
    text = "shapes (10,784) and (5,7) not aligned: 784 (dim 1) != 5 (dim 0)"
    setting = Setting(probe=Probe(SIZES), fixed=frozenset({"n_x"}))
    found = list(resized(text, setting, with_hidden=True))
    assert {each.probe.sizes.n_x for each in found} <= {5}


def test_our_own_sizes_in_a_message_change_nothing():
    text = "shapes (4,5) and (7,5) not aligned: 5 (dim 1) != 7 (dim 0)"
    assert not list(resized(text, Setting(probe=Probe(SIZES)), with_hidden=True))
