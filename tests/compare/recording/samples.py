"""Programs that use Python in every way people do; each leaves its answers in its variables."""

from pathlib import Path

FOLDER = Path(__file__).parent / "programs"
PROGRAMS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.py"))}
