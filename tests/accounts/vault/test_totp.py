"""Codes by RFC 6238, checked against its own test vectors."""

import base64
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.vault.rules import NotTotp, TotpUnsupported
from accounts.vault.totp import Generator, code_at, generator_from

# RFC 6238, Appendix B.
SEEDS = {
    "SHA1": b"12345678901234567890",
    "SHA256": b"12345678901234567890123456789012",
    "SHA512": b"1234567890123456789012345678901234567890123456789012345678901234",
}
VECTORS = [
    (59, "SHA1", "94287082"),
    (59, "SHA256", "46119246"),
    (59, "SHA512", "90693936"),
    (1111111109, "SHA1", "07081804"),
    (1111111111, "SHA256", "67062674"),
    (1234567890, "SHA512", "93441116"),
    (20000000000, "SHA1", "65353130"),
]


@pytest.mark.parametrize(("moment", "algorithm", "expected"), VECTORS)
def test_the_vectors_of_the_standard(moment, algorithm, expected):
    seed = base64.b32encode(SEEDS[algorithm]).decode()
    assert code_at(Generator(seed, algorithm, digits=8), moment).code == expected


def test_the_ring_of_seconds_and_the_next_code():
    generator = generator_from("JBSWY3DPEHPK3PXP")
    at_once, later = code_at(generator, 1_000_000_019), code_at(generator, 1_000_000_020)
    assert (at_once.seconds_left, later.seconds_left) == (1, 30)
    assert at_once.next_code == later.code


@pytest.mark.parametrize(
    "address",
    [
        "otpauth://totp/Firma:kanal@firma.example?secret=jbsw%20y3dp&issuer=Firma",
        "OTPAUTH://TOTP/x?secret=JBSWY3DP",
        "  jbsw y3dp  ",
        "JBSWY3DP====",
    ],
)
def test_what_platforms_show_is_understood(address):
    assert generator_from(address).seed == "JBSWY3DP"


@pytest.mark.parametrize(
    "query", ["digits=5", "digits=9", "period=45", "algorithm=MD5", "digits=x", "period=-30"]
)
def test_what_nobody_uses_is_refused(query):
    with pytest.raises(TotpUnsupported):
        generator_from(f"otpauth://totp/x?secret=JBSWY3DP&{query}")


def test_clock_drift_shows_the_code_of_the_servers_moment():
    """A code is good for one period: a clock that is off by more gives another one, never an error."""
    generator = generator_from("JBSWY3DPEHPK3PXP")
    assert code_at(generator, 0).code != code_at(generator, 90).code
    assert code_at(generator, 2**40).seconds_left > 0


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    with contextlib.suppress(NotTotp, TotpUnsupported):
        code_at(generator_from(text), 1_700_000_000)
