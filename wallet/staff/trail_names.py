"""The people, shops and links that acts of staff were about, as they are called: the trail itself keeps ids."""

import json
import re
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, text

from wallet.people import people
from wallet.staff.audit import AuditedAct

ID: Final = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
LINKS: Final = text("""SELECT l.id::text, concat_ws(' ', 'link', p.code, l.title) AS name FROM link l
    LEFT JOIN pay_address p ON p.link_id = l.id WHERE l.id = ANY(CAST(:ids AS uuid[]))""")
SHOPS: Final = text("SELECT id::text, name FROM merchant WHERE id = ANY(CAST(:ids AS uuid[]))")


def name_subjects(db: Connection, acts: Iterable[AuditedAct]) -> dict[str, str]:
    """Return whoever these acts name by an id, as others see them: "Awa N. per_3f2a91c07d5e", a shop, a link's code."""
    ids = {found for one in acts for found in ID.findall(f"{one.subject} {json.dumps([one.before, one.after])}")}
    shops = {row.id: str(row.name) for asked in (SHOPS, LINKS) for row in db.execute(asked, {"ids": [*ids]})}
    known = people.find_by_ids(db, [*ids])
    return shops | {one.id: f"{one.shown} {one.public_id}" for one in known.values()}
