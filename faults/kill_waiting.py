"""The kill matrix of what waits: kill -9 while cash, a stranger's money and requests come to their end."""

from typing import Final

from faults.checks import wrongs
from faults.evidence import gather
from faults.opening import open_wallets
from faults.people import town
from faults.plan import DrawnPerson, Kind, PlannedAct
from faults.polling import Late
from faults.rest import come_to_rest
from faults.run import marks
from faults.stage import Stage
from faults.timeline import Timeline, add_what_others_know

MOUSSA, AWA, STRANGER, FATOU = "+237670000001", "+237690000002", "+237690000003", "+237670000009"
PEOPLE: Final = (
    DrawnPerson(MOUSSA, "Moussa Bello", "fr", "approve", 0, ()),
    DrawnPerson(AWA, "Awa Ngono", "en", "approve", 0, ()),
    DrawnPerson(STRANGER, "Brice Kamga", "fr", "approve", 0, (), "stranger"),
    DrawnPerson(FATOU, "Fatou Diallo", "fr", "approve", 0, (), "agent"),
)
# What is asked for, and never answered.
KINDS: Final[dict[str, tuple[Kind, int, str]]] = {
    "cash_out": ("cash_out", 1_500, FATOU),
    "claim": ("send", 2_500, STRANGER),
    "request": ("request", 3_500, AWA),
}
ENDS: Final = {"cash_out": "returned", "claim": "returned", "request": "expired"}
WAITING_POINTS: Final = {
    "D1": "inside the transaction that ends what waited too long",
    "D2": "that is committed, nobody woken",
}


def waiting_row(on: Stage, point: str, kinds: dict[str, tuple[Kind, int, str]]) -> list[str]:
    """Ask for these, let their time pass, kill the worker at the point. Returns what is wrong, with the timeline."""
    timeline = Timeline()
    on.fresh()
    since = marks(on)
    on.put("faults", {})
    open_wallets(on, PEOPLE)
    told: list[tuple[str, str]] = []
    everybody = town(on, timeline, PEOPLE, told, since["texts"])
    for kind, amount, other in kinds.values():
        everybody.do(
            PlannedAct(MOUSSA, kind, amount, other, by_sms=False, shortcut=True, mishap="", hop=0, resume=False)
        )
    wrong = list(everybody.broken)
    try:
        come_to_rest(on, timeline, set(), at_rest=point)
    except Late as late:
        wrong.append(str(late))
    if on.is_armed("worker deadlines"):
        wrong.append(f"the worker of deadlines never died at {point}")
    found = gather(on, {person.phone for person in PEOPLE}, since, told, 0)
    ended = {one.what: one.state for one in (*found.cash_outs, *found.claims, *found.requests)}
    if ended != {kind: ENDS[kind] for kind in kinds}:
        wrong.append(f"{point}: ended as {ended}")
    wrong += wrongs(on, found)
    add_what_others_know(on, timeline, found.strikes)
    return [*wrong, *timeline.shown(), *on.broken_lines()] if wrong else []
