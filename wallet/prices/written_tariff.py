"""A tariff as a person writes it, in a file or on a form: whole francs, and percents as exact decimals.

A rate is a percent because laws, contracts and screens say percents; 0.0001 % is one part per million, the unit of the
books. No float is taken: TOML is read with its numbers as decimals, and a form's strings (`model_validate_strings`) are
read the same way.
"""

from datetime import date
from decimal import Decimal
from functools import cache
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

from wallet.core.errors import Problem, Refused
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
    Field(ge=0, le=100, decimal_places=4, strict=False, description="percent"),
    BeforeValidator(refuse_float),
]
Francs = Annotated[int, Field(ge=0, le=WIDEST_AMOUNT, description="francs")]
CeilingAmount = Annotated[int, Field(gt=0, le=WIDEST_AMOUNT, description="ceiling")]
FrancsOrNone = Annotated[
    Annotated[int, Field(ge=0, le=WIDEST_AMOUNT)] | Literal["none"],
    Field(description="francs_or_none"),
]
CeilingOrNone = Annotated[
    Annotated[int, Field(gt=0, le=WIDEST_AMOUNT)] | Literal["none"],
    Field(description="ceiling_or_none"),
]
FIRST_YEARS: Final = range(2000, 2100)  # those a tariff may begin in
FirstDay = Annotated[
    date,
    Field(ge=date(FIRST_YEARS.start, 1, 1), lt=date(FIRST_YEARS.stop, 1, 1), description="first_day"),
]


class TariffTable(BaseModel):
    """A table of a tariff: it has these keys and no other, each of its own type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class WrittenPrice(TariffTable):
    """The price of one kind of operation. What is left out is nothing, and a fee without `fee_max` has no highest."""

    fee_percent: Percent = Decimal(0)
    fee_min: Francs = 0
    fee_max: FrancsOrNone = NONE
    tax_percent: Percent = Decimal(0)
    tax_fixed: Francs = 0
    commission_percent: Percent = Decimal(0)
    commission_of: Literal["amount", "fee"] = Field("amount", description="amount_or_fee")

    @field_validator("fee_max")
    @classmethod
    def refuse_a_most_below_the_least(cls, most: int | str, info: ValidationInfo) -> int | str:
        """Return the highest fee. Raises PydanticCustomError when it is below the lowest."""
        least = info.data.get("fee_min", 0)
        if isinstance(most, int) and most < least:
            raise PydanticCustomError(CROSSED, "staff.fee_max_below_min", {"most": most, "least": least})
        return most

    @classmethod
    def of(cls, tariff: Tariff) -> Self:
        """Return a tariff's row as it is written."""
        return cls(
            fee_percent=_to_percent(tariff.fee_ppm),
            fee_min=tariff.fee_min,
            fee_max=NONE if tariff.fee_max is None else tariff.fee_max,
            tax_percent=_to_percent(tariff.tax_ppm),
            tax_fixed=tariff.tax_fixed,
            commission_percent=_to_percent(tariff.commission_ppm),
            commission_of=tariff.commission_of,
        )

    def tariff(self) -> Tariff:
        """Return the row this price is kept as."""
        return Tariff(
            _to_ppm(self.fee_percent),
            self.fee_min,
            None if self.fee_max == NONE else self.fee_max,
            _to_ppm(self.tax_percent),
            self.tax_fixed,
            _to_ppm(self.commission_percent),
            self.commission_of,
        )


class WrittenCeilings(TariffTable):
    """The ceilings of one tier in one direction; its fields, shortest span first, are made from SPANS_OF."""

    @field_validator("*")
    @classmethod
    def refuse_a_longer_span_below_a_shorter(cls, amount: int | str, info: ValidationInfo) -> int | str:
        """Return the ceiling. Raises PydanticCustomError when a shorter span's is higher, as it would never bite."""
        shorter = [(span, low) for span, low in info.data.items() if low != NONE]
        if isinstance(amount, int) and shorter and amount < shorter[-1][1]:
            facts = dict(zip(("span", "low"), shorter[-1], strict=True)) | {"amount": amount}
            raise PydanticCustomError(CROSSED, "staff.longer_span_below", facts)
        return amount


def read(written: dict[str, Any], known: Book, *, strings: bool = False) -> tuple[date, Book]:
    """Return the day these rules begin, and the rules: every kind and tier of `known`, and no other.

    `strings`: every value is one, as a form sends them. Raises Refused with all that is wrong, a Problem each.
    """
    model = make_model(tuple(known.prices), tuple(known.tiers))
    try:
        found: Any = (model.model_validate_strings if strings else model.model_validate)(written)
    except ValidationError as wrong:
        found = [_find_problem(model, one) for one in wrong.errors(include_url=False)]
        problems = [one for place, one in enumerate(found) if one not in found[:place]]  # of two types: twice
        raise Refused("staff.tariff_wrong", problems=problems) from None
    sections = dict(found)
    prices = {kind: price.tariff() for kind, price in sections["price"]}
    ceilings = {
        (int(tier), way, span): None if amount == NONE else amount
        for tier, ways in sections["tier"]
        for way, spans in ways
        for span, amount in spans
    }
    return sections["from"], Book(prices, ceilings)


@cache
def make_model(kinds: tuple[str, ...], tier_numbers: tuple[int, ...]) -> type[TariffTable]:
    """Return the model of a whole tariff, whose keys are these kinds and tiers; made once, for it takes 60 ms."""
    ways = {way: _make_table(WrittenCeilings, _list_types(way)) for way in SPANS_OF}
    tier = _make_table(TariffTable, ways)
    prices = _make_table(TariffTable, dict.fromkeys(kinds, WrittenPrice))
    tiers = _make_table(TariffTable, {str(one): tier for one in tier_numbers})
    return _make_table(TariffTable, {"from": FirstDay, "price": prices, "tier": tiers})


def _list_types(way: str) -> dict[str, Any]:
    return {span: CeilingAmount if (way, span) in ALWAYS else CeilingOrNone for span in SPANS_OF[way]}


def _make_table(base: type[TariffTable], types: dict[str, Any]) -> type[TariffTable]:
    """Return the model of a table that must have these keys, each of its type."""
    fields: dict[str, Any] = {name: (kept, ...) for name, kept in types.items()}
    return create_model("Table", __base__=base, **fields)


def _find_problem(model: type[BaseModel], error: ErrorDetails) -> Problem:
    """Return one thing that is wrong, at the name of its rule; `form` names how such a rule is written."""
    path, field = [], None
    for part in error["loc"]:
        path.append(str(part))
        field = model.model_fields.get(path[-1])
        if field is None:
            return Problem(".".join(path), "staff.rule_unknown", {"known": ", ".join(model.model_fields)})
        if not (isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)):
            break  # what follows only says which of a rule's types it was not
        model = field.annotation
    name = ".".join(path)
    if error["type"] == CROSSED:
        return Problem(name, error["msg"], error["ctx"])
    form = (field and field.description) or "table"
    if error["type"] == "missing":
        return Problem(name, "staff.rule_missing", {"rule": name, "form": form})
    given = error["input"]
    shown = str(given) if isinstance(given, Decimal) else repr(given)
    return Problem(name, "staff.rule_not", {"rule": name, "given": shown, "form": form})


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


def _to_percent(parts_per_million: int) -> Decimal:
    return Decimal(f"{(Decimal(parts_per_million) / PPM_OF_PERCENT).normalize():f}")


def _to_ppm(percent: Decimal) -> int:
    return int(percent * PPM_OF_PERCENT)
