"""A secret that is typed, a password or a code, or comes as a line of standard input where that is no terminal."""

import sys

import click


def ask_secret(question: str, *, twice: bool = False) -> str:
    """Return the secret that answers a question; typed, it is not shown.

    `twice` asks again; of a pipe, a second line must be the same, and may be missing. Raises UsageError.
    """
    if sys.stdin.isatty():
        return str(click.prompt(question, hide_input=True, confirmation_prompt=twice, err=True))
    click.echo(f"{question}: read from standard input", err=True)
    secret = _read_line()
    if not secret:
        raise click.UsageError(
            f"{question}: nothing came on standard input. Give a line there, or type it in a terminal"
        )
    if twice and _read_line() not in ("", secret):
        raise click.UsageError("the second line on standard input is another password than the first")
    return secret


def _read_line() -> str:
    return sys.stdin.readline().rstrip("\r\n")
