import pytest

from compare.isolating.frames import ENDED, RECORDING, STARTED, ForgedError, Sealing

KEY = b"k" * 32
PIECES = [(STARTED, b"{}"), (RECORDING, b"x" * 5000), (RECORDING, b""), (ENDED, b"end")]


def sealed(pieces=PIECES, key=KEY):
    sealing = Sealing(key)
    return [sealing.frame(kind, content) for kind, content in pieces]


def opened(stream, key=KEY):
    return list(Sealing(key).opened(stream))


def test_what_is_sealed_is_opened():
    assert opened(b"".join(sealed())) == PIECES


def test_of_a_broken_stream_the_whole_pieces_count():
    stream = b"".join(sealed())
    for length in range(len(stream)):
        pieces = opened(stream[:length])
        assert pieces == PIECES[: len(pieces)]
    assert opened(stream[:-1]) == PIECES[:-1]


def test_every_changed_byte_is_noticed():
    stream = b"".join(sealed([(STARTED, b"ab"), (ENDED, b"cd")]))
    for place in range(len(stream)):
        changed = bytearray(stream)
        changed[place] ^= 1
        try:
            pieces = opened(bytes(changed))
        except ForgedError:
            continue
        assert len(pieces) < 2, place  # a length that became larger: the piece is never whole


@pytest.mark.parametrize("order", [[1, 0, 2, 3], [0, 1, 1, 2, 3], [0, 3], [1], [0, 2, 1, 3]])
def test_pieces_are_neither_exchanged_nor_repeated_nor_left_out(order):
    frames = sealed()
    with pytest.raises(ForgedError, match="piece"):
        opened(b"".join(frames[place] for place in order))


def test_another_key_opens_nothing():
    with pytest.raises(ForgedError):
        opened(b"".join(sealed()), b"other")


def test_garbage_is_no_answer():
    with pytest.raises(ForgedError):
        opened(b"x" * 1000)
