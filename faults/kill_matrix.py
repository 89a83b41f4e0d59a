"""The kill matrix: kill -9 of the real process at each named point, for both operators, recharge and withdrawal.

What waits, subscriptions, payouts and salaries, and what is paid online have theirs beside it (kill_waiting.py,
kill_subscriptions.py, kill_payouts.py, kill_online.py).

A row says what must hold once the process is back and time has passed. Each is played twice: with the operator's
callbacks, and with polls alone; what became of it must be the same.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import requests

from faults.checks import wrongs
from faults.evidence import Evidence, gather
from faults.kill_online import ONLINE_POINTS, online_row
from faults.kill_payouts import PAYOUT_POINTS, payout_row
from faults.kill_subscriptions import SUBSCRIPTION_POINTS, subscription_row
from faults.kill_waiting import KINDS, WAITING_POINTS, waiting_row
from faults.opening import open_wallets
from faults.plan import DrawnPerson
from faults.polling import Late, wait_for
from faults.rest import be_quiet, come_to_rest
from faults.run import marks
from faults.stage import PIN, Stage
from faults.timeline import Timeline, add_what_others_know
from wallet.payments.news import POLL_SECONDS

MENUS: Final = {"recharge": "2", "withdraw": "3"}
PHONES: Final = {"mtn": "+237670000001", "orange": "+237690000002"}
NAMES: Final = {"mtn": "Moussa Bello", "orange": "Awa Ngono"}
NO_CALLBACKS: Final[dict[str, Any]] = {rail: {"callback_none": {"chance": 1}} for rail in PHONES}
OPENING, AMOUNT = 100_000, 5_000
HELD: Final = OPENING - AMOUNT - 50 - 14
ENDS: Final = {"recharge": ("succeeded", OPENING + AMOUNT, 1), "withdraw": ("succeeded", HELD, 1)}
NOTHING: Final = {
    "recharge": ("", OPENING, 0),
    "withdraw": ("", OPENING, 0),
}  # no payment, no money moved, none executed
# Orange cannot be told twice, and nothing says until when a payToken may be paid: a payout's money is held for a
# person; a recharge that nobody can tell of expires for its owner, and a late success is still taken.
ORANGE_ASKS: Final = {"recharge": ("expired", OPENING, 0), "withdraw": ("review", HELD, 0)}


@dataclass(frozen=True)
class Point:
    """A row of the matrix: the process that dies, what it had just done, and how that ends (state, balance, times)."""

    name: str
    just_done: str
    process: str  # "rail": the operator's own worker
    ends: dict[str, tuple[str, int, int]] = field(default_factory=lambda: ENDS)
    orange_ends: dict[str, tuple[str, int, int]] | None = None
    kinds: tuple[str, ...] = ("recharge", "withdraw")

    def ending(self, rail: str, kind: str) -> tuple[str, int, int]:
        """Return how it must end with this operator."""
        return (self.orange_ends if rail == "orange" and self.orange_ends else self.ends)[kind]


POINTS: Final = (
    Point("K0", "the payment is written, its transaction not committed", "serve", NOTHING),
    Point("K1", "payment and reservation are committed, nobody woken", "serve"),
    Point("K2", "a worker was woken, then Valkey flushed", "flush"),
    Point("K3", "the worker leased it, `submitting` not committed", "rail"),
    Point("K4", "`submitting` is committed, no socket open", "rail", orange_ends=ORANGE_ASKS),
    Point("K5", "the order is sent, nothing of the answer read", "rail"),
    Point("K6", "the answer is read, nothing committed", "rail"),
    Point("K7", "what was learnt is committed, nobody woken", "rail"),
    Point("K8", "a callback is written, not committed, not answered", "serve"),
    Point("K9", "a callback is committed and answered, not read", "rail"),
    Point("K10", "inside the ledger's transaction", "rail"),
    Point("K11", "money and receipt are committed, the receipt not texted", "worker notices"),
    Point("K12", "the gateway took the receipt, that is not committed", "worker notices"),
    Point("K14", "a PIN's try is counted, the PIN not compared", "serve", NOTHING, kinds=("withdraw",)),
)  # fmt: skip
NOT_HERE: Final = (
    "K13  a merchant's event on its way: none is sent yet; a shop hears of its payments by text, as in K11 and K12",
    "K14  for a recharge: no PIN is asked",
)


@dataclass
class KillCase:
    """One row with one operator."""

    stage: Stage
    point: Point
    rail: str
    kind: str
    timeline: Timeline

    @property
    def phone(self) -> str:
        """Phone of the person who asks, on their own number at this operator."""
        return PHONES[self.rail]

    @property
    def process(self) -> str:
        """Name of the process that dies."""
        return f"worker {self.rail}" if self.point.process == "rail" else self.point.process

    def ask(self) -> None:
        """Dial and confirm."""
        handset = self.stage.handset(self.phone)
        middle = f"{AMOUNT}*1" if self.kind == "recharge" else f"1*{AMOUNT}"
        screen = handset.dial(f"*384*237*{MENUS[self.kind]}*{middle}#")
        assert screen.open, screen
        screen = handset.answer("1" if self.kind == "recharge" else PIN)
        self.timeline.note(self.phone, f"{screen.text} {screen.problem or ''}")

    def payment(self) -> Any:
        """Return the payment's row, or None when none is written."""
        query = "SELECT id::text, reference, state, handle FROM payment WHERE party = :phone"
        return next(iter(self.stage.rows(query, phone=self.phone)), None)

    def wrong(self, found: Evidence) -> list[str]:
        """Return how it ended otherwise than the row says, as sentences."""
        payment = self.payment()
        balance = self.stage.rows("""SELECT a.balance FROM account a JOIN person p ON p.account_id = a.id
            JOIN phone h ON h.person_id = p.id WHERE h.number = :phone""", phone=self.phone)[0][0]  # fmt: skip
        executed = sum(entry["phone"] == self.phone for entry in found.executed)
        ended = (payment.state if payment else "", balance, executed)
        wanted = self.point.ending(self.rail, self.kind)
        return [] if ended == wanted else [f"{self.point.name} {self.rail} {self.kind}: {ended}, not {wanted}"]


def play(on: Stage, say: Callable[[str], None]) -> int:
    """Play the whole matrix. Returns the exit code."""
    began, failed, played = time.monotonic(), 0, 0
    for name, what, just_done, cases, find_wrong in list_rows(on):
        wrong = find_wrong()
        played, failed = played + cases, failed + bool(wrong)
        say(f"{name:<4} {what:<12} {'WRONG' if wrong else 'holds'}  {just_done}")
        for line in wrong:
            say(f"     {line}")
    for line in NOT_HERE:
        say(line)
    say(f"{played} cases, {failed} rows wrong, {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


def list_rows(on: Stage) -> Iterator[tuple[str, str, str, int, Callable[[], list[str]]]]:
    """Yield every row: its name, what of, what the process had just done, how many cases, what finds its wrongs."""
    for point in POINTS:
        for kind in point.kinds:
            yield point.name, kind, point.just_done, 2 * len(PHONES), partial(play_both, row, on, point, kind)
    for kind in MENUS:
        yield "ways", kind, "callbacks only, polls only, both: the same end", 0, partial(ways_agree, on, kind)
    for name, just_done in WAITING_POINTS.items():
        for what, asked in KINDS.items():
            yield name, what, just_done, 1, partial(waiting_row, on, name, {what: asked})
    for agreed in SUBSCRIPTION_POINTS:
        yield agreed.name, agreed.part, agreed.just_done, 1, partial(subscription_row, on, agreed)
    for paid in PAYOUT_POINTS:
        yield paid.name, paid.called, paid.just_done, 1, partial(payout_row, on, paid)
    for online in ONLINE_POINTS:
        cases = 2 * len(online.rails)
        yield online.name, online.part, online.just_done, cases, partial(play_both, online_row, on, online)


def play_both(play_row: Callable[..., list[str]], *of: Any) -> list[str]:
    """Return what is wrong with a row played with callbacks, and with polls alone."""
    return [*play_row(*of, callbacks=True), *play_row(*of, callbacks=False)]


def row(on: Stage, point: Point, kind: str, *, callbacks: bool) -> list[str]:
    """Play a row with both operators, each on its own person and worker. Returns what is wrong, with the timeline."""
    timeline = Timeline()
    on.fresh()
    since = marks(on)
    lasting = {} if callbacks or point.name in ("K8", "K9") else NO_CALLBACKS
    set_up(on, lasting)
    cases = [KillCase(on, point, rail, kind, timeline) for rail in PHONES]
    try:
        for case in cases:
            KILLS.get(point.name, kill_while_asking)(case)
        if lasting:
            let_polls_come(on, cases)
        wait_for_deaths(on, cases)
        come_to_rest(on, timeline, set(), lasting)
        wrong = AFTER[point.name](cases) if point.name in AFTER else []
    except Late as late:
        wrong = [str(late)]
    found = gather(on, {*PHONES.values()}, since, [], notices_killed=int(point.process == "worker notices"))
    wrong += [line for case in cases for line in case.wrong(found)] + wrongs(on, found)
    add_what_others_know(on, timeline, found.strikes)
    return [*wrong, *timeline.shown(), *on.broken_lines()] if wrong else []


def set_up(on: Stage, faults: dict[str, Any]) -> None:
    """Open two wallets with money, make customers quick, and ask for the faults."""
    open_wallets(
        on, [DrawnPerson(phone, NAMES[rail], "fr", "approve", 0, ()) for rail, phone in PHONES.items()], OPENING
    )
    for rail in PHONES:
        on.put(f"operators/{rail}", {"expiry_seconds": 300.0, "payout_seconds": 0.05, "pay_token_seconds": 600.0})
    on.put("customers", {"everybody": {"approve": 1.0, "delay_seconds": 0.05}})
    on.put("faults", faults)


def let_polls_come(on: Stage, cases: list[KillCase]) -> None:
    """Pass time so that payments are asked about now, not five seconds later: nobody calls back."""
    for seconds in POLL_SECONDS[:3]:
        be_quiet(on)
        if any(on.is_armed(case.process) for case in cases):
            on.pass_time(seconds)


def wait_for_deaths(on: Stage, cases: list[KillCase]) -> None:
    """Wait until every process that was told to die has. Raises Late when a point was never reached."""

    wait_for(
        lambda: woken(on) and not any(on.is_armed(case.process) for case in cases),
        f"{cases[0].process} to die at {cases[0].point.name}",
    )
    on.all_up()


def woken(on: Stage) -> bool:
    """Start again what has died, and wake every worker. Returns True."""
    on.mend()
    on.wake_all()
    return True


def kill_while_asking(case: KillCase) -> None:
    """Kill the process at the point while a person's request goes through."""
    case.stage.arm(case.process, case.point.name)
    case.ask()
    if case.process == "serve":
        wait_for_deaths(case.stage, [case])
        case.stage.flush()  # or the dead hop would keep the phone's next one waiting for nine seconds


def kill_after_waking(case: KillCase) -> None:
    """K2: kill the worker when it is woken, and flush Valkey before it is back."""
    case.stage.kill(f"worker {case.rail}")
    case.ask()
    case.stage.wake_all()
    case.stage.flush()


def kill_at_callback(case: KillCase) -> None:
    """K8: kill the web app in the middle of keeping a callback: the operator reads no 2xx, and there is no row."""
    case.ask()
    payment = case.payment()
    wait_for(lambda: case.payment().handle, "the order to be told")
    case.stage.arm("serve", "K8")
    body = {"externalId": payment.reference, "payToken": case.payment().handle, "status": "SUCCESSFUL"}
    for _ in range(200):  # until it is ours, or one of the operator's own, that meets the point
        if not case.stage.is_armed("serve"):
            return
        answered = 0
        try:
            answered = requests.post(case.stage.callback_url(case.rail), json=body, timeout=5).status_code
        except requests.RequestException:
            continue
        kept = case.stage.rows("SELECT count(*) FROM callback_in WHERE rail = :rail", rail=case.rail)[0][0]
        assert answered != 200 or kept, "answered, and not kept"


def nothing_exists(cases: list[KillCase]) -> list[str]:
    """K0: return the payments that exist although nothing was committed."""
    return [f"K0 {case.rail}: {case.payment()} exists" for case in cases if case.payment()]


def try_stays_counted(cases: list[KillCase]) -> list[str]:
    """K14: return what is wrong unless each try, whose process died while comparing, is on record."""
    tries = [row.tries for row in cases[0].stage.rows("SELECT tries FROM pin")]
    return [] if tries == [1, 1] else [f"K14: tries counted: {tries}"]


KILLS: Final[dict[str, Callable[[KillCase], None]]] = {"K2": kill_after_waking, "K8": kill_at_callback}
AFTER: Final[dict[str, Callable[[list[KillCase]], list[str]]]] = {"K0": nothing_exists, "K14": try_stays_counted}


def ways_agree(on: Stage, kind: str) -> list[str]:
    """Return where the end differs when callbacks, polls or both brought the news, of done and of refused."""
    ends = {
        (way, refused): end_by(on, kind, way, refused=refused)
        for way in ("callbacks only", "polls only", "both")
        for refused in (False, True)
    }
    return [
        f"{kind}, {'refused' if refused else 'done'}: {way} ends {end}, both ends {ends['both', refused]}"
        for (way, refused), end in ends.items()
        if end != ends["both", refused]
    ]


def end_by(on: Stage, kind: str, way: str, *, refused: bool) -> list[tuple[str, ...]]:
    """Return how it ends for both operators. Callbacks only: no time passes, so no poll comes but what one asks for."""
    timeline = Timeline()
    on.fresh()
    own: dict[str, Any] = {"payout_refused": {"chance": 1}} if refused else {}
    if way == "polls only":
        own |= NO_CALLBACKS["mtn"]
    faults = dict.fromkeys(PHONES, own)
    set_up(on, faults)
    if refused:
        on.put("customers", {"everybody": {"refuse": 1.0, "delay_seconds": 0.05}})
    for rail in PHONES:
        KillCase(on, POINTS[0], rail, kind, timeline).ask()
    if way == "callbacks only":
        under_way = "SELECT count(*) FROM payment WHERE state IN ('created', 'submitting', 'pending', 'unknown')"
        wait_for(lambda: woken(on) and on.rows(under_way)[0][0] == 0, "callbacks to end everything")
    come_to_rest(on, timeline, set(), faults)
    return [tuple(map(str, found)) for found in on.rows("""SELECT p.rail, p.state, p.reason, a.balance FROM payment p
        JOIN person e ON e.id = p.person_id JOIN account a ON a.id = e.account_id ORDER BY p.rail""")]  # fmt: skip
