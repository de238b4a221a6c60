"""See the rule's own docstring."""

from math import log2

from airworthy.kit.resource import Resource
from airworthy.kit.rule import Findings, rule
from airworthy.kit.verdict import Finding, Severity

BYTES = "random:index/randomBytes:RandomBytes"
SPECIALS = 21  # !@#$%&*()-_=+[]{}<>:?
STRONG = 128  # bits


@rule(
    proves=("application-secrets-generated",),
    on=("random:index/randomPassword:RandomPassword", BYTES),
    severity=Severity.HIGH,
    fix="Use 32 characters or 32 bytes; give dependants the new value before the old one goes.",
    source="NIST SP 800-57 part 1: 128 bits of strength hold beyond 2030; random provider: lower, "
    "upper, numeric and special characters are all used unless switched off",
)
def application_secrets_generated(secret: Resource) -> Findings:
    """Generated secrets are too long to be guessed.

    A key that signs sessions can be tried offline at the speed of the attacker's hardware.
    """
    length = secret.number("length", 0)
    bits = length * (8 if secret.type == BYTES else _bits_a_character(secret))
    if bits < STRONG:
        yield Finding(
            f"length is {secret.shown('length')}, which is {bits:.0f} bits, expected {STRONG} or "
            "more",
            at="length",
        )


def _bits_a_character(password: Resource) -> float:
    numeric = password.flag("numeric", default=password.flag("number", default=True))
    alphabet = 26 * password.flag("lower", default=True) + 26 * password.flag("upper", default=True)
    alphabet += 10 * numeric
    if password.flag("special", default=True):
        own = password.text("overrideSpecial")
        alphabet += len(set(own)) if own else SPECIALS
    return log2(max(alphabet, 1))
