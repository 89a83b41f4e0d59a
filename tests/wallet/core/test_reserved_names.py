"""Names of people are theirs, whatever letters they hold; brands and offices are nobody's, however they are spelled."""

import pytest

from wallet.core.errors import Misread
from wallet.core.values import PersonName, ShopName

PEOPLE = (
    "Manga Gentille",
    "Mballa Gentil",
    "Momo Jean",
    "Ngomo Moise",
    "Agentille Servicia",
    "Momo",
    "Jean-Marie Momo",
    "Tresor Ngono",
    "Money Awa",
    "Ministre Abel",
    "Orangel Dupont",
)
SHOPS = ("Top Service", "Chez Momo", "Agence Mballa", "Police d'assurance")
NOBODY = (
    "Mbongo", "Agent Awa", "ORANGE", "M T N", "m-t-n", "M T N Support", "Or ange", "MTNMoMo", "Orange Money",
    "Service Client",
    "Police", "Support", "BEAC", "Remboursement", "Express Union", "Campost", "Banque Awa", "Mbongoservice", "Momo MTN",
    "Mobile Money", "Mobile-Money", "Money Mobile", "Awa Mobile Money", "Trésor Public", "Impôts", "Douanes",
    "Gendarmerie", "Chez Express Union", "Camtel", "Western Union", "Eneo", "Assistance", "Caisse Awa",
)  # fmt: skip
NO_SHOP = (
    "Mbongo", "Orange Money", "Chez MTN", "M.T.N", "Express Union", "M T N Cameroun", "Mobile Money",
    "Chez Express Union", "Mobile Money Mokolo",
)  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
def test_a_name_that_people_bear_is_theirs(name: str) -> None:
    assert PersonName.read(name) == name


@pytest.mark.parametrize("name", SHOPS)
def test_a_name_that_shops_bear_is_theirs(name: str) -> None:
    assert ShopName.read(name) == name


@pytest.mark.parametrize("name", NOBODY)
def test_nobody_is_called_as_a_brand_or_an_office_is(name: str) -> None:
    with pytest.raises(Misread, match="name_reserved"):
        PersonName.read(name)


@pytest.mark.parametrize("name", NO_SHOP)
def test_no_shop_is_called_as_a_brand_is(name: str) -> None:
    with pytest.raises(Misread, match="name_reserved"):
        ShopName.read(name)
