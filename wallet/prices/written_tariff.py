"""A tariff as a person writes it, in a file or on a form: whole francs, and percents as exact decimals.

A rate is a percent because laws, contracts and screens say percents; 0.0001 % is one part per million, the unit of the
books. No float is taken: TOML is read with its numbers as decimals, and a form's strings (`model_validate_strings`) are
read the same way.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    create_model,
    field_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from wallet.core.errors import DeniedError
from wallet.prices.tariff_book import ALWAYS, SPANS_OF, Book
from wallet.prices.tariffs import WHOLE, Tariff

NONE: Final = "none"
WIDEST_AMOUNT: Final = 99_999_999  # wider figures are on no screen that was proved to fit
PPM_OF_PERCENT: Final = WHOLE // 100
CROSSED: Final = "crossed"  # the type of our own error: two values that contradict each other


def refuse_float(value: Any) -> Any:
    """Return the value. Raises ValueError for a float, which is not what was written."""
    if isinstance(value, float):
        raise ValueError("a float")
    return value


Percent = Annotated[
    Decimal,
    Field(ge=0, le=100, decimal_places=4, strict=False, description="a percent from 0 to 100, e.g. 0.5"),
    BeforeValidator(refuse_float),
]
Francs = Annotated[int, Field(ge=0, le=WIDEST_AMOUNT, description=f"whole francs from 0 to {WIDEST_AMOUNT}")]
CeilingAmount = Annotated[int, Field(gt=0, le=WIDEST_AMOUNT, description=f"whole francs from 1 to {WIDEST_AMOUNT}")]
FrancsOrNone = Annotated[
    Annotated[int, Field(ge=0, le=WIDEST_AMOUNT)] | Literal["none"],
    Field(description=f'whole francs from 0 to {WIDEST_AMOUNT}, or "none"'),
]
CeilingOrNone = Annotated[
    Annotated[int, Field(gt=0, le=WIDEST_AMOUNT)] | Literal["none"],
    Field(description=f'whole francs from 1 to {WIDEST_AMOUNT}, or "none"'),
]
FirstDay = Annotated[
    date,
    Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1), description="the day it begins, e.g. from = 2026-12-01"),
]


class Written(BaseModel):
    """A table of a tariff: it has these keys and no other, each of its own type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class WrittenPrice(Written):
    """The price of one kind of operation. What is left out is nothing, and a fee without `fee_max` has no highest."""

    fee_percent: Percent = Decimal(0)
    fee_min: Francs = 0
    fee_max: FrancsOrNone = NONE
    tax_percent: Percent = Decimal(0)
    tax_fixed: Francs = 0
    commission_percent: Percent = Decimal(0)
    commission_of: Literal["amount", "fee"] = Field("amount", description='"amount" or "fee"')

    @field_validator("fee_max")
    @classmethod
    def refuse_a_most_below_the_least(cls, most: int | str, info: ValidationInfo) -> int | str:
        """Return the highest fee. Raises PydanticCustomError when it is below the lowest."""
        least = info.data.get("fee_min", 0)
        if isinstance(most, int) and most < least:
            raise PydanticCustomError(CROSSED, "{most} is below the fee_min of {least}", {"most": most, "least": least})
        return most

    @classmethod
    def of(cls, tariff: Tariff) -> Self:
        """Return a tariff's row as it is written."""
        return cls(
            fee_percent=_percent(tariff.fee_ppm),
            fee_min=tariff.fee_min,
            fee_max=NONE if tariff.fee_max is None else tariff.fee_max,
            tax_percent=_percent(tariff.tax_ppm),
            tax_fixed=tariff.tax_fixed,
            commission_percent=_percent(tariff.commission_ppm),
            commission_of=tariff.commission_of,
        )

    def tariff(self) -> Tariff:
        """Return the row this price is kept as."""
        return Tariff(
            _ppm(self.fee_percent),
            self.fee_min,
            None if self.fee_max == NONE else self.fee_max,
            _ppm(self.tax_percent),
            self.tax_fixed,
            _ppm(self.commission_percent),
            self.commission_of,
        )


class WrittenCeilings(Written):
    """The ceilings of one tier in one direction; its fields, shortest span first, are made from SPANS_OF."""

    @field_validator("*")
    @classmethod
    def refuse_a_longer_span_below_a_shorter(cls, amount: int | str, info: ValidationInfo) -> int | str:
        """Return the ceiling. Raises PydanticCustomError when a shorter span's is higher, as it would never bite."""
        shorter = [(span, low) for span, low in info.data.items() if low != NONE]
        if isinstance(amount, int) and shorter and amount < shorter[-1][1]:
            facts = dict(zip(("span", "low"), shorter[-1], strict=True)) | {"amount": amount}
            raise PydanticCustomError(CROSSED, "{amount} is below the {span}'s {low}", facts)
        return amount


def read(written: dict[str, Any], known: Book, *, strings: bool = False) -> tuple[date, Book]:
    """Return the day these rules begin, and the rules: every kind and tier of `known`, and no other.

    `strings`: every value is one, as a form sends them. Raises DeniedError with all that is wrong, one rule a line.
    """
    model = model_of(known)
    try:
        found: Any = (model.model_validate_strings if strings else model.model_validate)(written)
    except ValidationError as wrong:
        problems = sorted({_sentence(model, one) for one in wrong.errors(include_url=False)})
        raise DeniedError("\n".join(["Nothing is loaded:", *problems])) from None
    sections = dict(found)
    prices = {kind: price.tariff() for kind, price in sections["price"]}
    ceilings = {
        (int(tier), way, span): None if amount == NONE else amount
        for tier, ways in sections["tier"]
        for way, spans in ways
        for span, amount in spans
    }
    return sections["from"], Book(prices, ceilings)


def model_of(known: Book) -> type[Written]:
    """Return the model of a whole tariff, whose keys are the kinds and tiers of `known`."""
    ways = {way: _table(WrittenCeilings, _types(way)) for way in SPANS_OF}
    tier = _table(Written, ways)
    prices = _table(Written, dict.fromkeys(known.prices, WrittenPrice))
    tiers = _table(Written, {str(one): tier for one in known.tiers})
    return _table(Written, {"from": FirstDay, "price": prices, "tier": tiers})


def _types(way: str) -> dict[str, Any]:
    return {span: CeilingAmount if (way, span) in ALWAYS else CeilingOrNone for span in SPANS_OF[way]}


def _table(base: type[Written], types: dict[str, Any]) -> type[Written]:
    """Return the model of a table that must have these keys, each of its type."""
    fields: dict[str, Any] = {name: (kept, ...) for name, kept in types.items()}
    return create_model("Table", __base__=base, **fields)


def _sentence(model: type[BaseModel], error: ErrorDetails) -> str:
    """Return one thing that is wrong, in a sentence that begins with the rule's name."""
    path, field = [], None
    for part in error["loc"]:
        path.append(str(part))
        field = model.model_fields.get(path[-1])
        if field is None:
            return f"{'.'.join(path)}: unknown; there is {', '.join(model.model_fields)}"
        if not (isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)):
            break  # what follows only says which of a rule's types it was not
        model = field.annotation
    name = ".".join(path)
    if error["type"] == CROSSED:
        return f"{name}: {error['msg']}"
    hint = (field and field.description) or f"a table, [{name}]"
    if error["type"] == "missing":
        return f"{name}: missing, a gap; say {hint}"
    given = error["input"]
    return f"{name}: not {given if isinstance(given, Decimal) else repr(given)}; say {hint}"


def list_rules(book: Book) -> dict[str, str]:
    """Return every rule of a book as it is written, by its name, e.g. `price.send_money.fee_percent`."""
    prices = {
        f"price.{kind}.{name}": str(value)
        for kind, tariff in sorted(book.prices.items())
        for name, value in WrittenPrice.of(tariff)
    }
    ceilings = {
        f"tier.{tier}.{way}.{span}": NONE if amount is None else str(amount)
        for (tier, way, span), amount in book.ceilings.items()
    }
    return prices | ceilings


def _percent(parts_per_million: int) -> Decimal:
    return Decimal(f"{(Decimal(parts_per_million) / PPM_OF_PERCENT).normalize():f}")


def _ppm(percent: Decimal) -> int:
    return int(percent * PPM_OF_PERCENT)
