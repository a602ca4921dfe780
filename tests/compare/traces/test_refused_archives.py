"""A file that is no whole archive of plain arrays is refused in one line."""

import os
import struct
import tracemalloc
import zipfile
import zlib

import numpy as np
import pytest

from compare.traces.storage import load_trace, save_trace
from tests.compare.traces.saved_traces import (
    a_network,
    contents,
    header,
    npy,
    read,
    refusal,
    rewritten,
    write,
)


def test_rewriting_alone_spoils_nothing(path):
    assert contents(load_trace(rewritten(path))) == contents(a_network())


# Not a file, not an archive


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    assert refusal(tmp_path / "nowhere.npz") == "no such file"
    assert refusal(tmp_path / "no" / "where.npz") == "no such file"


def test_a_path_that_cannot_be_a_file_is_refused(tmp_path, path):
    assert refusal(tmp_path) == "a folder"
    assert refusal(path / "below.npz") == "no such file"
    too_long = refusal(tmp_path / ("n" * 300))
    assert too_long in {"cannot be opened (File name too long)", "no such file"}  # later Pythons
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == "not a plain file"


def test_an_empty_file_is_said_to_be_empty(path):
    path.write_bytes(b"")
    assert refusal(path) == "the file is empty"


@pytest.mark.parametrize("data", [b"P", b"not a zip at all", b"\0" * 1000, b"Z1,A1\n1,2\n"])
def test_a_file_that_is_no_archive_is_refused(path, data):
    path.write_bytes(data)
    assert refusal(path) == "not an .npz archive; a saved trace is a zip of .npy files"


def test_a_single_npy_file_is_named(path):
    path.write_bytes(npy(np.ones((2, 3))))
    assert "one unnamed array" in refusal(path)


def test_a_file_that_was_cut_lacks_its_end(path):
    whole = path.read_bytes()
    for length in (4, 40, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert f"end of the archive is missing: the file is truncated at {length}" in refusal(path)


def test_a_file_with_something_behind_it_is_refused(path):
    path.write_bytes(path.read_bytes() + b"x" * 30)
    assert "or something was appended" in refusal(path)


def test_two_archives_one_after_the_other_are_not_taken_for_the_second(path):
    first = path.read_bytes()
    save_trace(path, a_network(layer_dims=(2, 3, 1)))
    path.write_bytes(first + path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None  # an archive for others
    assert "something stands before its first member" in refusal(path)


def test_a_file_that_may_not_be_read_is_refused(path, monkeypatch):
    def closed(self, mode):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", closed)
    assert "(Permission denied)" in refusal(path)


# Members


@pytest.mark.parametrize(
    "name",
    ["../Z1", "/etc/Z1", "folder/Z1", "Z1 ", "Z1\n", "dW[1]", "Z1.npy", "ß", "", "Z1\x1b[31m"],
)
def test_a_member_with_more_than_a_plain_name_is_refused(path, name):
    rewritten(path, **{name: npy(np.ones(3))})
    assert "a member is called" in refusal(path)
    assert "wanted a plain name" in refusal(path)


@pytest.mark.parametrize("entry", ["readme.txt", "Z1.csv", "folder/"])
def test_a_member_that_is_no_array_is_refused(path, entry):
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(entry, b"")
    assert f"a member is called {entry!r}" in refusal(path)


def test_a_member_that_is_there_twice_is_refused(path):
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("Z1.npy", npy(np.ones((5, 7))))
    assert refusal(path) == "the member Z1.npy is there 2 times"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_compression_than_deflate_is_refused(path, method):
    write(path, *read(path), compression=method)
    assert "compressed in a way other than deflate" in refusal(path)


def test_an_encrypted_member_is_refused(path):
    data = bytearray(path.read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "is damaged" in refusal(path)


def changed_inside(path, name):
    """Change one number of a member, with the CRC of the zip made right again."""
    members, meta = read(path)
    members[name] = members[name][:-1] + bytes([members[name][-1] ^ 1])
    write(path, members, meta, sums=False)


@pytest.mark.parametrize("name", ["W1", "dZ2", "cost"])
def test_a_member_that_does_not_match_its_checksum_is_named(path, name):
    changed_inside(path, name)
    assert refusal(path) == f"{name} does not match its checksum: it was changed or damaged"


def test_a_bit_that_flipped_in_a_member_is_a_damage_of_that_member(path):
    data = bytearray(path.read_bytes())
    at = data.find(a_network().case["W1"].tobytes())
    data[at + 3] ^= 4
    path.write_bytes(data)
    assert "the member W1.npy is damaged (Bad CRC-32" in refusal(path)


def test_a_member_without_a_checksum_is_refused(path):
    members, meta = read(path)
    write(path, {**members, "extra": npy(np.ones(3))}, meta, sums=False)
    assert refusal(path) == "the member extra has no checksum in __meta__"


def test_a_checksum_without_a_member_is_refused(path):
    members, meta = read(path)
    del members["dW2"]
    write(path, members, meta, sums=False)
    assert refusal(path) == "the member 'dW2' is missing; __meta__ has a checksum for it"


# Headers


NUMBER = "{'descr': '<f8', 'fortran_order': False, 'shape': ()}"
HUGE = "{'descr': '<f8', 'fortran_order': False, 'shape': (12500000000,), }\n"
WIDE = "{'descr': '<f8', 'fortran_order': False, 'shape': (1073741824, 1), }\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not an .npy file"),
        (b"\x93NUMPY", "is not an .npy file"),
        (b"\x93NUMPY\x03\x00\x02\x00{}", "is not an .npy file of version 1.0 or 2.0"),
        (b"\x93NUMPY\x02\x00\xff\xff\xff\x7f{}", "header says it is 2147483647 bytes long"),
        (header("{'descr': '<f8'")[:-4], "header says it is 15 bytes long"),
        (header(f"{NUMBER}{' ' * 20_000}", b"12345678"), "header says it is 20053 bytes long"),
        (header("{'descr': '<f8'"), "header cannot be read"),
        (header("__import__('os').abort()"), "header cannot be read"),
        (header("(" * 5000), "header cannot be read"),
        (header("-" * 9000 + "1"), "header cannot be read"),
        (header("[1]"), "header cannot be read"),
        (header("{[]: 1}"), "header cannot be read"),
        (header("{'descr': '<f8', 'shape': (1,)}"), "header cannot be read"),
        (header("{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}"), "neither True nor False"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}"), "the shape (-1,)"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (True,)}"), "the shape (True,)"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': [1]}"), "the shape [1]"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (1.0,)}"), "the shape (1.0,)"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 2147483647, 2147483647)}"),
         "2147483647"),
        (header(f"{{'descr': '<f8', 'fortran_order': False, 'shape': {(1,) * 40}}}"), "the shape"),
        (header(HUGE, b"12345678"), "the shape (12500000000,)"),
        (header(WIDE, b"12345678"), "8589934592 bytes; there are 8"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", b"12345678"),
         "float64 of shape (2,), 16 bytes; there are 8"),
        (header(NUMBER, b"123456789"), "8 bytes; there are 9"),
        (npy(np.array([None, 1], object)), "pickled objects, which are never opened"),
        (npy(np.zeros(3, [("a", "f8")])), "has dtype [('a', '<f8')]; float32 or float64 wanted"),
        (npy(np.zeros(3, "M8[s]")), "has dtype '<M8[s]'; float32 or float64 wanted"),
        (npy(np.zeros(3, "?")), "has dtype '|b1'; float32 or float64 wanted"),
        (npy(np.zeros(3, "c16")), "has dtype '<c16'; float32 or float64 wanted"),
        (header("{'descr': '<f3', 'fortran_order': False, 'shape': ()}"), "which there is not"),
        (npy(np.zeros(3, "f2")), "has dtype float16; float32 or float64 wanted"),
        (npy(np.zeros(3, np.longdouble)), "float32 or float64 wanted"),
        (npy(np.zeros(3, "i8")), "has dtype int64; float32 or float64 wanted"),
        (npy(np.zeros(3, "U2")), "has dtype <U2; float32 or float64 wanted"),
        (npy(np.zeros(3, "f4")), "float32 in a trace of float64; give all one dtype"),
    ],
)  # fmt: skip  # a case a row
def test_a_member_that_is_no_plain_array_is_refused_by_name(path, data, message):
    rewritten(path, Z1=data)
    assert refusal(path).startswith("Z1")
    assert message in refusal(path)


def peak_of_refusing(path):
    tracemalloc.start()
    message = refusal(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return message, peak


def test_a_directory_that_claims_a_hundred_gigabytes_is_refused_before_anything_is_read(path):
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("Z9.npy", b"x")
        archive.filelist[-1].file_size = 10**11
    message, peak = peak_of_refusing(path)
    assert "its members claim 1000" in message
    assert peak < 2**20


def deflated_bomb(path, claimed):
    """A member of 64 MB of zeros, of which the directory admits only ``claimed`` bytes."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Z9.npy", bytes(2**26))
        archive.filelist[-1].file_size = claimed


def test_a_member_is_never_unpacked_beyond_what_the_directory_says(path):
    deflated_bomb(path, claimed=1000)
    message, peak = peak_of_refusing(path)
    assert "the member Z9.npy is damaged" in message
    assert peak < 2**20


def test_members_that_are_too_large_together_are_refused(path, monkeypatch):
    total = sum(map(len, read(path)[0].values()))
    assert path.stat().st_size > total
    monkeypatch.setattr("compare.traces.archive.LARGEST", path.stat().st_size)
    load_trace(path)
    deflated_bomb(path, claimed=2**26)
    monkeypatch.setattr("compare.traces.archive.LARGEST", path.stat().st_size)
    assert "its members claim 671" in refusal(path)
    monkeypatch.setattr("compare.traces.archive.LARGEST", path.stat().st_size - 1)
    assert f"{path.stat().st_size} bytes; a saved trace has at most" in refusal(path)


def test_a_list_of_members_that_is_a_bomb_is_refused(path, monkeypatch):
    with zipfile.ZipFile(path, "w") as archive:
        for i in range(300):
            archive.writestr(f"Z{i}.npy", b"")
    monkeypatch.setattr("compare.traces.archive.LARGEST_DIRECTORY", 300 * (46 + 7) - 1)
    assert "its list of members is longer" in refusal(path)


def test_a_zip64_end_record_which_may_claim_anything_is_refused(path):
    data = path.read_bytes()
    directory = struct.unpack("<L", data[-6:-2])[0]
    record = b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 1, 1, 2**40, directory)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, len(data) - 22, 1)
    path.write_bytes(data[:-22] + record + locator + data[-22:])
    assert "its list of members is longer" in refusal(path)


def test_a_deflated_stream_that_ends_early_is_refused(path):
    members, _ = read(path)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    short = packer.compress(members["Z1"][:-8]) + packer.flush()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("Z9.npy", short)
        entry = archive.filelist[-1]
        entry.compress_type, entry.file_size = zipfile.ZIP_DEFLATED, len(members["Z1"])
        entry.CRC = zlib.crc32(members["Z1"][:-8])
    assert "the member Z9.npy ends after" in refusal(path)
