from random import seed, random, gauss, shuffle, sample
from math import exp
import random as R
import itertools

def initialize_network(n_inputs, n_hidden, n_outputs):
    network = list()
    hidden_layer = [{"weights": [random() for i in range(n_inputs + 1)]} for i in range(n_hidden)]
    network.append(hidden_layer)
    network.append([{"weights": [random() for i in range(n_hidden + 1)]} for i in range(n_outputs)])
    return network

def activate(weights, inputs):
    activation = weights[-1]
    for i in range(len(weights) - 1):
        activation += weights[i] * inputs[i]
    return activation

def transfer(activation):
    return 1.0 / (1.0 + exp(-activation))

def forward_propagate(network, row):
    inputs = row
    for layer in network:
        new_inputs = []
        for neuron in layer:
            neuron["output"] = transfer(activate(neuron["weights"], inputs))
            new_inputs.append(neuron["output"])
        inputs = new_inputs
    return inputs

def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        errors = list()
        if i != len(network) - 1:
            for j in range(len(layer)):
                error = 0.0
                for neuron in network[i + 1]:
                    error += neuron["weights"][j] * neuron["delta"]
                errors.append(error)
        else:
            for j in range(len(layer)):
                neuron = layer[j]
                errors.append(neuron["output"] - expected[j])
        for j in range(len(layer)):
            neuron = layer[j]
            neuron["delta"] = errors[j] * neuron["output"] * (1.0 - neuron["output"])

def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row[:-1]
        if i != 0:
            inputs = [neuron["output"] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron["weights"][j] -= l_rate * neuron["delta"] * inputs[j]
            neuron["weights"][-1] -= l_rate * neuron["delta"]

def train_network(network, train, l_rate, n_epoch, n_outputs):
    history = []
    for epoch in range(n_epoch):
        sum_error = 0
        for row in train:
            outputs = forward_propagate(network, row)
            expected = [0 for i in range(n_outputs)]
            expected[row[-1]] = 1
            sum_error += sum([(expected[i] - outputs[i]) ** 2 for i in range(len(expected))])
            backward_propagate_error(network, expected)
            update_weights(network, row, l_rate)
        history.append(sum_error)
        print(">epoch=%d, lrate=%.3f, error=%.3f" % (epoch, l_rate, sum_error))
    return history

seed(1)
dataset = [[2.7810836, 2.550537003, 0], [1.465489372, 2.362125076, 0], [7.627531214, 2.759262235, 1], [5.332441248, 2.088626775, 1]]
network = initialize_network(2, 2, 2)
history = train_network(network, dataset, 0.5, 3, 2)
shuffled = list(range(5)); shuffle(shuffled); drawn = gauss(0, 1), R.uniform(-1, 1), sample([1.0, 2.0, 3.0], 2), R.random()
transposed = list(zip(*[[1.0, 2.0], [3.0, 4.0]])), list(itertools.chain([1.0], [2.0]))
def matmul(A, B):
    return [[sum(a * b for a, b in zip(row, col)) for col in zip(*B)] for row in A]
product = matmul([[1.0, 2.0], [3.0, 4.0]], [[0.5, 0.25], [1.5, 1.0]])
