"""The channels by which people and programs reach the wallet; rows name one, by a foreign key to table `channel`."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Channel:
    """One channel, as far as rules know it.

    `own_ceiling`: what is given there counts against a ceiling of the channel's own too, its rows named after it.
    `needs_free_phone`: money moves there only while nothing stands against the phone: its owner's lock, a PIN that is
    locked or new, a new SIM, wrong codes.
    """

    name: str
    own_ceiling: bool = False
    needs_free_phone: bool = False


CHANNELS: Final[dict[str, Channel]] = {
    one.name: one
    for one in (
        Channel("ussd"),
        Channel("sms", own_ceiling=True, needs_free_phone=True),
        Channel("web"),
        Channel("api"),
        Channel("office"),
        Channel("system"),
    )
}
