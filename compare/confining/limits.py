"""How much of the machine the child may take; set by the child itself, before their code runs."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Limits:
    """What one file may use.

    Attributes
    ----------
    seconds
        On the wall clock, for everything the child does; the processor's seconds likewise.
    memory
        Bytes of address space.
    open_files
        So many descriptors at once.
    answer
        Bytes of what it hands back.
    """

    seconds: float = 20.0
    memory: int = 1 << 30
    open_files: int = 64
    answer: int = 256 << 20


def set_limits(limits: Limits) -> tuple[list[str], list[str]]:
    """Set what this platform has; name what binds, and what does not.

    Memory can be raised again by a quarter (``more_memory``); everything else is final.  Threads
    count as processes; the superuser may have any number, whatever is set.
    """
    seconds = int(limits.seconds) + 1
    wanted = {
        "processor time": ("RLIMIT_CPU", seconds, seconds + 1),
        "memory": ("RLIMIT_AS", limits.memory, limits.memory + limits.memory // 4),
        "file size": ("RLIMIT_FSIZE", 0, 0),
        "open files": ("RLIMIT_NOFILE", limits.open_files, limits.open_files),
        "processes": ("RLIMIT_NPROC", 0, 0),
        "core dumps": ("RLIMIT_CORE", 0, 0),
    }
    binding = [name for name, limit in wanted.items() if _set(*limit) and _binds(name)]
    return binding, [name for name in wanted if name not in binding]


def _binds(name: str) -> bool:
    """Whether the system keeps to a limit that it has accepted."""
    return not (
        (name == "processes" and os.geteuid() == 0)
        or (name == "memory" and sys.platform == "darwin")
    )


@contextmanager
def more_memory() -> Iterator[None]:
    """Raise the memory limit for what is done after their code has run: writing the answer."""
    if resource is None:
        yield
        return
    limit, most = resource.getrlimit(resource.RLIMIT_AS)
    _set("RLIMIT_AS", most, most)
    try:
        yield
    finally:
        _set("RLIMIT_AS", limit, most)


def _set(name: str, soft: int, hard: int) -> bool:
    which = getattr(resource, name, None)  # None too where there is no such module
    if which is None:
        return False
    _, most = resource.getrlimit(which)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    try:
        resource.setrlimit(which, (soft, hard))
    except (ValueError, OSError):
        return False
    return True


def die_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it ends; Linux only."""
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
