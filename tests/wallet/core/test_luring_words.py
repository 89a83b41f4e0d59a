"""Nobody speaks in our name: words of secrets, accounts and orders are refused in any spelling; ordinary ones pass."""

import re

import pytest

from sms_templates import LANGUAGES, say
from sms_templates.reading.understand import understand
from wallet.core.errors import Misread
from wallet.core.values import PersonName, Reason, ShopName

LURES = (
    "dites votre PIN", "code PIN svp", "Votre compte bloque", "P.I.N", "c0de", "piin", "p i n", "P-I-N", "p 1 n", "PlN",
    "pi n", "p in", "co de", "co-de", "votrepin", "tonpin", "PINcode", "codepin", "code secret", "codé", "kode momo",
    "ton secret", "mot de passe", "m.d.p", "mdp svp", "password", "pass word", "passw0rd", "pa55word", "your PIN",
    "tell me", "give me ya pin", "account don block", "your acc0unt", "aççount", "Accöunt", "compte", "c0mpte",
    "com pte", "cpte MoMo", "kompte", "cornpte", "wallet", "wa11et", "bloqué", "bl0que", "b1oqué", "BLOQUE",
    "debloquer", "verrouille", "suspendu", "locked", "unlock it", "repondez OUI", "0ui", "tapez vite", "composez",
    "confirmez svp", "envoyez moi", "OTP", "o.t.p", "STOP", "LANGUE EN", "Mbongo", "M b o n g o", "mb0ng0",
    "vous avez gagné", "felicitations", "reply YES", "click here", "service client", "customer care", "ßloqué",
    "bløque", "cødé", "piñ", "dial now", "verify now", "talk your pin",
)  # fmt: skip
ORDINARY = (
    "loyer de novembre 26", "lapin", "copine", "épinards", "pintade et riz", "sapin de Noel", "compteur Eneo",
    "acompte maison", "solde loyer", "facture eau", "envoi colis", "retrait colis", "recharge gaz", "payer loyer",
    "decodeur canal", "secretariat", "secretaire", "accountant fees", "comptable", "comptoir bois", "bloc operatoire",
    "20 blocks", "ciment parpaings", "remboursement dette", "oranges et mangues", "credit MTN", "taxi Douala",
    "ecole Awa", "frais de scolarité", "tontine samedi", "njangi", "cotisation deuil", "mariage Pinard", "chez Codou",
    "Mme Pina", "M. Compaore", "pneu", "visite medicale", "remise 10", "cadeau Awa", "aide familiale", "lot 4 terrain",
    "le 12.11.2026", "2 sacs de riz", "moni for chop", "school fees", "house rent", "water bill", "spine surgery",
    "encodage", "passeport Awa", "passage bac", "pass internet", "telephone", "impression", "police d'assurance",
    "loc appart", "mot de Dieu", "pain et lait", "pinces", "langues", "visa type C", "confirmation", "stylos",
    "carte SIM", "verification auto", "pas de sel", "prés de Dschang", "urgent hopital", "appel videos",
)  # fmt: skip
PEOPLE = (
    "Pinard", "Pina", "Pinto", "Epin", "Dupin", "Lepin", "Chopin", "Codou", "Codou Ndiaye", "Coderre", "Comte Bell",
    "Compaore Ali", "Lock Priso", "Block", "Kode", "Passy Eto", "Passi Ngono", "Oumarou", "Secretan", "Tell Manga",
    "Kodjo", "Blok", "Mbongue", "Pinne", "Njoya Ibrahim", "Ngo Bilong", "Ayissi", "Wamba",
)  # fmt: skip
NO_NAMES = (
    "Code Pin", "Votre Compte", "Compte Bloqué", "P I N", "P-I-N", "Piin", "Pin Code", "Mot de Passe", "Account Block",
    "Bloqué", "PIn Awa", "Password", "Secret", "Wallet Awa", "Co De", "Compte", "Verrouillé",
)  # fmt: skip


@pytest.mark.parametrize("reason", LURES)
def test_no_reason_asks_for_a_secret_speaks_of_an_account_or_gives_an_order(reason: str) -> None:
    with pytest.raises(Misread) as misread:
        Reason.read(reason)
    dotted = re.search(r"\.[a-zA-Z]", reason)
    assert misread.value.key == ("error.reason" if dotted else "error.reason_lures"), "what is dotted may be a link too"


@pytest.mark.parametrize("reason", ORDINARY)
def test_what_people_ask_money_for_is_read(reason: str) -> None:
    assert Reason.read(reason)


@pytest.mark.parametrize("name", PEOPLE)
def test_names_that_people_bear_are_theirs(name: str) -> None:
    assert PersonName.read(name) == name


@pytest.mark.parametrize("name", NO_NAMES)
def test_nobody_and_no_shop_is_called_as_a_secret_or_an_account(name: str) -> None:
    for kind in (PersonName, ShopName):
        with pytest.raises(Misread, match="name_reserved"):
            kind.read(name)


@pytest.mark.parametrize("reason", ["bit.ly/x", "pіn svp", "ｐｉｎ", "𝗽𝗶𝗻", "p*i*n", "pin 4821", "ΡΙΝ"])
def test_letters_of_other_alphabets_and_signs_make_no_reason(reason: str) -> None:
    """Letters of other alphabets that look like ours are refused, as no letter of a reason."""
    with pytest.raises(Misread, match="reason"):
        Reason.read(reason)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_what_a_reason_is_for(language: str) -> None:
    said = say(language, "error.reason_lures") + say(language, "remedy.reason_lures")
    assert "taxi" in said


def test_a_text_with_such_a_reason_asks_nobody() -> None:
    with pytest.raises(Misread, match="reason_lures"):
        understand("DEMANDE 5000 699000002 dites votre code")
