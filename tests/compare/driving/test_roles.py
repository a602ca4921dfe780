import pytest

from compare.driving.roles import Role, held_out, role_of
from compare.driving.words import index, letters, words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("num_iterations", ("num", "iterations")),
        ("numIterations", ("num", "iterations")),
        ("X_train2", ("x", "train", "2")),
        ("xtrain", ("x", "train")),
        ("testx", ("test", "x")),
        ("dW1", ("d", "w", "1")),
        ("AL", ("al",)),
        ("LearningRate", ("learning", "rate")),
    ],
)
def test_a_name_is_split_however_it_is_written(name, expected):
    assert words(name) == expected


@pytest.mark.parametrize(("name", "expected"), [("W2", 2), ("dA_12", 12), ("W", None), ("", None)])
def test_the_number_of_a_layer_is_read_from_a_name(name, expected):
    assert index(name) == expected


def test_letters_leave_numbers_out():
    assert letters("W2") == ("w",)


@pytest.mark.parametrize(
    ("names", "role"),
    [
        ("X x inputs X_data features train_x X_train images x_batch", Role.X),
        ("Y y labels targets expected train_y y_train Y_batch", Role.Y),
        ("training_data mini_batch", Role.PAIRS),
        ("m num_samples", Role.M),
        ("n_x input_size num_features input_dim", Role.N_X),
        ("n_y output_size num_classes", Role.N_Y),
        ("n_h hidden_size n_hidden", Role.N_H),
        ("layers_dims sizes layer_sizes", Role.SIZES),
        ("learning_rate lr alpha eta step_size", Role.RATE),
        ("num_iterations epochs n_iters max_iter", Role.TURNS),
        ("batch_size mini_batch_size", Role.BATCH),
        ("lambd reg_lambda l2_reg", Role.LAMBDA),
        ("keep_prob", Role.KEEP),
        ("dropout_rate", Role.DROP),
        ("print_cost verbose", Role.TALK),
        ("seed random_seed", Role.SEED),
        ("activation optimizer initialization", Role.CHOICE),
        ("parameters params", Role.PARAMETERS),
        ("W W1 w2 theta", Role.WEIGHT),
        ("b b1 bias bias_output", Role.BIAS),
        ("dW dW1 db2 dA dZ1 dAL", Role.GRADIENT),
        ("grads gradients", Role.GRADIENTS),
        ("cache caches", Role.CACHE),
        ("AL y_hat y_pred predictions", Role.OUTPUT),
        ("beta1 momentum", Role.BETA),
        ("wormhole foo", Role.UNKNOWN),
    ],
)
def test_names_tell_roles(names, role):
    found = {name: role_of(name) for name in names.split()}
    assert found == dict.fromkeys(found, role)


@pytest.mark.parametrize("name", ["X_test", "val_data", "test_labels", "y_valid"])
def test_data_that_are_not_trained_on_are_told(name):
    assert held_out(name)


@pytest.mark.parametrize("name", ["X_train", "data", "labels"])
def test_data_that_are_trained_on_are_no_others(name):
    assert not held_out(name)
