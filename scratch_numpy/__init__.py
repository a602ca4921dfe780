"""The hand derivations, one chapter a file, in the order of the ladder.

    derivatives            slopes of plain functions
    computation_graph      J = 3(a + bc), forward and backward
    activations            g(z) and g'(z), the kinks, softmax, why a linear net collapses
    losses                 squared error and both cross-entropies, one example and the mean
    logistic_regression/   one_sample, loop, vectorised
    shallow_network/       one_sample, vectorised
    deep_network           L layers with caches, any output, L2 regularisation
    initialisation         zeros, small random, He, Xavier
    training               gradient descent, prediction, accuracy

Every chapter ends in ``step(case, state) -> (trace, state)``: one pass over plain arrays in,
every named quantity of that pass out.  Nothing here knows who reads the trace.
"""
