"""Money, times, codes and numbers as pages and papers show them."""

from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

DOUALA: Final = ZoneInfo("Africa/Douala")
NARROW: Final = "\u202f"  # a space where no line is broken


def show_francs(amount: int) -> str:
    """Return `12 500 FCFA`, which no line break parts."""
    return f"{amount:,} FCFA".replace(",", NARROW).replace(" ", "\u00a0")


def show_decimal(figure: str, language: str) -> str:
    """Return `19.06 EUR` as it is written in a language (19,06 EUR in French), which no line break parts."""
    return (figure.replace(".", ",") if language == "fr" else figure).replace(" ", "\u00a0")


def show_percent(ppm: int, language: str) -> str:
    """Return millionths as per cent, `19.25 %`, as it is written in a language."""
    written = f"{Decimal(ppm) / 10_000:f}"
    return show_decimal(f"{written.rstrip('0').rstrip('.') if '.' in written else written} %", language)


def show_time(at: datetime) -> str:
    """Return `29/11/2026 18:45`, as clocks in Douala show it."""
    return at.astimezone(DOUALA).strftime("%d/%m/%Y %H:%M")


def show_code(code: str) -> str:
    """Return `48 217 368`, as people read eight digits out."""
    return f"{code[:2]} {code[2:5]} {code[5:]}"


def show_phone(number: str) -> str:
    """Return `6•• •• •• 01` of +237…: enough for its owner, too little for anybody else."""
    return f"6•• •• •• {number[-2:]}" if number else ""
