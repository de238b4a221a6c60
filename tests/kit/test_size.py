from __future__ import annotations

import math
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airworthy.kit.size import Size

sizes = st.one_of(
    st.builds(Size, st.integers(min_value=0)),
    st.builds(
        lambda count, base, power: Size(count * base**power),
        st.integers(0, 5000),
        st.sampled_from([1000, 1024]),
        st.integers(0, 4),
    ),
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("1024", 1024),
        ("3Ki", 3 * 1024),
        ("512Mi", 512 * 1024**2),
        ("1.5Gi", 1536 * 1024**2),
        ("100Gi", 100 * 1024**3),
        ("2Ti", 2 * 1024**4),
        ("64k", 64_000),
        ("500M", 500_000_000),
        ("0.1G", 100_000_000),
        ("1T", 10**12),
        ("1.0", 1),
    ],
)
def test_parse_reads_the_suffixes_of_kubernetes(text: str, count: int) -> None:
    """Suffixes with an i count by 1024, those without by 1000, none means bytes."""
    assert Size.parse(text).bytes == count


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is empty; write for instance 512Mi, 1.5Gi or 500M"),
        ("-1Gi", "'-1Gi' is negative; write zero or more"),
        ("512m", "'512m' has the unknown unit 'm'; write Ki, Mi, Gi, Ti, k, M, G, T or none"),
        ("512MB", "unknown unit 'MB'"),
        ("512mi", "unknown unit 'mi'"),
        ("1K", "unknown unit 'K'"),
        ("1e3", "'1e3' is no size; write a number and a unit"),
        ("1 Gi", "is no size"),
        (".5Gi", "is no size"),
        ("1,5Gi", "is no size"),
        ("Gi", "is no size"),
        ("1Gi\n", "is no size"),
        ("1.1Gi", "'1.1Gi' is no whole number of bytes; write a smaller unit"),
        ("0.5", "is no whole number of bytes"),
    ],
)
def test_parse_refuses_and_says_what_would_do(text: str, message: str) -> None:
    """Whatever could be misread is refused with one sentence that holds an example."""
    with pytest.raises(ValueError, match=re.escape(message)):
        Size.parse(text)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("0Gi", "0"),
        ("1024", "1Ki"),
        ("1000", "1k"),
        ("999", "999"),
        ("1.5Gi", "1536Mi"),
        ("1024Gi", "1Ti"),
        ("16G", "16G"),
        ("500M", "500M"),
        ("1000Mi", "1000Mi"),
    ],
)
def test_text_is_the_shortest(written: str, canonical: str) -> None:
    """The text is the shortest whole number with a suffix."""
    assert str(Size.parse(written)) == canonical


@given(sizes)
def test_text_reads_back_as_the_same_size(size: Size) -> None:
    """parse(str(x)) == x for every size, and the text is stable."""
    assert Size.parse(str(size)) == size
    assert str(Size.parse(str(size))) == str(size)


def test_of_adds_its_units() -> None:
    """A size built from numbers is that which the text stands for."""
    assert Size.of(gibibytes=1, mebibytes=512) == Size.parse("1.5Gi")
    assert Size.of() == Size(0)


def test_negative_sizes_cannot_be_made() -> None:
    """No road leads to a negative size."""
    with pytest.raises(ValueError, match="-1 bytes is negative; a size is zero or more"):
        Size(-1)


def test_whole_units_are_read_off() -> None:
    """A size of whole gibibytes is whole in mebibytes too."""
    size = Size.parse("2Gi")
    assert size.gibibytes == 2
    assert size.mebibytes == 2048


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        ("1.5Gi", "gibibytes", "'1536Mi' is no whole number of GiB; write for instance 2Gi"),
        ("500M", "mebibytes", "'500M' is no whole number of MiB; write for instance 477Mi"),
    ],
)
def test_broken_units_are_refused(text: str, unit: str, message: str) -> None:
    """A limit is never rounded unseen: 1.5Gi asked for in gibibytes is an error, not 1."""
    with pytest.raises(ValueError, match=re.escape(message)):
        getattr(Size.parse(text), unit)


@pytest.mark.parametrize(
    ("text", "fraction", "unit", "scaled"),
    [
        ("4Gi", 0.25, "", "1Gi"),
        ("1Gi", 1.5, "", "1536Mi"),
        ("10", 0.3, "", "3"),
        ("10", Fraction(1, 3), "", "3"),
        ("1Gi", 0.1, "Mi", "102Mi"),
        ("1Gi", 0.1, "", "107374182"),
        ("1Gi", 0, "", "0"),
        ("1Gi", 1, "Gi", "1Gi"),
    ],
)
def test_scaled_rounds_down_to_whole_units(
    text: str, fraction: Fraction | float, unit: str, scaled: str
) -> None:
    """A part of a size is never more than that part; a tenth is a tenth though floats are not."""
    assert Size.parse(text).scaled(fraction, unit) == Size.parse(scaled)


@given(sizes, st.fractions(0, 1))
def test_a_part_is_within_a_byte_of_exact(size: Size, fraction: Fraction) -> None:
    """Scaling loses less than one byte."""
    assert 0 <= size.bytes * fraction - size.scaled(fraction).bytes < 1


@pytest.mark.parametrize("fraction", [-0.5, math.inf, math.nan])
def test_scaled_refuses_what_gives_no_size(fraction: float) -> None:
    """Negative and endless fractions are refused."""
    with pytest.raises(ValueError, match="scales no size; give zero or more, for instance"):
        Size(10).scaled(fraction)


def test_scaled_refuses_unknown_units() -> None:
    """The unit to round down to is one of the suffixes."""
    with pytest.raises(ValueError, match="'MB' has the unknown unit 'MB'; write Ki, Mi"):
        Size(10).scaled(0.5, "MB")


@given(sizes, sizes)
def test_order_is_that_of_bytes(one: Size, other: Size) -> None:
    """Sizes compare by their bytes, however they were written."""
    assert (one < other) == (one.bytes < other.bytes)
    assert (one == other) == (one.bytes == other.bytes)


def test_equal_sizes_are_one_key() -> None:
    """Sizes are frozen and hash by their bytes."""
    assert len({Size.parse("1Gi"), Size.parse("1024Mi")}) == 1
    with pytest.raises(AttributeError):
        Size(1).bytes = 2  # type: ignore[misc]
