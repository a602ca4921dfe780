"""The language of equations: ``dW2 = dZ2 @ A1.T / m`` as a tree, read once, evaluated anywhere."""
