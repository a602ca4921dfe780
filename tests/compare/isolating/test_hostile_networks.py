"""A right network with one hostile line in its backward function, driven as any other."""

import tempfile
import time

import pytest

from compare.confining.limits import Limits
from compare.isolating.job import Job
from compare.isolating.pool import run_apart
from compare.reading.read import read_text
from tests.compare.isolating.running import children

NETWORK = """
import numpy as np
import os, sys

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def initialize_parameters(n_x, n_h, n_y):
    W1 = np.random.randn(n_h, n_x) * 0.01
    W2 = np.random.randn(n_y, n_h) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}

def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}

def compute_cost(A2, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m

def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    HERE
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - A1 ** 2)
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}

def update_parameters(parameters, grads, learning_rate=1.2):
    for name in ("W1", "b1", "W2", "b2"):
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters

def nn_model(X, Y, n_h, num_iterations=1000):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters
"""
LINE = 1 + NETWORK.splitlines().index("    HERE")

HARMLESS = {
    "nothing": "pass",
    "prints": "[print('x' * 10**6) for _ in range(200)]",
    "writes": "open('CANARY', 'w').write('x'); np.save('CANARY', dZ2)",
    "sleeps": "__import__('time').sleep(1000)",
    "destructor": "type('D', (), {'__del__': lambda self: sys.exit()})()",
}

HARMFUL = {
    "loop": "while True: pass",
    "loop-with-a-net": "while True:\n        try:\n            while True: dZ2 = dZ2 * 1\n"
    "        except BaseException: pass",
    "exit": "os._exit(0)",
    "sys-exit": "sys.exit(0)",
    "fork": "os.fork()",
    "memory": "dZ2 = dZ2 + np.ones(100 << 27)[0]",
    "torch": "import torch; dZ2 = torch.tensor(dZ2).numpy()",
    "segfault": "np.lib.stride_tricks.as_strided(np.ones(3), (3,), (1 << 40,)).sum()",
    "socket": "import socket; socket.socket()",
    "reads": "dZ2 = np.load('dZ2.npy')",
    "recursion": "(lambda f: f(f))(lambda f: f(f))",
}


def drive(line, folder):
    text = NETWORK.replace("HERE", line.replace("CANARY", str(folder / "canary")))
    job = Job(read_text(text, "python", "net.py"), limits=Limits(seconds=4))
    (answer,) = run_apart([job], 1)
    return answer


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", HARMLESS)
def test_what_does_no_harm_is_run_to_its_end(name, folder):
    answer = drive(HARMLESS[name], folder)
    assert answer.failure is None
    assert any(run.failure is None and len(run.nodes) > 30 for run in answer.recordings)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", HARMFUL)
def test_what_does_harm_is_never_a_whole_run(name, folder):
    began = time.monotonic()
    answer = drive(HARMFUL[name], folder)
    assert time.monotonic() - began < 10
    assert answer.failure or answer.recordings
    assert all(run.failure for run in answer.recordings)
    failures = [
        each for each in (answer.failure, *(run.failure for run in answer.recordings)) if each
    ]
    assert LINE in {failure.site.line for failure in failures if failure.site} or "loop" in name
    assert children(folder) == []
    assert list(folder.iterdir()) == []
