"""A phone's number as staff type it."""

from wallet.core.errors import DeniedError, Misread
from wallet.core.values import Phone


def read_phone(written: str) -> str:
    """Return a number in E.164. Raises DeniedError."""
    try:
        return Phone.read(written)
    except Misread:
        raise DeniedError(f"{written} is no mobile number of Cameroon, e.g. 677123456.") from None
