"""Write a result so that nothing half-written is ever left under its name."""

from pathlib import Path

from compare.traces.files import write_bytes


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text; the old file stays until the new one is whole.

    Raises
    ------
    FaultError
        If the disk is full or the folder cannot be written.
    """
    write_bytes(path, text.encode())
