"""A number registered by its owner and by an agent at the same moment: the second waits, and is told so."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.world.cast import FATOU
from tests.world.hashed import hash_pin
from tests.world.world import World
from wallet.accounts.open_wallet import OpenWallet
from wallet.agents.identify_person import IdentifyPerson
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome

ROUNDS = 8


def at_once(*works: Callable[[], Outcome]) -> list[str]:
    gate = threading.Barrier(len(works))

    def begin(work: Callable[[], Outcome]) -> str:
        gate.wait()
        return work().sentence

    with ThreadPoolExecutor(len(works)) as threads:
        return sorted(threads.map(begin, works))


def test_the_second_is_told_so(world: World) -> None:
    world.appoint_agent()
    for n in range(ROUNDS):
        phone = f"+2376770014{n:02}"
        owner = Actor("stranger", phone, "fr", phone)
        seen = IdentifyPerson("", phone, "cni", f"XY4{n}71{n}9", "Zed Bih")
        opened = OpenWallet("Zed Bih", "fr", hash_pin("391746"))
        said = at_once(
            lambda seen=seen, n=n: world.conclude(FATOU, seen, f"i{n}"),
            lambda opened=opened, owner=owner, n=n: world.conclude(owner, opened, f"o{n}"),
        )
        assert said in (["person_identified", "refusal.already_registered"], ["refusal.to_agent", "wallet_opened"])
    world.check()
