import os

import pytest

from compare.confining.errors import (
    MissingModuleError,
    NotReadError,
    NotWrittenError,
    RefusedError,
)
from compare.confining.guarding import EVENTS, FAMILIES, NEVER, Guard


@pytest.fixture
def guard(tmp_path):
    (tmp_path / "readable").mkdir()
    return Guard([str(tmp_path / "readable")])


@pytest.mark.parametrize("event", [*EVENTS, *(f"{family}.anything" for family in FAMILIES)])
def test_every_event_of_the_tables_is_refused_by_its_name(guard, event):
    with pytest.raises(RefusedError, match=event.replace(".", r"\.")):
        guard(event, ())


@pytest.mark.parametrize(
    "event", ["compile", "exec", "sys._getframe", "builtins.id", "array.__new__"]
)
def test_what_is_in_no_table_may_happen(guard, event):
    guard(event, ())


def test_only_files_below_the_given_folders_are_read(guard, tmp_path):
    guard("open", (str(tmp_path / "readable" / "a.py"), "r", 0))
    guard("open", (os.fsencode(tmp_path / "readable" / "a.py"), None, os.O_RDONLY))
    for other in ("/etc/passwd", str(tmp_path / "readable-not"), str(tmp_path), 3):
        with pytest.raises(NotReadError, match="without data files"):
            guard("open", (other, "r", 0))


def test_a_link_does_not_lead_outside(guard, tmp_path):
    (tmp_path / "secret").write_text("x")
    (tmp_path / "readable" / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(NotReadError):
        guard("open", (str(tmp_path / "readable" / "link"), "r", 0))


@pytest.mark.parametrize("flags", [os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_APPEND | os.O_WRONLY])
def test_nothing_is_written_even_there(guard, tmp_path, flags):
    with pytest.raises(NotWrittenError, match="leaves nothing behind"):
        guard("open", (str(tmp_path / "readable" / "a.py"), "w", flags))


def test_the_null_device_is_open_to_all(guard):
    guard("open", (os.devnull, "w", os.O_WRONLY))


@pytest.mark.parametrize("event", ["os.listdir", "os.scandir"])
def test_folders_are_looked_into_where_modules_come_from(guard, tmp_path, event):
    guard(event, (str(tmp_path / "readable"),))
    for other in ("/", None):
        with pytest.raises(RefusedError, match="looking into folders"):
            guard(event, (other,))


@pytest.mark.parametrize("module", [*sorted(NEVER), "torch.autograd", "jax.numpy"])
def test_no_library_that_differentiates_is_loaded_by_any_way(guard, module):
    with pytest.raises(MissingModuleError, match="not given"):
        guard("import", (module, None, None, None, None))


def test_other_imports_go_on(guard):
    guard("import", ("json", None, None, None, None))
    guard("import", ("numpy.random", None, None, None, None))
    guard("import", ("torchlight", None, None, None, None))
