"""Peppers that rows stand under and no setting gives: honest people would be refused, so nothing starts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from cli.program import as_typed
from wallet.core import peppers
from wallet.core.database import connect_unbounded
from wallet.core.peppers import Standing
from wallet.core.roles import url_variable
from wallet.core.secrets import Secrets
from wallet.core.values import space

UNREADABLE: Final = ("broken", "?")  # rows under none: `./mbongo keys` and `./mbongo check` name them
OURS: Final = "1"  # the id under which a data folder's own pepper is given


def refuse_gone_peppers(settings: Mapping[str, str], data: Path) -> None:
    """Raise ClickException where rows stand under a pepper that these settings lack, naming it and where it goes."""
    given = settings["MBONGO_PIN_PEPPER"]
    engine = connect_unbounded(settings[url_variable("read")])
    try:
        with engine.connect() as db:
            standing = peppers.count_standing(db)
    finally:
        engine.dispose()
    if told := describe_gone(standing, Secrets.read(given).ids, data / "secrets.json"):
        raise click.ClickException(told)


def describe_gone(standing: list[Standing], given: list[str], secrets: Path) -> str:
    """Return what stands under peppers that are not given, and what to give; "" where nothing does."""
    gone = sorted({one.pepper for one in standing} - {*given, *UNREADABLE})
    if not gone:
        return ""
    rows = "; ".join(
        f"under pepper {id_}: " + ", ".join(f"{space(one.many)} {one.what}" for one in standing if one.pepper == id_)
        for id_ in gone
    )
    whole = ",".join([f"{id_}:…" for id_ in given] + [f"{id_}:SECRET" for id_ in gone])
    kept = f" The SECRET of {OURS}, if this folder drew it, is pin_pepper in {secrets}." if OURS in gone else ""
    return (
        f"MBONGO_PIN_PEPPER lacks what rows stand under, so nothing was started. There are {rows}.\n"
        f"Give it behind the newest, MBONGO_PIN_PEPPER={whole}, and start again; take it away once nothing stands under"
        f" it: {as_typed('./mbongo keys')} (docs/keys.md).{kept}"
    )
