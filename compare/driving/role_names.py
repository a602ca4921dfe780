"""Names that stand for one role as they are, case and separators aside."""

from compare.driving.role import Role

EXACT: dict[str, Role] = {
    **dict.fromkeys(("x", "xs", "inputs", "input", "features", "images", "image"), Role.X),
    **dict.fromkeys(("samples", "sample", "inp", "inps", "examples", "patterns"), Role.X),
    **dict.fromkeys(("xb", "xbatch", "xtrain", "trainx", "a0", "img", "imgs"), Role.X),
    **dict.fromkeys(("y", "ys", "labels", "label", "targets", "target", "expected"), Role.Y),
    **dict.fromkeys(
        ("yb", "ybatch", "ytrain", "trainy", "t", "truth", "answers", "answer"), Role.Y
    ),
    **dict.fromkeys(("desired", "correct", "classes", "gt", "onehot", "tgt", "lbl"), Role.Y),
    **dict.fromkeys(("dataset", "minibatch"), Role.PAIRS),
    **dict.fromkeys(("m", "nsamples", "nexamples"), Role.M),
    **dict.fromkeys(("dim", "nfeatures", "nin", "fanin", "d"), Role.N_X),
    **dict.fromkeys(("nout", "fanout", "k", "c", "nclasses"), Role.N_Y),
    **dict.fromkeys(("nh", "h", "nhidden", "hidden", "hid"), Role.N_H),
    **dict.fromkeys(("sizes", "layers", "dims", "shape", "topology", "architecture"), Role.SIZES),
    **dict.fromkeys(("structure", "nodes", "units", "neurons"), Role.SIZES),
    **dict.fromkeys(("lr", "alpha", "eta", "step"), Role.RATE),
    **dict.fromkeys(("taxa", "tasa", "tasso", "taux", "lernrate", "schrittweite"), Role.RATE),
    **dict.fromkeys(("taxaaprendizado", "taxadeaprendizado", "tasaaprendizaje"), Role.RATE),
    **dict.fromkeys(("tasadeaprendizaje", "tauxapprentissage"), Role.RATE),
    **dict.fromkeys(("epochs", "epoch", "iterations", "iters", "iter", "turns"), Role.TURNS),
    **dict.fromkeys(("steps", "maxiter", "niter", "nepochs", "loops", "times"), Role.TURNS),
    **dict.fromkeys(("epocas", "epoche", "epochen", "epoques", "iteraciones"), Role.TURNS),
    **dict.fromkeys(("iteracoes", "iterazioni", "durchlaufe"), Role.TURNS),
    **dict.fromkeys(("batch", "bs", "batchsize"), Role.BATCH),
    **dict.fromkeys(("lambd", "lambda", "lam", "lmbda", "lmda", "reg", "mu"), Role.LAMBDA),
    **dict.fromkeys(("regularization", "penalty", "decay"), Role.LAMBDA),
    **dict.fromkeys(("verbose", "debug", "plot", "print", "log", "show"), Role.TALK),
    **dict.fromkeys(("seed",), Role.SEED),
    **dict.fromkeys(("path", "filename", "file", "folder", "dir", "url"), Role.PATH),
    **dict.fromkeys(("activation", "activations", "optimizer", "mode", "kind"), Role.CHOICE),
    **dict.fromkeys(("initialization", "init", "initializer", "act", "type"), Role.CHOICE),
    **dict.fromkeys(("shuffle",), Role.SHUFFLE),
    **dict.fromkeys(("parameters", "params", "param", "weights", "model"), Role.PARAMETERS),
    **dict.fromkeys(("w", "theta", "weight", "syn", "coef", "coefficients"), Role.WEIGHT),
    **dict.fromkeys(("b", "bias", "biases", "intercept"), Role.BIAS),
    **dict.fromkeys(("grads", "gradients", "grad", "gradient", "derivatives"), Role.GRADIENTS),
    **dict.fromkeys(("cache", "caches", "memory", "history", "store", "activations"), Role.CACHE),
    **dict.fromkeys(("al", "yhat", "predictions", "prediction", "output", "outputs"), Role.OUTPUT),
    **dict.fromkeys(("probs", "probabilities", "pred", "preds", "logits", "scores"), Role.OUTPUT),
    **dict.fromkeys(("epsilon", "eps"), Role.EPSILON),
    **dict.fromkeys(("beta", "beta1", "momentum", "rho"), Role.BETA),
    **dict.fromkeys(("beta2",), Role.BETA2),
}
"""By all letters of the name, put together."""
