"""Lists, a page at a time, the newest first; `after` is the id of the last one that was seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection, text

from wallet.core.public_ids import PublicKind, find_id
from web.api.call import ApiRequest
from web.api.problems import Trouble, not_found
from web.api.reading import DIGITS, Query

USUAL, MOST = 20, 100


class Page(Query):
    """A page of a list: how many, and after which."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="at most so many"), DIGITS] = USUAL
    after: Annotated[str, Field(max_length=64, description="id of the last one of the page before")] = ""


@dataclass(frozen=True)
class Listing:
    """A list of one kind of row of a business: `columns` from `table`, by `order` (a row of columns), newest first.

    `order` ends with what is unique. `only` limits rows, besides those of the business (`merchant_id`).
    """

    kind: PublicKind
    columns: str
    table: str
    order: str
    only: str = "true"
    newest_first: bool = True

    def read(
        self, db: Connection, call: ApiRequest, page: Page, filters: Mapping[str, tuple[str, Any]] | None = None
    ) -> tuple[Sequence[Any], bool]:
        """Return the rows of a page, and whether there are more. Raises Trouble for an `after` that names none.

        `filters` are further conditions in SQL, each with its value: {"kind": ("kind = :kind", "checkout.paid")}.
        """
        conditions = [self.only, "merchant_id = CAST(:merchant AS uuid)"]
        values: dict[str, Any] = {"merchant": call.merchant_id, "most": page.limit + 1}
        for name, (condition, value) in (filters or {}).items():
            conditions.append(condition)
            values[name] = value
        if page.after:
            last = self._find_after(db, call, page.after)
            values |= {f"after{number}": value for number, value in enumerate(last)}
            marks = ", ".join(f":after{number}" for number in range(len(last)))
            than = "<" if self.newest_first else ">"
            conditions.append(f"({self.order}) {than} ({marks})")
        way = "DESC" if self.newest_first else "ASC"
        order = ", ".join(f"{one.strip()} {way}" for one in self.order.split(","))
        found = db.execute(
            text(f"SELECT {self.columns} FROM {self.table} WHERE {' AND '.join(conditions)}"  # noqa: S608 - constants
                 f" ORDER BY {order} LIMIT :most"),
            values,
        ).all()  # fmt: skip
        return found[: page.limit], len(found) > page.limit

    def find(self, db: Connection, call: ApiRequest, row_id: str, columns: str = "") -> Any:
        """Return the row of this id, or some columns of it, if it is the business's own and is listed; else None."""
        found = text(f"""SELECT {columns or self.columns} FROM {self.table}
            WHERE id = :id AND merchant_id = CAST(:merchant AS uuid) AND {self.only}""")  # noqa: S608 - constants
        return db.execute(found, {"id": row_id, "merchant": call.merchant_id}).one_or_none()

    def get(self, db: Connection, call: ApiRequest, row_id: str, columns: str = "") -> Any:
        """Return the row of this id, or some columns of it. Raises Trouble for none of the business's own."""
        row = self.find(db, call, row_id, columns)
        if row is None:
            raise not_found()
        return row

    def _find_after(self, db: Connection, call: ApiRequest, written: str) -> Sequence[Any]:
        row_id = find_id(self.kind, written)
        found = self.find(db, call, row_id, self.order) if row_id else None
        if found is None:
            raise Trouble("not_found", "No such id among what is listed.", "after")
        return tuple(found)


def answer_list(rows: Sequence[Any], more: bool, show: Callable[[Any], Any]) -> dict[str, Any]:
    """Return a page as it is answered."""
    return {"data": [show(row) for row in rows], "has_more": more}
