"""A password that is typed, or comes as a line of standard input where that is no terminal."""

import sys

import click


def ask_password(question: str, *, twice: bool = False) -> str:
    """Return the password that answers a question; typed, it is not shown.

    `twice` asks again; of a pipe, a second line must be the same, and may be missing. Raises UsageError.
    """
    if sys.stdin.isatty():
        return str(click.prompt(question, hide_input=True, confirmation_prompt=twice))
    click.echo(f"{question}: read from standard input", err=True)
    password = _read_line()
    if not password:
        raise click.UsageError("no password came on standard input: give it as a line there, or type it in a terminal")
    if twice and _read_line() not in ("", password):
        raise click.UsageError("the second line on standard input is another password than the first")
    return password


def _read_line() -> str:
    return sys.stdin.readline().rstrip("\r\n")
