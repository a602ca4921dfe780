"""What goes into the child, and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from compare.confining.limits import Limits
from compare.confining.module import Module
from compare.reading.source import Source
from compare.recording.graph import Failure, Recording, Remark

DRIVER = "compare.driving.drive:drive"


@dataclass(frozen=True)
class Job:
    """One file to be run.

    Attributes
    ----------
    beside
        The modules in its folder that it imports, by dotted name: the child opens no folder.
    options
        For the driver.
    driver
        ``module:function``, called as ``function(source, options)``; it gives recordings.
    """

    source: Source
    beside: Mapping[str, Module] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    driver: str = DRIVER


@dataclass(frozen=True)
class Errand:
    """A job as it is sent, with the key its answer is sealed with.

    It is pickled, from us to our own child; nothing that comes back is unpickled.
    """

    job: Job
    key: bytes


@dataclass(frozen=True)
class Answer:
    """What became of a job.

    Attributes
    ----------
    recordings
        Those that were complete when it ended.
    failure
        How the process ended, if it did not end well; ``None`` where the driver came to its end.
        Its ``error`` is an exception that left the driver, or ``TimeLimit``, ``Crash``, ``Forged``
        (the answer was tampered with), ``TooMuch`` (too large an answer), ``Fault`` (ours).
    remarks
        What was supplied and left out.
    modules
        The recorded modules beyond the file: the first one is unit ``len(source.units)``.
    isolation
        In what kind of process it ran, in words.
    complete
        Whether the child came to its end and said so.
    """

    job: Job
    recordings: tuple[Recording, ...] = ()
    failure: Failure | None = None
    remarks: tuple[Remark, ...] = ()
    modules: tuple[Module, ...] = ()
    isolation: str = ""
    complete: bool = False
    seconds: float = 0.0
