from compare.isolating.beside import modules_beside
from compare.reading.read import read_source


def beside(folder, text, **files):
    for name, content in files.items():
        path = folder / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    path = folder / "net.py"
    path.write_text(text)
    return modules_beside(read_source(path))


def test_modules_and_what_they_import_are_found(tmp_path):
    found = beside(
        tmp_path,
        "import numpy as np\nimport acts\nfrom costs import mse",
        acts="from maths import e",
        costs="mse = 1",
        maths="e = 2.7",
        other="never = 1",
    )
    assert list(found) == ["acts", "costs", "maths"]
    assert found["costs"].text == "mse = 1"
    assert not found["costs"].ours
    assert found["costs"].recorded


def test_imports_inside_functions_count(tmp_path):
    assert list(beside(tmp_path, "def f():\n    import acts", acts="x = 1")) == ["acts"]


def test_packages_in_the_folder_and_above_it(tmp_path):
    (tmp_path / "src").mkdir()
    found = beside(
        tmp_path / "src",
        "from layers.dense import Dense\nfrom src.acts import relu\nfrom . import costs\n"
        "from .maths import e\nfrom layers import norm",
        layers__dense="class Dense: pass",
        layers__norm="x = 1",
        acts="relu = abs",
        costs="mse = 1",
        maths="e = 1",
    )
    assert set(found) == {"layers.dense", "layers.norm", "src.acts", "costs", "maths"}


def test_modules_that_import_each_other_end(tmp_path):
    assert set(beside(tmp_path, "import a", a="import b", b="import a, net")) == {"a", "b", "net"}


def test_nothing_hides_numpy_and_what_cannot_be_read_is_not_there(tmp_path):
    found = beside(tmp_path, "import numpy, broken, gone", numpy="x = 1", broken="")
    assert found == {}


def test_a_huge_project_is_cut(tmp_path):
    files = {f"m{number}": f"import m{number + 1}" for number in range(100)}
    assert len(beside(tmp_path, "import m0", **files)) == 40
