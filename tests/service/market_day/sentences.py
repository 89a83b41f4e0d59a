"""Sentences of the day: what each of them does on people's phones, and writes into the book.

What is charged is taken from the screen or text that asks, never from the wallet.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from tests.service.market_day.market import AGENTS, SHOPS, Market, Someone, amount_after, francs, total

MERCHANTS_PERCENT: Final = 1


def pays_in(market: Market, who: Someone, amount: str, agent: str) -> None:
    keeper, sheet = market.people[agent], market.book.sheets[agent]
    with keeper.turn:
        asked, closing = market.call_and_prove(keeper, "7", "1", who.number, amount)
    assert closing.startswith(f"Fait: {francs(amount)} FCFA crédités à {who.name}"), closing
    with market.book.lock:
        market.book.wallets[who.name] += int(amount)
        sheet.ins += 1
        sheet.credited += int(amount)
        sheet.float -= int(amount)
        sheet.earned += amount_after("Commission", asked)


def takes(market: Market, who: Someone, amount: str, agent: str, how: str | None) -> None:
    if how == " by text":
        asked = market.agree_by_text(who, f"RETRAIT {amount} AGENT {AGENTS[agent]}")
    else:
        asked, closing = market.call_and_prove(who, "3", "2", AGENTS[agent], amount)
        assert closing.startswith("Code "), closing
    with market.book.lock:
        market.book.wallets[who.name] -= total(asked)
    if how == " but does not come":
        with market.book.lock:
            market.book.held[who.name] += total(asked)
        return
    code = market.hear(who, rf"([0-9]{{7}}): {francs(amount)} FCFA chez")[1]
    hand_out(market, who, amount, agent, code, by_text=how == " by text")


def hand_out(market: Market, who: Someone, amount: str, agent: str, code: str, *, by_text: bool) -> None:
    keeper, sheet = market.people[agent], market.book.sheets[agent]
    with keeper.turn:
        if by_text:
            asked = market.agree_by_text(keeper, f"REMISE {code} {amount}", f"^{francs(amount)} FCFA remis")
        else:
            asked, closing = market.call_and_prove(keeper, "7", "2", code, amount)
            assert closing.startswith(f"Remettez {francs(amount)} FCFA à {who.name}"), closing
    with market.book.lock:
        sheet.outs += 1
        sheet.handed += int(amount)
        sheet.float += int(amount)
        sheet.earned += amount_after("Commission", asked)


def sends(market: Market, who: Someone, amount: str, other: str) -> None:
    asked, closing = market.call_and_prove(who, "1", market.people[other].number, amount)
    assert closing.startswith(("Fait: ", f"{francs(amount)} FCFA gardés 7 jours")), closing
    gave(market, who, other, int(amount), total(asked), kept="gardés" in closing)


def texts(market: Market, who: Someone, amount: str, other: str) -> None:
    words = f"ENVOI {amount} {market.people[other].number}"
    asked = market.agree_by_text(who, words, f"^{francs(amount)} FCFA envoyés à {other}")
    gave(market, who, other, int(amount), total(asked))


def gave(market: Market, who: Someone, other: str, amount: int, charged: int, *, kept: bool = False) -> None:
    with market.book.lock:
        market.book.wallets[who.name] -= charged
        (market.book.waiting if kept else market.book.wallets)[other] += amount
        if kept:
            market.book.held[other] += charged


def pays_at(market: Market, who: Someone, amount: str, shop: str, how: str | None) -> None:
    till = SHOPS[shop][1]
    if how:
        market.agree_by_text(who, f"PAYER {amount} {till}", f"^{francs(amount)} FCFA payés à {shop}")
    else:
        _, closing = market.call_and_prove(who, "4", till, amount)
        assert closing.startswith(f"Payé: {francs(amount)} FCFA à {shop}"), closing
    bought(market, who, shop, int(amount))


def pays_bill(market: Market, who: Someone, bill: str, amount: str) -> None:
    asked, closing = market.call_and_prove(who, "4", "1", "1", bill)
    assert asked.startswith(f"Quincaillerie: payer {francs(amount)} FCFA\nFacture {bill}"), asked
    assert closing.startswith(f"Payé: {francs(amount)} FCFA"), closing
    bought(market, who, "Quincaillerie", int(amount))


def bought(market: Market, who: Someone, shop: str, amount: int) -> None:
    with market.book.lock:
        market.book.wallets[who.name] -= amount
        market.book.shops[shop] += amount - -(-amount * MERCHANTS_PERCENT // 100)


def asks(market: Market, who: Someone, amount: str, other: str) -> None:
    closing = market.call(who, "5", "1", market.people[other].number, amount, "1")
    assert closing.startswith(f"Demande de {francs(amount)} FCFA envoyée"), closing


def pays_request(market: Market, who: Someone, asker: str, how: str | None) -> None:
    code, amount = asked_by(market, who, asker)
    if how:
        asked = market.agree_by_text(who, f"PAYER {code}", f"^{francs(amount)} FCFA payés à {asker}")
    else:
        asked, closing = market.call_and_prove(who, "5", "2", "1", "1")
        assert closing.startswith(f"Fait: {francs(amount)} FCFA payés à {asker}"), closing
    gave(market, who, asker, int(amount), total(asked))


def pays_from_operator(market: Market, who: Someone, asker: str) -> None:
    code, amount = asked_by(market, who, asker)
    closing = market.call(who, "2", code, "1")
    assert closing.startswith(f"Approuvez {francs(amount)} FCFA"), closing
    market.hear(who, f"Vous avez payé {francs(amount)} FCFA à {asker}")
    with market.book.lock:
        market.book.wallets[asker] += int(amount)
        market.book.by_operators += int(amount)


def refuses(market: Market, who: Someone, asker: str) -> None:
    code, amount = asked_by(market, who, asker)
    market.text(who, f"REFUSE {code}")
    market.hear(who, f"refusée: {francs(amount)} FCFA ne sont pas payés")


def asked_by(market: Market, who: Someone, asker: str) -> tuple[str, str]:
    """The code and the amount of what somebody asks."""
    wanted = rf"(?s)^Une personne, {asker} .* demande ([0-9 ]+) FCFA.*(?:PAYER|#:) ([0-9]{{8}})"
    found = market.hear(who, wanted)
    return found[2], found[1].replace(" ", "")


def tops_up(market: Market, who: Someone, amount: str) -> None:
    closing = market.call(who, "2", amount, "1")
    assert closing.startswith(f"Approuvez {francs(amount)} FCFA"), closing
    market.hear(who, f"^{francs(amount)} FCFA ajoutés par .* Solde")
    with market.book.lock:
        market.book.wallets[who.name] += int(amount)
        market.book.by_operators += int(amount)


def withdraws(market: Market, who: Someone, amount: str) -> None:
    asked, closing = market.call_and_prove(who, "3", "1", amount)
    assert closing.startswith(f"Retrait de {francs(amount)} FCFA"), closing
    market.hear(who, f"^{francs(amount)} FCFA versés")
    with market.book.lock:
        market.book.wallets[who.name] -= total(asked)
        market.book.by_operators -= int(amount)


def opens_wallet(market: Market, who: Someone) -> None:
    awaited = who.handset.dial("*384*237#").text
    assert awaited.startswith(f"{francs(market.book.waiting[who.name])} FCFA vous attendent"), awaited
    closing = market.call(who, "1", who.name, "Nkolo", who.pin, who.pin)
    with market.book.lock:
        came = market.book.waiting.pop(who.name)
        market.book.held.pop(who.name)
        market.book.wallets[who.name] += came
    assert f"{who.name} N., {francs(came)} FCFA crédités" in closing, closing


def gives_back(market: Market, name: str, other: str, amount: str) -> None:
    """From the list of operations, where it is looked for; a shop's owner looks in the shop's."""
    owner = market.people[SHOPS[name][0] if name in SHOPS else name]
    market.call_and_prove(owner, *(("4", "2", "2") if name in SHOPS else ("6", "2")))
    while not (line := re.search(rf"(?m)^([0-9])\. .* \+{francs(amount)} {other}", owner.handset.screen.text)):
        owner.handset.answer("98")
    for answer in (line[1], "1", "1", owner.pin):
        closing = owner.handset.answer(answer)
    assert closing.text.startswith(f"Fait: {francs(amount)} FCFA remboursés à {other}"), closing
    with market.book.lock:
        if name in SHOPS:
            market.book.shops[name] -= int(amount) - -(-int(amount) * MERCHANTS_PERCENT // 100)
        else:
            market.book.wallets[name] -= int(amount)
        market.book.wallets[other] += int(amount)


def sends_float(market: Market, who: Someone, amount: str, other: str) -> None:
    with who.turn:
        _, closing = market.call_and_prove(who, "7", "5", AGENTS[other], amount)
    assert closing.startswith(f"Fait: {francs(amount)} FCFA de float à {other}"), closing
    with market.book.lock:
        market.book.sheets[who.name].float -= int(amount)
        market.book.sheets[other].float += int(amount)


def takes_commission(market: Market, who: Someone) -> None:
    with who.turn:
        market.call_and_prove(who, "7", "4")
        asked = who.handset.answer("1").text
        closing = who.handset.answer(who.pin).text
    assert closing.startswith("Fait: "), closing
    with market.book.lock:
        market.book.sheets[who.name].float += amount_after("Commission", asked)
        market.book.taken[who.name] += amount_after("Commission", asked)


def cannot_send(market: Market, who: Someone, amount: str, other: str, because: str) -> None:
    screen = market.call(who, "1", market.people[other].number, *([amount] if other != who.name else []))
    if screen.split("\n0 ")[0].endswith("PIN?"):
        screen = who.handset.answer(who.pin).text
    assert screen.startswith(because), screen


def cannot_take(market: Market, who: Someone, because: str) -> None:
    assert market.call(who, "3", "2", "123456").startswith(because)


SENTENCES: Final[dict[str, Callable[..., Any]]] = {
    r"pays in (?P<amount>\d+) at (?P<agent>\w+)": pays_in,
    r"takes (?P<amount>\d+) at (?P<agent>\w+)(?P<how> by text| but does not come)?": takes,
    r"sends (?P<amount>\d+) to (?P<other>\w+)": sends,
    r"texts (?P<amount>\d+) to (?P<other>\w+)": texts,
    r"pays (?P<amount>\d+) at (?P<shop>\w+)(?P<how> by text)?": pays_at,
    r"pays the bill (?P<bill>\w+) of (?P<amount>\d+)": pays_bill,
    r"asks (?P<amount>\d+) of (?P<other>\w+)": asks,
    r"pays what (?P<asker>\w+) asks(?P<how> by text)?": pays_request,
    r"pays what (?P<asker>\w+) asks from her operator": pays_from_operator,
    r"refuses what (?P<asker>\w+) asks": refuses,
    r"tops up (?P<amount>\d+)": tops_up,
    r"withdraws (?P<amount>\d+)": withdraws,
    r"opens a wallet": opens_wallet,
    r"gives (?P<other>\w+) her (?P<amount>\d+) back": gives_back,
    r"sends (?P<amount>\d+) of float to (?P<other>\w+)": sends_float,
    r"takes her commission": takes_commission,
    r"cannot send (?P<amount>\d+) to (?P<other>\w+): (?P<because>.+)": cannot_send,
    r"cannot take \d+ at nobody: (?P<because>.+)": cannot_take,
}


def do_sentence(market: Market, name: str, sentence: str) -> None:
    """Do what a sentence of the day says of somebody. Raises ValueError for one nobody understands."""
    for pattern, done in SENTENCES.items():
        if found := re.fullmatch(pattern, sentence):
            who = name if done is gives_back else market.people[name]
            done(market, who, **found.groupdict())
            return
    raise ValueError(f"nobody knows how one {sentence!r}")
