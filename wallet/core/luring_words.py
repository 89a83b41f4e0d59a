"""Words that would let somebody speak in our name: of secrets, of accounts and what befalls them, orders to a reader.

What one person writes to another leaves our number. A word counts however it is written: `P.I.N`, `c0de`, `piin`,
`bloqué`, `pi n`, `votrepin`. Whole words only: `lapin`, `Pinard`, `compteur` and `acompte` hold the letters of one.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

# A star stands for any ending. Nobody's name may hold one of the first two; people do bear Kode, Lock and Tell.
SECRETS: Final = (
    "pin pins pincode codepin code codes codesecret secret secrets mdp motdepasse password* passwd passcode*"
    " otp puk identifiant* login logins"
)
ACCOUNTS: Final = (
    "compte comptes cpte account accounts wallet* bloqu* blocked debloqu* unblock* locked verrouill* deverrouill*"
    " suspendu* suspended desactive* deactivated"
)
ORDERS: Final = (
    "mbongo kode kodes kod secrete secretes credential* kompte komptes cmpte acct akount* portefeuille* bloke"
    " blokes bloked blocke lock unlock* pirate pirates hacked oui yes stop langue dites donnez envoyez envoyer"
    " envoie tapez taper composez composer repondez repondre rappelez appelez cliquez clique confirmez confirm"
    " confirme validez valider verifiez verifier verify reply dial click tell gagne gagnez gagnant gagnants"
    " gagner winner congratulations felicitation* serviceclient customercare customerservice support"
)
BESIDE: Final = ("votre", "vos", "ton", "tes", "mon", "your", "my", "svp", "sms", "ya")  # run together with one

LOOKALIKES: Final = str.maketrans("01345789lßø", "oieastbgibo")  # l as well: PlN
DOUBLED: Final = re.compile(r"(.)\1+")


def holds_lure(text: str, *vocabularies: str) -> bool:
    """True for a text with a word of these vocabularies in it, however it is spelled or spaced."""
    words, wanted = _split(text), _compile(*vocabularies)
    return any(wanted.fullmatch(word) for word in _join(words))


def _split(text: str) -> list[str]:
    """Return the words of a text, each in the one spelling that stands for all that look like it."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("æ", "ae"))
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return [_canonical(word) for word in re.findall(r"[a-z0-9ßø]+", letters)]


def _canonical(word: str) -> str:
    return DOUBLED.sub(r"\1", word.translate(LOOKALIKES)).replace("rn", "m")


def _join(words: list[str]) -> Iterator[str]:
    """Return each word, and each row of words run together, as whoever spells one out means it."""
    for first in range(len(words)):
        for last in range(first, len(words)):
            yield DOUBLED.sub(r"\1", "".join(words[first : last + 1]))


@cache
def _compile(*vocabularies: str) -> re.Pattern[str]:
    written = [word for vocabulary in vocabularies for word in vocabulary.split()]
    lures = "|".join(_canonical(word.rstrip("*")) + ("[a-z]*" if word.endswith("*") else "") for word in written)
    beside = "|".join(map(_canonical, BESIDE))
    return re.compile(f"({beside})*({lures})+({beside}|{lures})*")
