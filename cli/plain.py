"""Words of people and operators, shown in a terminal as text and nothing else."""

from rich.text import Text


def make_plain(words: str) -> Text:
    """Return the words as they are, but for what would steer a terminal; they are never read as markup."""
    return Text("".join(letter if letter.isprintable() or letter == "\n" else "·" for letter in words))
