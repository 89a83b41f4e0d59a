"""Hops no honest phone would send, over the real wire: at once, out of order, with another text, from another phone."""

from concurrent.futures import ThreadPoolExecutor

from simulators.handset import Handset
from tests.world.cast import AWA, FATOU, MOUSSA, PINS
from tests.world.service import Service


def at_the_pin(service: Service, amount: int = 1000) -> Handset:
    """Return Moussa's call, waiting for his PIN."""
    service.open_wallet(MOUSSA)
    service.open_wallet(AWA)
    service.pay_in(MOUSSA, 20_000)
    phone = service.handset(MOUSSA)
    phone.dial("*384*237#")
    for typed in ("1", AWA[4:], str(amount)):
        phone.answer(typed)
    assert phone.screen.text.split("\n")[-2:] == ["Nom non vérifié. PIN?", "0 Retour 00 Menu"]
    return phone


def security_events(service: Service) -> list[str]:
    """Return the security events that were noted, oldest first."""
    return service.column("SELECT kind FROM security_event ORDER BY at")


def twins(phone: Handset, count: int) -> list[Handset]:
    """Return the same call as several threads see it."""
    copies = [Handset(phone.phone, phone.wire) for _ in range(count)]
    for copy in copies:
        copy.call = phone.call
    return copies


def test_the_last_hop_eight_times_at_once_sends_once(service: Service) -> None:
    phone = at_the_pin(service)
    assert phone.call
    text = f"{phone.call.typed}*{PINS[MOUSSA]}"
    with ThreadPoolExecutor(8) as pool:
        screens = list(pool.map(lambda twin: twin.hop(text), twins(phone, 8)))
    assert {screen.text.split("\n")[0] for screen in screens} == {"Fait: 1 000 FCFA envoyés à Awa N. 699000002."}
    assert len({screen.text for screen in screens}) == 1
    assert service.balance(AWA) == 1000
    service.settle()
    assert len(service.messages(AWA)) == 2, "the welcome and one receipt"
    service.check()


def test_two_different_answers_at_once_are_not_both_heard(service: Service) -> None:
    """Whichever comes second diverges from what was heard: the call ends, and at most one of them was done."""
    phone = at_the_pin(service)
    assert phone.call
    texts = [f"{phone.call.typed}*{PINS[MOUSSA]}", f"{phone.call.typed}*0"]
    with ThreadPoolExecutor(2) as pool:
        pairs = zip(twins(phone, 2), texts, strict=True)
        screens = list(pool.map(lambda pair: pair[0].hop(pair[1]), pairs))
    assert all(screen.problem is None for screen in screens)
    assert service.balance(AWA) in (0, 1000)
    service.check()


def test_a_stale_hop_shows_the_current_screen(service: Service) -> None:
    phone = at_the_pin(service)
    pin_screen = phone.screen.text
    for hops in (1, 2, 3):
        assert phone.stale(hops).text == pin_screen
    assert phone.answer(PINS[MOUSSA]).text.startswith("Fait")
    for hops in (1, 2, 4):
        assert phone.stale(hops).text.startswith("Fait"), "after the end it is the closing screen"
    assert service.balance(AWA) == 1000
    assert security_events(service) == []


def test_another_text_ends_the_call_and_is_noted(service: Service) -> None:
    phone = at_the_pin(service)
    screen = phone.hop(f"1*655000004*1000*{PINS[MOUSSA]}")
    assert screen.text == "Appel incohérent: rien de plus n'est fait. Recomposez *384*237#"
    assert security_events(service) == ["text diverged"]
    assert service.balance(AWA) == 0


def test_another_phone_in_the_same_session_hears_nothing_of_it(service: Service) -> None:
    phone = at_the_pin(service)
    assert phone.call
    screen = phone.hop(f"{phone.call.typed}*{PINS[MOUSSA]}", phoneNumber=AWA)
    assert screen.text == "Appel incohérent: rien de plus n'est fait. Recomposez *384*237#"
    assert "session id of another phone" in security_events(service)
    assert service.balance(AWA) == 0
    assert service.balance(MOUSSA) == 20_000


def test_a_second_call_takes_over_from_the_first(service: Service) -> None:
    first = at_the_pin(service)
    assert first.call
    second = Handset(MOUSSA, first.wire)
    assert "98 Continuer" in second.dial("*384*237#").text
    old = first.hop(f"{first.call.typed}*{PINS[MOUSSA]}")
    assert old.text.startswith("Un autre appel a pris la suite")
    assert "PIN?" in second.answer("98").text
    assert second.answer(PINS[MOUSSA]).text.startswith("Fait")
    assert service.balance(AWA) == 1000
    service.check()


def test_a_receiver_changed_in_redis_gets_nothing_and_the_next_call_is_a_new_one(service: Service) -> None:
    """Who can write in Redis puts another person's id where Awa's was, and waits for the right PIN."""
    phone = at_the_pin(service)
    awa, fatou = service.actor(AWA).person_id.encode(), service.open_wallet(FATOU).person_id.encode()
    with service.redis() as redis:
        stored = redis.get(f"ussd:{{{MOUSSA}}}")
        assert awa in stored
        redis.set(f"ussd:{{{MOUSSA}}}", stored.replace(awa, fatou), keepttl=True)
    broken = "Appel incohérent: rien de plus n'est fait. Recomposez *384*237#"
    assert phone.answer(PINS[MOUSSA]).text == broken
    assert phone.hop(f"1*{AWA[4:]}*1000*{PINS[MOUSSA]}").text == broken, "nor is the text of that call heard again"
    assert security_events(service) == ["call record changed"]
    assert (service.balance(AWA), service.balance(FATOU), service.balance(MOUSSA)) == (0, 0, 20_000)
    assert service.handset(MOUSSA).dial("*384*237#").text.startswith("Mbongo")


def test_an_older_record_of_the_same_phone_sends_nothing_twice_nor_to_whom_it_was_about(service: Service) -> None:
    """A record that we sealed is kept by who can write in Redis and put back: in that call, then in another one."""
    phone = at_the_pin(service)
    service.open_wallet(FATOU)
    with service.redis() as redis:
        kept, key = redis.get(f"ussd:{{{MOUSSA}}}"), f"ussd:{{{MOUSSA}}}"
        assert isinstance(kept, bytes)
        done = phone.answer(PINS[MOUSSA]).text
        assert done.startswith("Fait")
        redis.set(key, kept, ex=600)
        assert phone.call
        assert phone.hop(phone.call.typed).text == done, "one key: what was done is told again"
        another = service.handset(MOUSSA)
        another.dial("*384*237#")
        for typed in ("1", FATOU[4:], "2000"):
            another.answer(typed)
        assert "PIN?" in another.screen.text
        redis.set(key, kept, ex=600)
        another.answer(PINS[MOUSSA])
    assert service.balance(AWA) == 1000, "once"
    assert service.balance(FATOU) in (0, 2000), "and nothing but what this call was about"
    service.check()
