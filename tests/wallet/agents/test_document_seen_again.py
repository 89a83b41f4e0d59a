"""Whoever a document was seen for hears that it was shown for another wallet: they share ceilings from then on."""

from tests.wallet.agents.test_robbed_locks import ID, see
from tests.world.cast import AWA, FATOU, STRANGER
from tests.world.world import World
from wallet.agents.identify_person import IdentifyPerson
from wallet.people.people import mask_phone


def test_the_owner_of_a_document_hears_that_it_was_shown_again(world: World) -> None:
    world.appoint_agent()
    see(world, AWA)
    heard = len(world.texts_to(AWA))
    case = IdentifyPerson("", STRANGER, "cni", ID, "Awa Ngono")
    assert world.conclude(FATOU, case, "i1").sentence == "person_identified"
    assert world.texts_to(AWA)[heard:] == ["id_seen_again"]
    told = world.one("SELECT \"values\" FROM notice WHERE sentence = 'id_seen_again'")
    assert (told["phone"], told["agent_name"]) == (mask_phone(STRANGER), "Fatou B.")
    assert not world.cases()  # under the same name it is no quarrel
