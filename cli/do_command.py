"""Do a command of staff in the office, and return what it prints instead of printing it."""

import io
import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import Final

import click

from cli.commands import COMMANDS, read_command
from cli.failures import describe
from cli.masks import list_typed, mask, mask_shown
from cli.office import Office, Unagreed
from cli.office_command import OfficeCommand
from cli.program import unmark
from cli.sentences import tell
from cli.shown import is_keeping, list_kept
from cli.words import say
from wallet.business.api_keys import NAME_LETTERS
from wallet.core.errors import WalletError
from wallet.core.logs import log

WHOLE_KEY: Final = re.compile(rf"(sk_(?:live|test)_\w{{{NAME_LETTERS}}})\w+")  # of a program: its name is enough
NOT_NOTED: Final = ("--login", "--data")


@dataclass
class CommandEnd:
    """The end of a command: what it printed, on standard output and standard error, and its exit code.

    `agree` names what was shown and waits to be agreed to (Unagreed), `session` the session that goes on until then.
    Where it `asks_code` nothing was done yet: a code of the login's app is to be typed first.
    """

    said: str = ""
    warned: str = ""
    code: int = 0
    agree: str = ""
    session: str = field(default="", repr=False)
    asks_code: bool = False


class OfficeWords(click.Group):
    """The first words of all commands, each read from its own file."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name; None for no such command."""
        return read_command(cmd_name) if cmd_name in COMMANDS else None


MBONGO: Final = OfficeWords("mbongo")


def find_command(words: Sequence[str]) -> tuple[click.Command, int]:
    """Return the command that these words begin with, and how many of them name it."""
    found: click.Command = MBONGO
    for number, word in enumerate(words):
        below = found.get_command(click.Context(found), word) if isinstance(found, click.Group) else None
        if below is None:
            return found, number
        found = below
    return found, len(words)


def name_command(words: Sequence[str]) -> str:
    """Return the words that name a command, without what it is told."""
    return " ".join(words[: find_command(words)[1]])


def do_command(office: Office, words: Sequence[str], width: int = 80, *, colour: bool = False) -> CommandEnd:
    """Do the command of these words. Returns what came of it; that its login read, or was refused, is kept."""
    answer, refused = CommandEnd(), ""
    with _printing_to(answer, width, colour=colour):
        try:
            answer.code = _run(office, words)
        except Unagreed as shown:
            answer.agree = shown.content_hash
        except WalletError as wrong:
            refused = say(wrong.key, **wrong.values)
            tell(refused, err=True)
            answer.code = 1
        except click.ClickException as mistyped:
            if is_keeping():
                tell(mistyped.format_message(), err=True)  # on a page nobody asks how a command is typed
            else:
                mistyped.show()
            refused, answer.code = mistyped.format_message(), mistyped.exit_code
        except Exception as failed:
            log.error("office failed", login=office.login, command=name_command(words), error=type(failed).__name__)
            refused = f"Error: {describe(failed)}"
            tell(refused, err=True)
            answer.code = 1
    office.note(" ".join(list_noted(words)), WHOLE_KEY.sub(r"\1", unmark(refused)))
    typed = set[str]() if is_keeping() else list_typed(words)  # a page is seen by more than who typed
    _mask(answer, typed | office.list_clear())
    return answer


def _mask(answer: CommandEnd, clear: Collection[str]) -> None:
    """Mask all that is shown, what is kept for a page too."""
    answer.said, answer.warned = mask(answer.said, clear), mask(answer.warned, clear)
    kept = list_kept()
    kept[:] = [mask_shown(one, clear) for one in kept]


def _run(office: Office, words: Sequence[str]) -> int:
    """Run the command, and return its exit code. Raises what it raises."""
    if not isinstance(find_command(words)[0], OfficeCommand):
        raise click.UsageError(f"the office has no command {' '.join(words)!r}")
    office.refuse("read", words[0])
    try:
        code = MBONGO.main([*words], "mbongo", standalone_mode=False, obj=office)
    except SystemExit as ended:
        code = ended.code
    return code if isinstance(code, int) else 0


@contextmanager
def _printing_to(answer: CommandEnd, width: int, *, colour: bool) -> Iterator[None]:
    """Keep what is printed, as wide as the terminal where it will be read, and in colours where that shows them."""
    said, warned, before = io.StringIO(), io.StringIO(), dict(os.environ)
    os.environ |= {"COLUMNS": str(width), **({"FORCE_COLOR": "1"} if colour else {})}
    try:
        with redirect_stdout(said), redirect_stderr(warned):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        answer.said, answer.warned = said.getvalue(), warned.getvalue()


def list_noted(words: Sequence[str]) -> Iterator[str]:
    """Yield the words of a command that are kept as what was read: all but its login and its data folder."""
    skipped = False
    for word in words:
        if not skipped and not word.startswith(tuple(f"{one}=" for one in NOT_NOTED)) and word not in NOT_NOTED:
            yield WHOLE_KEY.sub(r"\1", word)
        skipped = not skipped and word in NOT_NOTED
