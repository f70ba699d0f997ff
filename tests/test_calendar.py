"""Dates and times as values: beside Python's own, and beyond what that can hold."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from comity.reasoner.calendar import certainly_differ, moment
from support.cases import cases

START = datetime(1, 1, 1, tzinfo=UTC)


def written(chance, when):
    zone = timezone(timedelta(minutes=chance.randrange(-840, 841)))
    text = when.astimezone(zone).isoformat(timespec="microseconds")
    return text[:26] + "0" * chance.randrange(4) + text[26:]


def test_moments_are_pythons_whatever_their_zone():
    for chance in cases(2000):
        when = START + timedelta(
            days=chance.randrange(2, 3_000_000), microseconds=chance.randrange(10**11)
        )
        one, other = (moment(written(chance, when), "dateTime") for _ in range(2))
        assert one == other
        assert one.seconds * 10**6 == (when - START) // timedelta(microseconds=1)
        later = moment(written(chance, when + timedelta(microseconds=1)), "dateTime")
        assert certainly_differ(one, later, "dateTime")


@pytest.mark.parametrize(
    ("one", "other", "datatype"),
    [
        ("10:00:00", "10:00:00.0", "time"),
        ("24:00:00", "00:00:00", "time"),
        ("2000-01-01T24:00:00", "2000-01-02T00:00:00.0000000", "dateTime"),
        ("-0001-12-31T24:00:00Z", "0000-01-01T00:00:00Z", "dateTime"),
        ("12000-02-29T00:00:00Z", "12000-02-29T00:00:00.00000000Z", "dateTime"),
        ("2000-01-01Z", "2000-01-01+00:00", "date"),
        ("2000", "2000Z", "gYear"),
    ],
)
def test_what_may_be_one_value_is_not_called_two(one, other, datatype):
    assert not certainly_differ(moment(one, datatype), moment(other, datatype), datatype)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2000-02-31", "date"),
        ("1900-02-29", "date"),
        ("٢٠٠٠-01-01", "date"),
        ("24:00:01", "time"),
        ("2000-1-1", "date"),
        ("02000-01-01", "date"),
        ("2000-01-01T00:00:00+15:00", "dateTime"),
        ("2000-13", "gYearMonth"),
    ],
)
def test_what_is_no_form_of_xsd_is_none(text, datatype):
    with pytest.raises(ValueError, match=text.replace("+", r"\+")):
        moment(text, datatype)
