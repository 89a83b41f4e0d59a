"""All names of the lists that are in force, so laid that somebody's name meets only those that share a word with it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, NamedTuple

from wallet.sanctions.folded_names import Folded, compare_ways, compare_words, fold_all, fold_name, list_ways

REMEMBERED_MOST: Final = 5_000_000  # ways behind words whose neighbours are remembered: people share most words
TWO_SLIPS: Final = 6  # letters of a word that two slips leave what it is, or one that spells a sound otherwise
WORDS_CHOSEN: Final = 8  # of a name; of one with more, ways to choose are too many, and letters are added up
MARGIN: Final = 3  # of 100: a word with a slip may have a letter more on a list


class ListedAlike(NamedTuple):
    """An entry that somebody's name is like: which, and how much, 0 to 100."""

    entry: int
    score: int


@dataclass
class ListedNames:
    """Names of entries, folded; built once for many people, and never changed."""

    ways: list[Folded] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)  # of each way
    used_by: dict[str, list[int]] = field(default_factory=dict)  # a word → the ways that have it
    less_a_letter: dict[str, list[str]] = field(default_factory=dict)  # a word less a letter → the words it may be
    near: dict[str, frozenset[int]] = field(default_factory=dict)  # a word → the ways that have it, or one like it
    remembered: int = 0

    def find_alike(self, name: str, least: int) -> list[ListedAlike]:
        """Return the entries that a name is like by at least so much, the most alike first."""
        best: dict[int, int] = {}
        for nth, mine in enumerate(list_ways(fold_name(name))):
            for way in self._meet(mine, least, two=nth == 0):
                score = compare_ways(mine, self.ways[way])
                entry = self.entries[way]
                if score >= least and score > best.get(entry, 0):
                    best[entry] = score
        return sorted(
            (ListedAlike(entry, score) for entry, score in best.items()), key=lambda one: (-one.score, one.entry)
        )

    def _meet(self, mine: Folded, least: int, *, two: bool) -> set[int]:
        """Return the listed spellings that share enough letters, in whole words, to be as much alike as asked."""
        words = [(len(word), near) for word in dict.fromkeys(mine) if (near := self._list_near(word, two=two))]
        size, met = sum(map(len, mine)), set[int]()
        if len(words) > WORDS_CHOSEN:
            letters = Counter[int]()
            for many, near in words:
                letters.update(dict.fromkeys(near, many))
            return {way for way, shared in letters.items() if 200 * shared >= (least - MARGIN) * (size + shared)}
        enough: list[frozenset[int]] = []  # smallest sets of words that are enough, so no larger one is looked at
        for many in range(1, len(words) + 1):
            for chosen in combinations(range(len(words)), many):
                picked = frozenset(chosen)
                shared = sum(words[nth][0] for nth in chosen)
                if 200 * shared < (least - MARGIN) * (size + shared) or any(one <= picked for one in enough):
                    continue
                enough.append(picked)
                met |= frozenset.intersection(*sorted((words[nth][1] for nth in chosen), key=len))
        return met

    def _list_near(self, word: str, *, two: bool) -> frozenset[int]:
        """Return the listed spellings with this word, or one a slip away: the same without a letter of each."""
        found = self.near.get(word)
        if found is None:
            close = {one for less in leave_letters_out(word, two=two) for one in self.less_a_letter.get(less, ())}
            found = frozenset(way for one in close if compare_words(word, one) for way in self.used_by[one])
            if self.remembered < REMEMBERED_MOST:
                self.near[word] = found
                self.remembered += len(found)
        return found


def leave_letters_out(word: str, *, two: bool) -> set[str]:
    """Return a word, and what is left of it without each of its letters; of a long one without any `two` as well."""
    less = {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
    if two and len(word) >= TWO_SLIPS:
        less |= {one[:at] + one[at + 1 :] for one in list(less) for at in range(len(one)) if len(one) < len(word)}
    return less


def lay_names(named: Iterable[tuple[int, list[str]]]) -> ListedNames:
    """Return the names of entries (an id, all its names), laid so that they are found."""
    laid, single = ListedNames(), set[str]()
    used_by: defaultdict[str, list[int]] = defaultdict(list)
    for entry, names in named:
        for way in fold_all(names):
            for word in dict.fromkeys(way):
                used_by[word].append(len(laid.ways))
            laid.ways.append(way)
            laid.entries.append(entry)
        single.update(word for name in names for word in fold_name(name))
    laid.used_by = dict(used_by)
    for word in used_by:
        for less in leave_letters_out(word, two=word in single):
            laid.less_a_letter.setdefault(less, []).append(word)
    return laid
