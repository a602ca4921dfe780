import math

import numpy as np
import pytest

from compare.cases.hyperparameters import (
    ACTIVATIONS,
    COSTS,
    INITIALISATIONS,
    check_activations,
    check_choice,
    check_layer_dims,
    check_learning_rate,
    check_steps,
)
from compare.errors import UsageError


def refused(check, *args):
    with pytest.raises(UsageError) as error:
        check(*args)
    message = str(error.value)
    assert "\n" not in message
    return message


# names


@pytest.mark.parametrize("known", [ACTIVATIONS, COSTS, INITIALISATIONS])
def test_a_known_name_is_returned(known):
    assert [check_choice("thing", name, known) for name in known] == list(known)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Relu", "relu"),
        ("ReLU ", "relu"),
        ("RELU", "relu"),
        ("leaky_relu", "leaky-relu"),
        ("LeakyReLU", "leaky-relu"),
        ("leakyrelu", "leaky-relu"),
        ("sigmoïd", "sigmoid"),
        ("sigmod", "sigmoid"),
        ("Tanh", "tanh"),
        ("tanhh", "tanh"),
        ("identiy", "identity"),
    ],
)
def test_a_misspelt_activation_is_refused_with_the_nearest_one(wrong, right):
    message = refused(check_choice, "activation", wrong, ACTIVATIONS)
    assert message == f"activation {wrong!r} is not known: did you mean {right!r}?"


@pytest.mark.parametrize("wrong", ["swish", "gelu!", "", "softmax"])
def test_an_unknown_activation_is_refused_with_all_that_are_known(wrong):
    message = refused(check_choice, "activation", wrong, ACTIVATIONS)
    assert message.startswith(f"activation {wrong!r} is not known: ")
    hint = message.partition(": ")[2]
    assert hint == f"known are {', '.join(ACTIVATIONS)}" or hint.startswith("did you mean")


def test_swish_is_near_to_nothing():
    message = refused(check_choice, "activation", "swish", ACTIVATIONS)
    assert message.endswith("known are sigmoid, tanh, relu, leaky-relu, identity")


@pytest.mark.parametrize(
    ("wrong", "right"), [("crossentropy", "cross-entropy"), ("squared_error", "squared-error")]
)
def test_a_misspelt_cost_is_refused_with_the_nearest_one(wrong, right):
    assert refused(check_choice, "cost", wrong, COSTS).endswith(f"did you mean {right!r}?")


# layer sizes


@pytest.mark.parametrize("dims", [(30, 4, 1), (1, 1), [30, 4, 1]])
def test_layer_sizes_are_returned_as_a_tuple(dims):
    assert check_layer_dims(dims) == tuple(dims)


@pytest.mark.parametrize(("dims", "shown"), [((), "none"), ((30,), "30")])
def test_no_layers_are_nothing_to_check(dims, shown):
    message = refused(check_layer_dims, dims)
    assert message == (
        f"layer sizes {shown}: nothing to check without a layer; "
        "give n_x and every layer, as in 30,4,1"
    )


@pytest.mark.parametrize(("dims", "bad"), [((30, 0, 1), 0), ((0, 4, 1), 0), ((30, -4, 1), -4)])
def test_a_size_below_1_is_refused(dims, bad):
    shown = ",".join(map(str, dims))
    message = refused(check_layer_dims, dims)
    assert message == f"layer sizes {shown}: {bad} is not a size; every one is >= 1"


@pytest.mark.parametrize("last", [2, 10])
def test_an_output_of_several_units_is_refused(last):
    assert refused(check_layer_dims, (30, 4, last)) == (
        f"layer sizes 30,4,{last}: the last layer has {last} units, the labels have one row; "
        "end with 1"
    )


# activations


def test_one_activation_a_layer_is_returned_as_a_tuple():
    names = check_activations(["tanh", "sigmoid"], (30, 4, 1), "cross-entropy")
    assert names == ("tanh", "sigmoid")


@pytest.mark.parametrize(
    ("names", "counted"),
    [
        (["sigmoid"], "1 activations (sigmoid)"),
        (["relu", "tanh", "sigmoid"], "3 activations (relu, tanh, sigmoid)"),
        ([], "0 activations ()"),
    ],
)
def test_another_number_of_activations_than_layers_is_counted(names, counted):
    message = refused(check_activations, names, (30, 4, 1), "cross-entropy")
    assert message == f"{counted} for 2 layers (30,4,1): give one a layer, the output's last"


def test_an_unknown_activation_is_named_before_they_are_counted():
    message = refused(check_activations, ["Relu"], (30, 4, 1), "cross-entropy")
    assert message == "activation 'Relu' is not known: did you mean 'relu'?"


@pytest.mark.parametrize("output", [name for name in ACTIVATIONS if name != "sigmoid"])
def test_an_output_outside_0_to_1_is_refused_under_cross_entropy(output):
    message = refused(check_activations, ["tanh", output], (30, 4, 1), "cross-entropy")
    assert message == (
        f"cross-entropy needs A2 in (0, 1), and {output} leaves it: "
        "end with sigmoid, or take --cost squared-error"
    )


@pytest.mark.parametrize("output", ACTIVATIONS)
def test_any_output_will_do_under_the_squared_error(output):
    assert check_activations([output], (30, 1), "squared-error") == (output,)


@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_any_hidden_activation_will_do_under_cross_entropy(hidden):
    names = check_activations([hidden, "sigmoid"], (30, 4, 1), "cross-entropy")
    assert names == (hidden, "sigmoid")


# numbers


@pytest.mark.parametrize("rate", [0.1, 1, 1e-300, 1e300, np.float64(0.5)])
def test_a_positive_learning_rate_is_returned_as_a_float(rate):
    checked = check_learning_rate(rate)
    assert checked == rate
    assert type(checked) is float


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        (0, "0"),
        (0.0, "0"),
        (-0.1, "-0.1"),
        (math.nan, "nan"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
    ],
)
def test_a_learning_rate_that_goes_nowhere_is_refused(rate, shown):
    message = refused(check_learning_rate, rate)
    assert message == f"learning rate {shown}: wanted a finite number above 0"


@pytest.mark.parametrize(
    ("rate", "kind"), [("0.01", "str"), (None, "NoneType"), (True, "bool"), ([0.1], "list")]
)
def test_a_learning_rate_that_is_no_number_is_refused_by_its_type(rate, kind):
    message = refused(check_learning_rate, rate)
    assert message == f"learning rate {rate!r} is a {kind}; wanted a number above 0"


@pytest.mark.parametrize("steps", [1, 300])
def test_a_number_of_steps_is_returned(steps):
    assert check_steps(steps) == steps


@pytest.mark.parametrize("steps", [0, -1])
def test_no_steps_are_nothing_to_check(steps):
    assert refused(check_steps, steps) == f"steps {steps}: nothing to check; wanted at least 1"


@pytest.mark.parametrize(
    ("steps", "kind"), [(2.0, "float"), ("20", "str"), (True, "bool"), (None, "NoneType")]
)
def test_steps_that_are_no_whole_number_are_refused_by_their_type(steps, kind):
    message = refused(check_steps, steps)
    assert message == f"steps {steps!r} is a {kind}; wanted a whole number, at least 1"
