import math

import numpy as np
import pytest

from compare.cases.hyperparameters import (
    ACTIVATIONS,
    COSTS,
    INITIALISATIONS,
    check_activations,
    check_choice,
    check_lambd,
    check_layer_dims,
    check_learning_rate,
    check_steps,
    usual_cost,
)
from compare.errors import UsageError

OF_ONE_UNIT = [name for name in ACTIVATIONS if name != "softmax"]


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


@pytest.mark.parametrize("wrong", ["swish", "gelu!", "", "softplus"])
def test_an_unknown_activation_is_refused_with_all_that_are_known(wrong):
    message = refused(check_choice, "activation", wrong, ACTIVATIONS)
    assert message.startswith(f"activation {wrong!r} is not known: ")
    hint = message.partition(": ")[2]
    assert hint == f"known are {', '.join(ACTIVATIONS)}" or hint.startswith("did you mean")


def test_swish_is_near_to_nothing():
    message = refused(check_choice, "activation", "swish", ACTIVATIONS)
    assert message.endswith("known are sigmoid, tanh, relu, leaky-relu, identity, softmax")


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


@pytest.mark.parametrize("output", [name for name in OF_ONE_UNIT if name != "sigmoid"])
def test_an_output_outside_0_to_1_is_refused_under_cross_entropy(output):
    message = refused(check_activations, ["tanh", output], (30, 4, 1), "cross-entropy")
    assert message == (
        f"cross-entropy needs A2 in (0, 1), and {output} leaves it: "
        "end with sigmoid, or take --cost squared-error"
    )


@pytest.mark.parametrize("output", OF_ONE_UNIT)
def test_any_output_will_do_under_the_squared_error(output):
    assert check_activations([output], (30, 1), "squared-error") == (output,)


@pytest.mark.parametrize("hidden", OF_ONE_UNIT)
def test_any_hidden_activation_will_do_under_cross_entropy(hidden):
    names = check_activations([hidden, "sigmoid"], (30, 4, 1), "cross-entropy")
    assert names == (hidden, "sigmoid")


@pytest.mark.parametrize(
    ("names", "cost"),
    [
        (["tanh", "softmax"], "cross-entropy"),
        (["tanh", "softmax"], "squared-error"),
        (["tanh", "sigmoid"], "categorical-cross-entropy"),
        (["tanh", "identity"], "categorical-cross-entropy"),
    ],
)
def test_softmax_and_its_cost_go_together(names, cost):
    assert refused(check_activations, names, (30, 4, 3), cost) == (
        f"the output is {names[-1]} and the cost {cost}: softmax and categorical-cross-entropy go "
        "together; take both or neither"
    )
    together = check_activations(["tanh", "softmax"], (30, 4, 3), "categorical-cross-entropy")
    assert together == ("tanh", "softmax")


def test_softmax_is_for_the_output_only():
    names = ["softmax", "softmax"]
    assert refused(check_activations, names, (30, 4, 3), "categorical-cross-entropy") == (
        "softmax in layer 1 of 2: it shares out 1 among the classes of the output; take it in the "
        "last layer only"
    )


@pytest.mark.parametrize(
    ("names", "cost"),
    [
        (("tanh", "softmax"), "categorical-cross-entropy"),
        (["softmax"], "categorical-cross-entropy"),
        (("softmax", "sigmoid"), "cross-entropy"),
        ((), "cross-entropy"),
    ],
)
def test_the_usual_cost_is_that_of_the_output(names, cost):
    assert usual_cost(names) == cost


def test_as_many_units_as_classes_are_taken():
    assert check_layer_dims((30, 4, 10), classes=10) == (30, 4, 10)
    assert check_layer_dims((30, 4, 10), classes=None) == (30, 4, 10)


def test_another_number_of_units_than_classes_is_refused():
    assert refused(check_layer_dims, (30, 4, 3), 10) == (
        "layer sizes 30,4,3: the last layer has 3 units, the labels have 10 rows; end with 10"
    )
    assert refused(check_layer_dims, (30, 4, 1), 2) == (
        "layer sizes 30,4,1: the last layer has 1 unit, the labels have 2 rows; end with 2"
    )


def test_softmax_over_one_unit_is_refused():
    assert refused(check_layer_dims, (30, 4, 1), None) == (
        "layer sizes 30,4,1: softmax over one unit is 1 whatever happens; end with as many units "
        "as there are classes, at least 2"
    )


# numbers


@pytest.mark.parametrize("lambd", [0, 0.0, 0.7, 1, 1e300, np.float64(0.5)])
def test_a_strength_of_0_or_above_is_returned_as_a_float(lambd):
    checked = check_lambd(lambd)
    assert checked == lambd
    assert type(checked) is float


@pytest.mark.parametrize(
    ("lambd", "shown"), [(-0.1, "-0.1"), (math.nan, "nan"), (math.inf, "inf"), (-1, "-1")]
)
def test_a_strength_that_is_negative_or_not_finite_is_refused(lambd, shown):
    message = refused(check_lambd, lambd)
    assert message == f"lambd {shown}: wanted a finite number, 0 or above"


@pytest.mark.parametrize(
    ("lambd", "kind"), [("0.7", "str"), (None, "NoneType"), (True, "bool"), ([0.7], "list")]
)
def test_a_strength_that_is_no_number_is_refused_by_its_type(lambd, kind):
    message = refused(check_lambd, lambd)
    assert message == f"lambd {lambd!r} is a {kind}; wanted a number, 0 or above"


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
