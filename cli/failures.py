"""Say of a command that failed, otherwise than by a refusal, what happened: a sentence, never a traceback nor a row.

Set MBONGO_TRACEBACK to any value to be shown Python's own words instead.
"""

import traceback
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).parents[1]
OURS: Final = ("local", "cli", "wallet", "workers", "simulators", "sms_templates", "ussd_menus")
SHOW_ALL: Final = "MBONGO_TRACEBACK"


def describe(failed: Exception) -> str:
    """Return what is said of it: of what happens to anybody, the cause; of all else, the places it came from."""
    from sqlalchemy.exc import DBAPIError, OperationalError  # noqa: PLC0415 - most commands do not fail

    if said := _say_setting(failed):
        return said
    if isinstance(failed, OperationalError) or (isinstance(failed, DBAPIError) and failed.connection_invalidated):
        return f"PostgreSQL does not answer, or stopped in the middle: {_first_line(failed.orig)}"
    if isinstance(failed, DBAPIError):
        return f"PostgreSQL refused, and undid what this was doing: {_primary(failed)}. {_say_places(failed)}"
    if isinstance(failed, OSError):
        return f"{failed.strerror or type(failed).__name__}: {failed.filename or _say_places(failed)}"
    return f"{type(failed).__name__}, which nobody foresaw. {_say_places(failed)}"


def _say_setting(failed: Exception) -> str:
    """Return what is said of a setting that is missing or wrong, "" for what is none's fault."""
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415 - most commands do not fail

    from wallet.core.secrets import PepperGone  # noqa: PLC0415
    from wallet.core.settings import UnsetError  # noqa: PLC0415

    if isinstance(failed, ArgumentError):
        return (
            "an address of PostgreSQL that cannot be read: MBONGO_…DATABASE_URL is postgresql://ROLE:PASSWORD@HOST/NAME"
        )
    if isinstance(failed, PepperGone):
        return (
            f"what is asked stands under pepper {failed.args[0]}, which MBONGO_PIN_PEPPER does not give: give it behind"
            " the newest and start again (docs/keys.md)"
        )
    if isinstance(failed, UnsetError):
        return failed.told
    return ""


def _first_line(said: object) -> str:
    return str(said).strip().partition("\n")[0]


def _primary(failed: Exception) -> str:
    """Return PostgreSQL's first words alone: its DETAIL quotes the row."""
    primary = getattr(getattr(getattr(failed, "orig", None), "diag", None), "message_primary", None)
    return str(primary or type(failed).__name__)


def _say_places(failed: Exception) -> str:
    """Return the lines of ours that it came through, the innermost first."""
    frames = traceback.extract_tb(failed.__traceback__)
    places = [f"{_shorten(frame.filename)}:{frame.lineno}" for frame in reversed(frames) if _is_ours(frame.filename)]
    return f"It came from {', '.join(places[:4])}; {SHOW_ALL}=1 shows all of it."


def _is_ours(file: str) -> bool:
    path = Path(file)
    return path.is_relative_to(CHECKOUT) and path.relative_to(CHECKOUT).parts[0] in OURS


def _shorten(file: str) -> str:
    return str(Path(file).relative_to(CHECKOUT))
