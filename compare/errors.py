"""What can go wrong at the border, and the exit code each kind ends the command with.

    BackproofError
    ├── UsageError      2   a bad option, a bad file, a bad case
    ├── CandidateError  4   the implementation under test could not run
    └── FaultError      5   our own fault, or the environment's (disk full, torch missing)

Inside the rooms a disagreement is data; an exception is raised only at the border.
A message says what, where, got and wanted, and what to do, in one or two lines.
"""


class BackproofError(Exception):
    """The root of every error this project raises on purpose."""

    exit_code = 5


class UsageError(BackproofError):
    """An option, a file or a case that cannot be judged; nothing was computed."""

    exit_code = 2


class CandidateError(BackproofError):
    """The implementation under test raised, or could not be found."""

    exit_code = 4


class FaultError(BackproofError):
    """Something of ours, or of the machine's, failed."""

    exit_code = 5
