import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.certification.rules_number import ALPHABET, number_of, read_number

BITS = st.integers(0, 2**50 - 1)


@given(BITS)
def test_a_number_reads_back_however_it_is_typed(bits: int) -> None:
    number = number_of(bits)
    assert len(number) == 14
    assert read_number(number) == number
    assert read_number(f" {number.lower().replace('-', ' ')} ") == number
    assert read_number(number.replace("0", "O").replace("1", "l").replace("-", "")) == number


@given(BITS, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(bits: int, place: int, sign: str) -> None:
    signs = number_of(bits).replace("-", "")
    if signs[place] != sign:
        assert read_number(signs[:place] + sign + signs[place + 1 :]) is None


@given(BITS, st.integers(0, 10))
def test_two_neighbours_exchanged_are_noticed(bits: int, place: int) -> None:
    signs = number_of(bits).replace("-", "")
    first, second = signs[place], signs[place + 1]
    if first != second:
        assert read_number(signs[:place] + second + first + signs[place + 2 :]) is None


@pytest.mark.parametrize("typed", ["", "4F7K", "hello", "4F7K-9Q2M-X0CU", "4F7K-9Q2M-X0C55", "ß" * 12, "١٢٣٤٥٦٧٨٩٠١٢"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


def test_a_number_takes_exactly_fifty_bits() -> None:
    with pytest.raises(ValueError, match="50 random bits"):
        number_of(2**50)
