"""The people of every test: customers, an agent, a merchant, two members of staff; numbers, names and secrets."""

from typing import Final

from wallet.core.values import Pin

MOUSSA, AWA, FATOU, BRICE = "+237677000001", "+237699000002", "+237677000003", "+237655000004"
STRANGER = "+237677000099"  # without a wallet until a test gives it one
MAHAMADOU, ANTOINETTE = "+237677888888", "+237699888888"  # another Moussa and Awa, with the longest names there may be
NAMES: Final = {
    MOUSSA: "Moussa Bello",
    AWA: "Awa Ngono",
    FATOU: "Fatou Bello",
    BRICE: "Brice Kamga",
    STRANGER: "Zita Bih",
    MAHAMADOU: "Mahamadou-Abdoulaye Tchouankeu-Wandji Wo",
    ANTOINETTE: "Wilhelmina-Antoinette Mengue-Mbarga Wamb",
}
PINS: Final = {
    MOUSSA: Pin("4826"),
    AWA: Pin("7395"),
    FATOU: Pin("8164"),
    BRICE: Pin("6937"),
    MAHAMADOU: Pin("582947"),
    ANTOINETTE: Pin("937461"),
}
SOMEBODYS_PIN: Final = Pin("739158")  # of whoever is not named above
WRONG_PIN: Final = "1111"  # nobody's: it is too weak to be anybody's

ALICE, BRUNO = "alice", "bruno"
PASSWORDS: Final = {ALICE: "un long mot de passe", BRUNO: "another long one, his"}

SHOP, TILL = "Boulangerie Kamga", "44115"  # Brice's


def password_of(login: str) -> str:
    """Return the password of a member of staff; those who are only hired for their role share one."""
    return PASSWORDS.get(login, "the same for all of them")


def pin_of(phone: str) -> Pin:
    """Return the PIN of whoever has this phone."""
    return PINS.get(phone, SOMEBODYS_PIN)
