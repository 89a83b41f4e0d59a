"""The views of a command: its form, and what came of it, as tables where a terminal shows those."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from flask import Response, abort, request
from sqlalchemy import Connection

from cli import shown
from cli.commands import COMMANDS
from cli.do_command import CommandEnd, do_command
from cli.office import Office
from cli.program import LAUNCHER, marking
from cli.shown import Shown
from cli.words import say as say_staff
from wallet.core.database import in_transaction
from wallet.core.errors import Locked, Misread
from wallet.core.values import find_phone
from wallet.people.people import find_by_phone
from wallet.staff import factors
from wallet.staff.factors import AtWork
from web.office.answers import answer_page
from web.office.commands_in_words import split_commands
from web.office.cookie import TOKEN, bring_session, find_at_work
from web.office.forms import CommandForm, list_forms, list_others, list_sections, write_words
from web.office.sign_in import TYPED_LETTERS, lead_elsewhere
from web.pages.headers import guard_page
from web.pages.language import choose_language
from web.pages.rendering import speak
from web.process import hold

COLUMNS: Final = 1_000  # no line is broken here: the page does that
PERSON: Final = "person"  # the field of commands that names one
NAME_LETTERS: Final = 50  # of a file that is sent, without its ending
# How the files of commands begin, which nobody need name.
ENDINGS: Final = ((b"%PDF", ".pdf"), (b"<?xml", ".xml"), (b"PK", ".xlsx"), (b"\xff\xd8", ".jpg"), (b"\x89PNG", ".png"))


def find_form(words: str) -> CommandForm:
    """Return the form of a command. Aborts: 404 for no such command."""
    form = list_forms().get(tuple(words.split("/")))
    if form is None:
        abort(404)
    return form


def show_section(name: str) -> Response:
    """Return the page of all that staff do about one thing."""
    commands = list_sections().get(name)
    if commands is None:
        abort(404)
    return lead_elsewhere() or answer_page("section.html", here=name, commands=commands, about=COMMANDS[name])


def show_command(words: str) -> Response:
    """Return a command's page: its form as the address fills it in; where it only shows, what it shows."""
    form = find_form(words)
    if elsewhere := lead_elsewhere():
        return elsewhere
    typed = {field.name: request.args.getlist(field.name) for field in form.fields}
    missing = any(field.required and not any(typed[field.name]) for field in form.fields)
    changes = not form.only_reads and any(any(values) for values in typed.values())
    if missing or changes or form.approves_apart or (form.takes_file and not form.can_show_at_once):
        return answer_form(form, typed)
    return do_form(form, typed if form.only_reads else {}, typed)


def use_command(words: str) -> Response:
    """Do what a form says. What is to be agreed to is shown first, with what it would do."""
    form = find_form(words)
    TOKEN.check_form()
    if elsewhere := lead_elsewhere():
        return elsewhere
    typed = {field.name: request.form.getlist(field.name) for field in form.fields}
    return do_form(form, typed, typed)


def do_form(
    form: CommandForm,
    told: Mapping[str, Sequence[str]],
    typed: Mapping[str, Sequence[str]],
    template: str = "command.html",
    **more: Any,
) -> Response:
    """Do a command as it was told, as whoever is at work; return its page, or the file it makes.

    Its page shows `more` besides where another template than every command's does.
    """
    who, session = find_at_work(), bring_session()
    if who is None or session is None:
        abort(400)
    typed = _name_people(typed)
    with TemporaryDirectory(prefix="mbongo-office-") as folder:
        sent = dict(_keep_sent(form, Path(folder)))
        said = {**told, **{name: [path.name] for name, path in sent.items()}}
        try:
            words = write_words(form, said, approve="approve" in request.form and form.approves_apart)
        except ValueError as field:
            say = speak(choose_language())
            mistyped = say(
                "Nothing was done: type this again, in full and in 2000 letters at most: %(field)s", field=field
            )
            return answer_form(form, typed, problem=mistyped)
        problem = _show_again(who)
        office = Office(
            hold().wallet, who.login, session, Path(folder), {path.name: path for path in sent.values()},
            "" if problem else request.form.get("agreed", ""), request.form.get("declined", ""), hold().public_url,
        )  # fmt: skip
        with shown.keeping() as kept, marking() as program:
            answer = do_command(office, words, COLUMNS)
        files = [path for path in office.kept.values() if path.exists()]
        if files and not answer.code:
            return give_kept(files[0])
        return answer_form(form, typed, answer, kept, problem, program, template, **more)


def _name_people(typed: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Return what was typed with the ids of people in the place of their numbers, which no page carries on."""

    def name(db: Connection, value: str) -> str:
        known = find_by_phone(db, phone) if (phone := find_phone(value)) else None
        return known.public_id if known else value

    def name_all(db: Connection) -> dict[str, list[str]]:
        return {PERSON: [name(db, value) for value in typed[PERSON]]}

    return {**typed, **in_transaction(hold().wallet.engine, name_all)} if any(typed.get(PERSON, ())) else typed


def _show_again(who: AtWork) -> str:
    """Compare the code that was typed beside what is agreed to; return what is said of a wrong one, "" for none."""
    session, wallet = bring_session(), hold().wallet
    if not request.form.get("agreed") or session is None:
        return ""
    try:
        if code := request.form.get("code", ""):
            factors.try_code(wallet.engine, wallet.secrets, session, who.login, code[:TYPED_LETTERS])
        factors.refuse_stale(wallet.engine, session)
    except (Misread, Locked) as wrong:
        return say_staff(wrong.key, **wrong.values)
    return ""


def _keep_sent(form: CommandForm, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files that were sent, by their fields, each kept in a folder of its own under its own name."""
    for field in form.fields:
        file = request.files.get(field.name) if field.kind == "sent" else None
        if file and file.filename:
            place = folder / field.name
            place.mkdir()
            path = place / name_sent(file.filename)
            file.save(path)
            yield field.name, path


def name_sent(told: str) -> str:
    """Return the name that a file is kept under: its own, of letters that are seen, as long as every disk takes."""
    name = Path("".join(letter for letter in told if letter.isprintable())).name.strip(". ")
    stem, dot, ending = name.rpartition(".")
    cut = f"{stem[:NAME_LETTERS]}{dot}{ending[:8]}" if stem else ending[:NAME_LETTERS]
    return cut.strip() or "file"


def give_kept(path: Path) -> Response:
    """Return a file that a command made."""
    content = path.read_bytes()
    ending = path.suffix or next((name for begins, name in ENDINGS if content.startswith(begins)), ".txt")
    headers = {"Content-Disposition": f'attachment; filename="{path.stem}{ending}"'}
    return guard_page(Response(content, content_type="application/octet-stream", headers=headers))


def answer_form(
    form: CommandForm,
    typed: Mapping[str, Sequence[str]],
    answer: CommandEnd | None = None,
    kept: list[Shown] | None = None,
    problem: str = "",
    program: str = LAUNCHER,
    template: str = "command.html",
    **more: Any,
) -> Response:
    """Return a command's page, with what came of it, in which `program` begins the commands that are ours."""
    cut_words = partial(split_commands, program=program)
    parts = [list(cut_words(part)) if isinstance(part, str) else part for part in shown.split(answer.said, kept or [])
             ] if answer else []  # fmt: skip
    warned = list(cut_words(answer.warned)) if answer else []
    session = bring_session()
    agrees = bool(answer and answer.agree)
    must_show = agrees and session is not None and not factors.is_fresh(hold().wallet.engine, session)
    status = 422 if problem or (answer and answer.code) else 200
    return answer_page(
        template, status, command=form, typed=typed, parts=parts, warned=warned, answer=answer, problem=problem,
        others=list_others(form, typed) if answer else [], must_show=must_show,
        here=form.words[0], cut_words=cut_words, **more,
    )  # fmt: skip
