"""Every kind has one row, every row its sentences, and a use case is called what its operations are."""

import re
from uuid import UUID

import pytest

from sms_templates import FILES, LANGUAGES
from tests.world.world import World
from wallet.operations import movements
from wallet.operations.kinds import KINDS
from wallet.operations.movements import NewMovement
from wallet.perform import ALL


def test_a_use_case_is_called_what_its_operations_are() -> None:
    assert {kind: re.sub(r"(?<!^)([A-Z])", r"_\1", case.__name__).lower() for kind, case in ALL.items()} == {
        kind: kind for kind in ALL
    }


def test_only_a_kind_with_a_row_is_noted(world: World) -> None:
    with pytest.raises(KeyError, match="send_gold"):
        world.do(lambda db: movements.note(db, NewMovement(UUID(int=0), "K7Q2-93FD", "send_gold", 1)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_has_its_sentences_and_no_sentence_is_another_kinds(language: str) -> None:
    ussd = FILES[language]["ussd"]
    for section, side in (("operation_given", "giver"), ("operation_received", "receiver")):
        assert ussd[section].keys() == {name for name, kind in KINDS.items() if kind.sees(side)}
    ends = {f"{name}_{end}".removesuffix("_") for name, kind in KINDS.items() for end in kind.ends}
    assert ussd["done_before"].keys() == ends
