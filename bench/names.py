"""Measure how well and how fast names are compared with a sanctions list: variants found, others mistaken.

Everybody is made by chance from a seed: names as lists have them, spellings of those that mean the same person (slips,
other order, other transliteration, a word left out), and people with ordinary Cameroonian names.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz, process

from bench.figures import MeasuredFigure, figure, in_turns
from wallet.sanctions.listed_names import lay_names

ARABIC: Final = [
    "Mohamed", "Ahmed", "Ali", "Hassan", "Hussein", "Ibrahim", "Ousmane", "Abdullah", "Abdelrahman", "Abdelkader",
    "Youssef", "Mahmoud", "Khalid", "Tariq", "Saleh", "Mustapha", "Issa", "Moussa", "Aboubakar", "Souleymane",
    "Yahya", "Zakaria", "Rashid", "Jamal", "Karim", "Faisal", "Nasser", "Bashir", "Hamid", "Omar", "Bilal", "Shekau",
    "Barnawi", "Adnani", "Baghdadi", "Zarqawi", "Zawahiri", "Qureshi", "Rahmani", "Haqqani", "Tunisi", "Maghribi",
    "Libi", "Sudani", "Masri", "Asiri", "Belmokhtar", "Droukdel", "Koufa", "Ghali", "Sahraoui", "Ansari", "Barka",
    "Chadli", "Douri", "Tikriti", "Samarrai", "Janabi", "Dulaimi", "Obeidi", "Mansour",
]  # fmt: skip
SLAVIC: Final = [
    "Vladimir", "Sergei", "Dmitri", "Andrei", "Alexei", "Nikolai", "Mikhail", "Igor", "Oleg", "Viktor", "Petrov",
    "Ivanov", "Sidorov", "Kuznetsov", "Volkov", "Sokolov", "Lebedev", "Kozlov", "Novikov", "Morozov", "Pavlov",
    "Semenov", "Golubev", "Vinogradov", "Bogdanov", "Vorobiev", "Fedorov", "Belov", "Kim", "Chol", "Song", "Ri",
    "Jong", "Hyok", "Pak", "Yong", "Chang", "Kwang", "Myong", "Tae", "Joseph", "Kony", "Sylvestre", "Mudacumura",
    "Ntaganda", "Bosco", "Laurent", "Nkunda", "Bwambale",
]  # fmt: skip
GIVEN: Final = [
    "Jean", "Marie", "Paul", "Pierre", "Joseph", "Andre", "Emmanuel", "Francois", "Michel", "Jacques", "Alain",
    "Bernard", "Christian", "Daniel", "Eric", "Serge", "Rose", "Jeanne", "Marthe", "Brigitte", "Chantal", "Solange",
    "Sandrine", "Carine", "Nadege", "Estelle", "Flore", "Grace", "Blessing", "Mercy", "Divine", "Collins", "Awa",
    "Moussa", "Fatou", "Brice", "Aicha", "Hamadou", "Bouba", "Oumarou", "Ahmadou", "Mohamadou", "Saidou", "Amadou",
    "Ousmanou", "Abdoulaye", "Ibrahima", "Yaya", "Issa", "Adamou", "Bello", "Garga", "Halidou", "Hawaou", "Fadimatou",
    "Aissatou", "Djamila", "Ali", "Ahmed", "Ibrahim", "Hassan",
]  # fmt: skip
FAMILY: Final = [
    "Ngono", "Mbarga", "Atangana", "Essomba", "Owona", "Mvondo", "Nkoulou", "Abena", "Bello", "Biya", "Eto'o", "Song",
    "Mbida", "Ondoa", "Ebanda", "Ekotto", "Etoundi", "Fotso", "Kamga", "Tchouankeu", "Nguimfack", "Tchamba", "Kengne",
    "Djoumessi", "Talla", "Tagne", "Simo", "Kuate", "Nana", "Noubissi", "Tchoupo", "Wamba", "Fokou", "Tabi", "Ayuk",
    "Fru", "Ngwa", "Che", "Neba", "Achu", "Ndi", "Tanyi", "Enow", "Ashu", "Besong", "Mokoko", "Epee", "Dipoko",
    "Ekwalla", "Moukoko", "Ndedi", "Same", "Toko", "Hamidou", "Boubakari", "Djibril", "Abbo", "Oumate", "Mahamat",
    "Alioum", "Yaouba", "Sali", "Hayatou", "Marafa", "Sadou", "Daouda", "Bakari", "Kolo", "Madi", "Iya",
]  # fmt: skip
SPELT: Final = (
    ("ou", "u"), ("u", "ou"), ("ch", "sh"), ("sh", "ch"), ("y", "i"), ("i", "y"), ("k", "q"), ("q", "k"), ("ss", "s"),
    ("mm", "m"), ("ei", "ay"), ("e", "a"), ("o", "u"), ("dj", "j"), ("j", "dj"), ("kh", "k"), ("ph", "f"), ("z", "s"),
)  # fmt: skip
LEASTS: Final = range(70, 101, 2)


@dataclass(frozen=True)
class Variant:
    """A name that means an entry, spelt otherwise: how, the name, the entry."""

    how: str
    name: str
    entry: int


def draw_listed(chance: random.Random) -> str:
    """Return a name as lists have them: two to four words."""
    words = chance.choice((ARABIC, ARABIC, SLAVIC))
    drawn = chance.sample(words, chance.choice((2, 3, 3, 3, 4)))
    if words is ARABIC and chance.random() < 0.4:
        drawn.insert(len(drawn) - 1, chance.choice(("Al", "Bin", "Ould", "Abou")))
    return " ".join(vary_word(chance, one) if chance.random() < 0.5 else one for one in drawn)


def vary_word(chance: random.Random, word: str) -> str:
    """Return a word with other letters in the middle, so that a list has more names than there are words."""
    at = chance.randrange(1, len(word))
    return word[:at] + chance.choice(("a", "ou", "i", "n", "r", "l", "m")) + word[at:]


def slip(chance: random.Random, name: str) -> str:
    """Return a name with one slip of the finger: a letter too many, too few, another, or two exchanged."""
    at = chance.randrange(1, len(name) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice((
        name[:at] + name[at + 1:], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1:],
        name[:at] + name[at + 1] + name[at] + name[at + 2:],
    ))  # fmt: skip


def respell(chance: random.Random, name: str) -> str:
    """Return a name in which up to three sounds are spelt another way."""
    said = name.lower()
    for found, put in chance.sample([one for one in SPELT if one[0] in said] or [("a", "a")], 1):
        said = said.replace(found, put)
    for found, put in chance.sample([one for one in SPELT if one[0] in said] or [("a", "a")], 1):
        said = said.replace(found, put, 1)
    return said


def leave_out(chance: random.Random, name: str) -> str:
    """Return a name without one of its words, where two remain."""
    words = name.split()
    if len(words) > 2:
        words.pop(chance.randrange(len(words)))
    return " ".join(words)


def shuffle(chance: random.Random, name: str) -> str:
    """Return the words of a name in another order."""
    words = name.split()
    chance.shuffle(words)
    return " ".join(words)


HOW: Final[dict[str, Callable[[random.Random, str], str]]] = {
    "as listed": lambda _, name: name,
    "capitals, other order": lambda chance, name: shuffle(chance, name).upper(),
    "one slip": slip,
    "two slips": lambda chance, name: slip(chance, slip(chance, name)),
    "spelt otherwise": respell,
    "spelt otherwise, a slip": lambda chance, name: slip(chance, respell(chance, name)),
    "two words as one": lambda chance, name: name.replace(" ", "", 1),
    "a word left out": leave_out,
    "a word left out, a slip": lambda chance, name: slip(chance, leave_out(chance, name)),
}


def draw_people(chance: random.Random, many: int) -> list[str]:
    """Return ordinary names: one or two given, one or two family names."""
    return [" ".join((*chance.sample(GIVEN, chance.choice((1, 1, 2))), *draw_family(chance))) for _ in range(many)]


def draw_family(chance: random.Random) -> list[str]:
    """Return one or two family names, some of which are spelt otherwise."""
    drawn = chance.sample(FAMILY, chance.choice((1, 1, 2)))
    return [vary_word(chance, one) if chance.random() < 0.3 else one for one in drawn]


def draw_variants(chance: random.Random, listed: list[str], each: int) -> Iterator[Variant]:
    """Yield names that mean an entry, of each way to spell it otherwise."""
    for how, spell in HOW.items():
        for entry in chance.sample(range(len(listed)), each):
            yield Variant(how, spell(chance, listed[entry]), entry)


def measure(seed: int = 1, entries: int = 2_000, each: int = 200, ordinary: int = 5_000) -> "Measured":
    """Return what is found and what is mistaken at each threshold."""
    chance = random.Random(seed)
    listed = [draw_listed(chance) for _ in range(entries)]
    laid = lay_names((nth, [name]) for nth, name in enumerate(listed))
    found: dict[str, list[int]] = {how: [] for how in HOW}
    for one in draw_variants(chance, listed, each):
        scores = {hit.entry: hit.score for hit in laid.find_alike(one.name, LEASTS.start)}
        found[one.how].append(scores.get(one.entry, 0))
    mistaken = [max((hit.score for hit in laid.find_alike(name, LEASTS.start)), default=0)
                for name in draw_people(chance, ordinary)]  # fmt: skip
    return Measured(found, mistaken)


@dataclass(frozen=True)
class Measured:
    """Scores of variants with their entries, by how they are spelt; and of ordinary people with who is most like."""

    found: dict[str, list[int]]
    mistaken: list[int]

    def share_found(self, least: int, how: str = "") -> float:
        """Return the share of variants found at a threshold, of one way or of all."""
        scores = self.found[how] if how else [score for scores in self.found.values() for score in scores]
        return sum(score >= least for score in scores) / len(scores)

    def share_mistaken(self, least: int) -> float:
        """Return the share of ordinary people who would be looked into."""
        return sum(score >= least for score in self.mistaken) / len(self.mistaken)


PEOPLE, LISTED, REFERENCE_PEOPLE = 1_000, 10_000, 10


def run() -> dict[str, MeasuredFigure]:
    """Return the seconds in which a thousand people are compared with ten thousand names, and what is found in percent.

    The reference is rapidfuzz's own comparison of whole names. Each threshold has what is found of each way.
    """
    chance = random.Random(1)
    listed = [draw_listed(chance) for _ in range(LISTED)]
    laid, people = lay_names((nth, [name]) for nth, name in enumerate(listed)), draw_people(chance, PEOPLE)

    def compare() -> float:
        began = time.perf_counter()
        for name in people:
            laid.find_alike(name, 80)
        return time.perf_counter() - began

    def compare_whole() -> float:
        began = time.perf_counter()
        for name in people[:REFERENCE_PEOPLE]:
            process.extract(name, listed, scorer=fuzz.token_sort_ratio, score_cutoff=80, limit=None)
        return (time.perf_counter() - began) * PEOPLE / REFERENCE_PEOPLE

    taken = in_turns({"laid": compare, "whole": compare_whole}, 3)
    measured = measure()
    columns: dict[str, dict[str, float]] = {**{how: {} for how in HOW}, "mistaken": {}}
    for least in LEASTS:
        for how in HOW:
            columns[how][str(least)] = round(100 * measured.share_found(least, how), 1)
        columns["mistaken"][str(least)] = round(100 * measured.share_mistaken(least), 2)
    return {"names": replace(figure(taken, "laid", "whole", "s per 1 000 people × 10 000 names"), details=columns)}
