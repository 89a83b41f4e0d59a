"""Read what was texted to a phone with a code in it: each is drawn as it is texted, once, whoever reads it then."""

from typing import Final

from tests.world.world import World
from wallet.messages.notices import Notice
from workers import notices

TEXTED: Final[dict[str, str]] = {}  # by the id of its notice


def list_texts(world: World, phone: str) -> list[str]:
    """Return the texts with a code that went to a number, oldest first."""
    rows = world.rows(
        """SELECT id::text, sentence, "values" FROM notice WHERE phone = :phone AND kind = 'code'
        ORDER BY written_at""",
        phone=phone,
    )
    for one in rows:
        if one.id not in TEXTED:
            TEXTED[one.id] = notices.written(Notice(one.id, phone, "fr", one.sentence, one.values, "code", 0, 0))
    return [TEXTED[one.id] for one in rows]


def list_texted_codes(world: World, phone: str) -> list[str]:
    """Return the codes that were texted to a number, oldest first."""
    return [told[:6] for told in list_texts(world, phone)]
