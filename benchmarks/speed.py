"""How fast the derivations of ``scratch_numpy`` are: ratios to their peers, measured in one run.

A step is forward, cost, backward and update on all m examples: relu in the hidden layers, a sigmoid
and the cross-entropy at the end.  Each step starts from the parameters that the last one left.

    scratch       scratch_numpy.deep_network.step, every quantity named
    torch         eager: nn.Sequential, BCEWithLogitsLoss, zero_grad, backward, SGD.step
    scikit-learn  MLPClassifier, plain full-batch sgd, an epoch a step; the time of a fit of one
                  epoch is subtracted, so that its checks and its start do not count
    products      the matrix products of the scratch step alone, into arrays made before: the least
                  that this machine needs
    loop          logistic regression and the shallow network, example by example ...
    vectorised    ... and in matrices

Every peer is a process of its own, with the same number of threads.  They take turns, A B C A B C:
one works, the others sleep at their pipes.  In its turn a peer runs so many steps twice, and the
second run counts: the first brings back its caches, and outlasts the threads of the peer before,
which spin for 6 or 7 ms before they sleep.  A ratio is taken within a round of turns; its figure is
the median over the rounds, with the smallest and the largest beside it.  The first rounds are
dropped and the garbage collector is off.

Why processes of their own, with the threads held to cores: a virtual machine of two cores would
now and then put both threads of a pool on one core, where each waits for the other in every matrix
product.  In one process a step of [30,16,8,1] in torch then took 72 ms in place of 0.4, a step of
[64,20,7,5,1] in NumPy 64 in place of 0.5, for rounds on end.  A process of one pool can hold its
main thread to the first core and the others to the rest.  With one thread both ways give the same:
scratch/torch 0.40 and 0.39, scratch/scikit-learn 0.73 and 0.71, scratch/products 3.5 and 3.3 for
[30,16,8,1].  In one process the first run after a change of turns was slower, in torch up to 1.8
times; hence the second.  On a busy machine --threads 1 gives the steadier figures.

Two things are set for all.  OpenBLAS lets its idle threads spin no longer than torch does: by
itself it spins for 100 ms, well into the next turn, and the step of [784,512,512,1] in float32 took
52 ms among the others, 24 alone.  And every process keeps the memory that it has freed: by its own
rules glibc's malloc hands it back and fetches it again in every step, or does not, by the luck of
what lies on top of the heap, and a step of [30,16,8,1] in float64 took 0.24 ms or 0.15.

Exit code: 0 whatever the figures, 2 for bad options, 5 without the peers.
"""

import gc
import importlib.metadata
import json
import multiprocessing
import os
import signal
import textwrap
import time
import warnings
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, product
from multiprocessing.connection import Connection
from statistics import median
from typing import IO, Any

import click
import numpy as np

from scratch_numpy import deep_network
from scratch_numpy.initialisation import initialise
from scratch_numpy.logistic_regression import loop as logistic_loop
from scratch_numpy.logistic_regression import vectorised as logistic_vectorised
from scratch_numpy.notation import Case, State, Trace
from scratch_numpy.shallow_network import one_sample as shallow_loop
from scratch_numpy.shallow_network import vectorised as shallow_vectorised

Step = Callable[[Case, State], tuple[Trace, State]]
Clock = Callable[[int], float]  # runs so many steps; the seconds that one took
Network = tuple[tuple[int, ...], int]  # layer sizes, examples

GOALS: dict[Network, tuple[float, float | None]] = {  # of scratch/torch, of scratch/products
    ((30, 16, 8, 1), 569): (0.5, None),
    ((64, 20, 7, 5, 1), 1797): (0.6, None),
    ((12288, 20, 7, 5, 1), 209): (0.5, None),
    ((784, 512, 512, 1), 1024): (1.0, 1.15),
}
GOAL_SCIKIT_LEARN = 0.55

LEARNING_RATE = 0.01
CORES: Collection[int] = (
    os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
)
WITHOUT_PEERS = 5
ENVIRONMENT = {  # of every peer
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),  # bytes: freed memory is kept
    "MALLOC_MMAP_THRESHOLD_": str(1 << 25),
    "OPENBLAS_THREAD_TIMEOUT": "24",  # 2^24 ticks: idle threads sleep after some 6 ms, not 100
}


@dataclass(frozen=True)
class Problem:
    """What the peers of a comparison all compute."""

    kind: str
    layer_dims: tuple[int, ...]
    m: int
    dtype: str

    def case(self) -> dict[str, Any]:
        """Make the examples, and the parameters that scratch_numpy starts from."""
        rng = np.random.default_rng(0)
        X = rng.standard_normal((self.layer_dims[0], self.m)).astype(self.dtype)
        Y = (np.arange(self.m).reshape(1, -1) % 2).astype(self.dtype)
        given = {"X": X, "Y": Y, "learning_rate": LEARNING_RATE, "cost": "cross-entropy"}
        if self.kind == "logistic regression":
            return {**given, "w": np.zeros((len(X), 1), self.dtype), "b": np.zeros((), self.dtype)}
        parameters = initialise(self.layer_dims, "he", 0, np.dtype(self.dtype))
        hidden = len(self.layer_dims) - 2
        return {**given, **parameters, "activations": ("relu",) * hidden + ("sigmoid",)}


# The peers: each makes of a problem the clock of its step.


def clock_of(step: Callable[[], object]) -> Clock:
    def seconds(steps: int) -> float:
        began = time.perf_counter()
        for _ in range(steps):
            step()
        return (time.perf_counter() - began) / steps

    return seconds


def descent(step: Step, problem: Problem) -> Clock:
    """Give the parameters that a step leaves to the next, as scratch_numpy.training does.

    As there, a trace lives until the next one is complete.
    """
    case = problem.case()
    parameters = [name for name in case if name[0] in "Wwb"]
    trace: Trace = {}

    def descend() -> None:
        nonlocal trace
        trace, _ = step(case, None)
        case.update({name: trace[f"new_{name}"] for name in parameters})

    return clock_of(descend)


def scratch(problem: Problem) -> Clock:
    return descent(deep_network.step, problem)


def loop(problem: Problem) -> Clock:
    chapter = logistic_loop if problem.kind == "logistic regression" else shallow_loop
    return descent(chapter.step, problem)


def vectorised(problem: Problem) -> Clock:
    logistic = problem.kind == "logistic regression"
    return descent(logistic_vectorised.step if logistic else shallow_vectorised.step, problem)


def products(problem: Problem) -> Clock:
    """Multiply the matrices of one step as it finds them, transposed views included."""
    case = problem.case()
    trace, _ = deep_network.step(case, None)
    factors = []
    for layer in range(1, len(problem.layer_dims)):
        A_prev = trace[f"A{layer - 1}"] if layer > 1 else case["X"]
        W, dZ = case[f"W{layer}"], trace[f"dZ{layer}"]
        factors += [(W, A_prev), (dZ, A_prev.T), (W.T, dZ)][: 3 if layer > 1 else 2]
    triples = [(left, right, left @ right) for left, right in factors]

    def multiply() -> None:
        for left, right, result in triples:
            np.matmul(left, right, out=result)

    return clock_of(multiply)


def torch_eager(problem: Problem) -> Clock:
    import torch
    from torch import nn

    case, dtype = problem.case(), getattr(torch, problem.dtype)
    X, Y = (torch.tensor(case[V].T.copy()) for V in "XY")  # a row an example
    layers: list[nn.Module] = []
    for n_prev, n in zip(problem.layer_dims[:-1], problem.layer_dims[1:], strict=True):
        layers += [nn.Linear(n_prev, n, dtype=dtype), nn.ReLU()]
    network, cost = nn.Sequential(*layers[:-1]), nn.BCEWithLogitsLoss()
    optimiser = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE)

    def step() -> None:
        optimiser.zero_grad()
        cost(network(X), Y).backward()
        optimiser.step()

    return clock_of(step)


def scikit_learn(problem: Problem) -> Clock:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore", ConvergenceWarning)
    case = problem.case()
    X, y = case["X"].T.copy(), case["Y"][0].astype(int)  # a row an example

    def fit(epochs: int) -> float:
        classifier = MLPClassifier(
            problem.layer_dims[1:-1], solver="sgd", alpha=0, random_state=0,
            learning_rate_init=LEARNING_RATE, momentum=0, batch_size=problem.m, shuffle=False,
            max_iter=epochs, tol=0, n_iter_no_change=epochs,
        )  # fmt: skip  # the model, the descent, its end
        began = time.perf_counter()
        classifier.fit(X, y)
        return time.perf_counter() - began

    return lambda steps: (fit(steps + 1) - fit(1)) / steps


PEERS: dict[str, Callable[[Problem], Clock]] = {
    "scratch": scratch,
    "torch": torch_eager,
    "scikit-learn": scikit_learn,
    "products": products,
    "loop": loop,
    "vectorised": vectorised,
}


# A peer's process.


def serve(name: str, threads: int, turn: float, pipe: Connection) -> None:
    """Answer a problem with the number of steps in a turn, and a turn with the seconds of one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the other end of the pipe
    gc.disable()
    pipe.send(limit_threads(name, threads))
    while problem := pipe.recv():
        seconds = PEERS[name](problem)
        steps = steps_of_a_turn(seconds, turn)
        if threads > 1:
            pin_threads()
        pipe.send(steps)
        while pipe.recv():
            seconds(steps)
            pipe.send(seconds(steps))
        del seconds
        gc.collect()


def limit_threads(name: str, threads: int) -> str:
    """Give each pool of this process so many threads; the name of its BLAS."""
    from threadpoolctl import threadpool_info, threadpool_limits

    blas = ""
    if name == "torch":
        import torch

        torch.set_num_threads(threads)
        mkl = torch.backends.mkl.is_available()  # type: ignore[no-untyped-call]
        blas = "mkl" if mkl else "unknown BLAS"
    elif name == "scikit-learn":
        import sklearn.neural_network  # noqa: F401  # brings its pools
    threadpool_limits(threads)
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    numpys = [
        f"{pool['internal_api']} {pool['version']}" for pool in pools if "numpy" in pool["filepath"]
    ]
    return blas or ", ".join(numpys) or "unknown BLAS"


def pin_threads() -> None:
    """Put the main thread on the first core, and the threads of each pool on the others in turn."""
    if not os.path.isdir("/proc/self/task"):
        return
    first, *others = sorted(CORES)
    main_thread, *pools = sorted(int(thread) for thread in os.listdir("/proc/self/task"))
    os.sched_setaffinity(main_thread, {first})
    for thread, core in zip(pools, cycle(others or [first]), strict=False):
        os.sched_setaffinity(thread, {core})


def steps_of_a_turn(seconds: Clock, turn: float) -> int:
    steps = 1
    while seconds(steps) * steps < turn:
        steps *= 2
    return steps


class Peer:
    """The near end of a peer's process."""

    def __init__(self, name: str, threads: int, turn: float) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would inherit pools without threads
        self.pipe, far_end = context.Pipe()
        arguments = (name, threads, turn, far_end)
        self.process = context.Process(target=serve, args=arguments, daemon=True)
        self.process.start()
        far_end.close()
        self.blas: str = self.pipe.recv()

    def take_up(self, problem: Problem) -> None:
        """Give the process a problem and wait until it is ready."""
        self.pipe.send(problem)
        self.pipe.recv()

    def turn(self) -> float:
        """Let the process work; the seconds of a step."""
        self.pipe.send("turn")
        seconds: float = self.pipe.recv()
        return seconds

    def put_down(self) -> None:
        """End the problem."""
        self.pipe.send(None)

    def stop(self) -> None:
        """End the process."""
        self.pipe.send(None)
        self.process.join()


# The comparisons.


@dataclass(frozen=True)
class Comparison:
    """A peer's step over those of others, and the goals; None where there is none."""

    problem: Problem
    peer: str
    goals: dict[str, float | None]


@dataclass(frozen=True)
class Ratio:
    """A line of the table: a ratio over the rounds, and the milliseconds of both steps."""

    kind: str
    layer_dims: tuple[int, ...]
    m: int
    dtype: str
    peer: str
    other: str
    ratio: float
    smallest: float
    largest: float
    goal: float | None
    peer_ms: float
    other_ms: float


def comparisons(networks: Iterable[Network]) -> list[Comparison]:
    listed = []
    for network, dtype in product(networks, ("float64", "float32")):
        to_torch, to_products = GOALS.get(network, (None, None))
        goals = {"torch": to_torch, "scikit-learn": GOAL_SCIKIT_LEARN, "products": to_products}
        listed.append(Comparison(Problem("deep network", *network, dtype), "scratch", goals))
    for kind, layer_dims in (("logistic regression", (30, 1)), ("shallow network", (30, 4, 1))):
        problem = Problem(kind, layer_dims, 569, "float64")
        listed.append(Comparison(problem, "loop", {"vectorised": None}))
    return listed


def measure(comparison: Comparison, peers: dict[str, Peer], rounds: int) -> list[Ratio]:
    """Let the peers take turns, round by round; the first tenth of the rounds does not count."""
    taking_turns = {name: peers[name] for name in (comparison.peer, *comparison.goals)}
    for peer in taking_turns.values():
        peer.take_up(comparison.problem)
    dropped = 1 + rounds // 10
    turns = [
        {name: peer.turn() for name, peer in taking_turns.items()} for _ in range(dropped + rounds)
    ]
    for peer in taking_turns.values():
        peer.put_down()
    return [ratio(comparison, other, turns[dropped:]) for other in comparison.goals]


def ratio(comparison: Comparison, other: str, turns: Sequence[dict[str, float]]) -> Ratio:
    peer = comparison.peer
    ratios = [seconds[peer] / seconds[other] for seconds in turns]
    return Ratio(
        **asdict(comparison.problem), peer=peer, other=other,
        ratio=median(ratios), smallest=min(ratios), largest=max(ratios),
        goal=comparison.goals[other],
        peer_ms=1000 * median(seconds[peer] for seconds in turns),
        other_ms=1000 * median(seconds[other] for seconds in turns),
    )  # fmt: skip  # of what, the figure, the goal, the times


# The report.

LINE = "{:<22} {:<7} {:<20} {:>6} {:>6} {:>6} {:>4} {:<6} {:>14}"
HEADING = ("network", "dtype", "steps", "ratio", "least", "most", "goal", "", "ms/ms")


def describe(peers: dict[str, Peer], threads: int) -> dict[str, Any]:
    """Collect the facts of the machine and of what computes on it."""
    named = {"numpy": "scratch", "torch": "torch", "scikit-learn": "scikit-learn"}
    libraries = {
        library: {"version": importlib.metadata.version(library), "blas": peers[peer].blas}
        for library, peer in named.items()
    }
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {"cores": len(CORES), "threads": threads, "load": load, "libraries": libraries}


def machine_lines(facts: dict[str, Any]) -> str:
    busy = "" if facts["load"] is None else f", load {facts['load']:.1f} before"
    line = (
        f"machine: {facts['cores']} cores, threads a peer: {facts['threads']}{busy}; "
        + ", ".join(
            f"{library} {of['version']} ({of['blas']})"
            for library, of in facts["libraries"].items()
        )
    )
    return textwrap.fill(line, 100, break_on_hyphens=False)


def table_line(row: Ratio) -> str:
    network = f"[{','.join(map(str, row.layer_dims))}] m={row.m}"
    figures = (f"{figure:.2f}" for figure in (row.ratio, row.smallest, row.largest))
    goal = "" if row.goal is None else f"{row.goal:.2f}"
    verdict = "" if row.goal is None else "met" if row.ratio <= row.goal else "missed"
    times = f"{row.peer_ms:.3g}/{row.other_ms:.3g}"
    steps = f"{row.peer}/{row.other}"
    return LINE.format(network, row.dtype, steps, *figures, goal, verdict, times)


def read_networks(
    context: click.Context, option: click.Parameter, texts: Sequence[str]
) -> list[Network]:
    """Read layer sizes and examples, as in 30,16,8,1:569."""
    networks = []
    for text in texts:
        sizes, _, m = text.partition(":")
        try:
            networks.append((tuple(int(size) for size in sizes.split(",")), int(m)))
        except ValueError:
            raise click.BadParameter(
                f"{text!r}; wanted sizes and examples, as in 30,4,1:569"
            ) from None
    return networks or list(GOALS)


@click.command()
@click.option("--quick", is_flag=True, help="Shorter turns, fewer rounds: under a minute.")
@click.option(
    "--json", "json_file", type=click.File("w", atomic=True), metavar="FILE|-",
    help="Write JSON; - in place of the table.",
)  # fmt: skip  # name, meaning
@click.option(
    "--threads", type=click.IntRange(min=1), default=len(CORES), show_default=True,
    help="As many for every peer.",
)  # fmt: skip  # name, meaning
@click.option(
    "--repeat", type=click.IntRange(min=1), metavar="N",
    help="Rounds that count.  [default: 30, with --quick 5]",
)  # fmt: skip  # name, meaning
@click.option(
    "--network", "networks", multiple=True, callback=read_networks, metavar="N,...,N:M",
    help="Layer sizes and examples; repeatable.  [default: the four with goals]",
)  # fmt: skip  # name, meaning
def main(
    *,
    quick: bool,
    json_file: IO[str] | None,
    threads: int,
    repeat: int | None,
    networks: list[Network],
) -> None:
    """Time the steps of scratch_numpy in steps of torch, scikit-learn and bare matrix products."""
    check_peers()
    os.environ.update(ENVIRONMENT)
    turn, rounds = (0.02, repeat or 5) if quick else (0.05, repeat or 30)
    peers = {name: Peer(name, threads, turn) for name in PEERS}
    facts = describe(peers, threads)
    say = click.echo if json_file is None or json_file.name != "<stdout>" else lambda line: None
    say(machine_lines(facts))
    say(LINE.format(*HEADING))

    rows = []
    for comparison in comparisons(networks):
        for row in measure(comparison, peers, rounds):
            say(table_line(row))
            rows.append(asdict(row))
    for peer in peers.values():
        peer.stop()

    if json_file is not None:
        json.dump({"machine": facts, "rounds": rounds, "ratios": rows}, json_file, indent=2)
        json_file.write("\n")


def check_peers() -> None:
    try:
        for name in ("scikit-learn", "threadpoolctl"):
            importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError as error:
        click.echo(
            f"no {error.name}, which is measured against: pip install 'backproof[bench]'", err=True
        )
        raise SystemExit(WITHOUT_PEERS) from None


if __name__ == "__main__":
    main()
