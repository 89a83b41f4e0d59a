"""Every sentence that people read or type on USSD and by SMS: one TOML file for each language.

Rules: GSM-7 only; a value is cut to its WIDEST example, so the lengths the tests prove hold for any person's
name; a language is one file, found by being here.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from string import Formatter
from typing import Any, Final

from sms_templates.files import FILES as FILES
from sms_templates.files import LANGUAGES as LANGUAGES
from sms_templates.gsm7 import BASIC
from sms_templates.numbers import NUMBERS as NUMBERS
from sms_templates.numbers import use_numbers as use_numbers
from sms_templates.reading.words import show_word
from sms_templates.spans import SPANS as SPANS
from wallet.core.elision import elide
from wallet.core.errors import NotNow, WalletError
from wallet.core.values import fold
from wallet.payments.rails import RAILS, ROWS, list_phone_rails

PAPER: Final = re.compile(r"[A-Z]{2,6}-\d{4}-\d+$")  # an invoice's number: half of it would be another's
WIDEST_TITLE: Final = max(ROWS, key=lambda rail: len(rail.title)).name
WIDEST_DOWN: Final = max(list_phone_rails(), key=lambda rail: len(rail.short)).name  # said by name: wider than a count

# Each value a sentence may carry, with its widest example as the caller gives it: amounts as whole francs,
# phones in E.164, days and hours as text already in Africa/Douala. Whole sentences handed on have no widest.
WIDEST: Final[dict[str, Any]] = {
    "name": "Tchouankeu T.",
    "full_name": "Tchouankeu Tchamba Nguimfack Marie-Clair",  # whole only where it is compared with a document
    "phone": "+237677123456",
    "number": "+237677123456",  # the same, where a phone is dialled
    "typed": "10000000",  # an amount, where it is dialled
    "amount": 10_000_000,
    "wanted": 10_000_000,  # instead of another amount
    "signed": -10_000_000,
    "fee": 100_000,
    "currency": "EUR",
    "tax": 20_004,
    "total": 10_120_004,
    "balance": 10_000_000,
    "minimum": 10_000_000,
    "maximum": 10_000_000,
    "level": 2,
    "held": 10_000_000,
    "free": 10_000_000,  # of a balance, what may leave
    "left": 10_000_000,
    "shop": "Boulangerie du March",
    "account": "Orange Money 3456",  # to which a shop is paid out, by how it ends
    "title": "Commande de gateaux",  # of what a shop asks: as much of it as there is room for
    "each": "month",  # how often a plan is charged
    "times": 1200,  # how often in all; 0: until it is ended
    "till": "44118",
    "bill": "ABCD2026111234567890",
    "pay_code": "48217365",
    "api_key": "sk_live_AbCdEf",
    "page_code": "482173",
    "page_link": "https://mbongo.example/me/l/0123456789abcdef0123456789abcdef482173",
    "page": "https://mbongo.example/pay/Zm9vYmFyYmF6cXV4MTIzNA",
    "claim_page": "https://btcpay.example/pull-payments/2Zn4bQkX7dVY8c5mRtLwPq",
    "invited_page": "https://mbongo.example/business/i/Zm9vYmFyYmF6cXV4MTIzNA",
    "password_page": "https://mbongo.example/business/p/Zm9vYmFyYmF6cXV4MTIzNA",
    "float": 10_000_000,
    "commission": 60_000,
    "reference": "K7Q2-93FD",
    "undone": "K7Q2-93FD",
    "answer": "replacing",  # of a question, how it is answered; its widest
    "terms": "most",  # of an agreement, what is agreed to; its widest
    "first_line": "differs",  # of a customer's first screen; its widest
    "code": "4821",
    "cash_code": "4821735",
    "agent": "123455",
    "agent_name": "Tchouankeu T.",
    "id_number": "12345678901234567890",
    "sent": 120_004,
    "withdrawn": 120_004,
    "cash": 120_004,
    "day": 100_000_000,
    "sms": 10_000_000,
    "ins": 999,
    "outs": 999,
    "sales": 99_999,
    "date": "12/11",
    "time": "18:45",
    "tries": 2,
    "most": 20,
    "hours": 24,
    "what": "Choisir mon nouveau PIN",
    "payer": "+237677123456",
    "rail": WIDEST_TITLE,
    "operator": WIDEST_TITLE,  # a rail, shown by its title
    "own": 0,  # of a number: not the caller's
    "amount_asked": 1,  # asked again after an error
    "unchecked": 1,  # a name that nobody has checked, said before a PIN where it fits
    "prompt_code": WIDEST_TITLE,  # of the same rail, what its payer dials when no prompt shows
    "down": WIDEST_DOWN,  # rails with commas, or "all", said behind the line that offers them; "" for none
    "count": 9,
    "closed": 1,  # said behind the line of a rail that is down; 0 while it is open
    "form": "recharge",  # a money command, shown as it is written
    "word": "recharge",  # a command, shown by its word
    "priced": "pay_cash_out",  # a kind of operation, as a price names it
    "language": "fr",  # shown by its own name
    "sender": "Tchouankeu T.",  # a name in brackets, or ""
    "requests": 12,  # in brackets, none as nothing
    "to_pay": 12,
    "asked": 12,
    "blocked": 12,
    "request": "48217368",
    "email": "prenom.nom@exemple.cm",  # as much of an address as there is room for
    "paid_count": 5_000,  # lines of a payroll: paid, come back, under way; and their francs
    "back_count": 5_000,
    "going_count": 5_000,
    "paid_francs": 100_000_000,
    "back_francs": 100_000_000,
    "going_francs": 100_000_000,
    "reason": "loyer de novembre 26",  # after a colon, or ""
}
INSIDE: Final = frozenset({"answer", "first_line", "terms"})  # values that name a sentence, said inside another
PASSED_ON: Final = frozenset(
    {"problem", "remedy", "lines", "cash_code", "page", "claim_page", "invited_page", "password_page"}
)  # never cut: said before, or to be typed


def say(language: str, key: str, /, **values: Any) -> str:
    """Return the sentence of this key ("sms.money_sent", "ussd.main.title") in this language, its values filled in.

    Values the sentence does not use are ignored. Without a name, the phone stands for it.
    Raises LookupError for a key or a value that is missing: a programming error.
    """
    sentence = get_sentence(language, key)
    for name in INSIDE.intersection(values):
        sentence = sentence.replace(f"{{{name}}}", get_sentence(language, f"{name}.{values[name]}"))
    if "{" not in sentence:  # most of what a menu shows
        return sentence
    if not values.get("name", True):
        values["name"] = "" if "{phone}" in sentence else values.get("phone", "")[4:]
    values = {"amount_asked": 0, "unchecked": 0, "own": 1, "prompt_code": values.get("operator"), **values}
    named = list_values(sentence)
    shown = {name: show(name, value, language) for name, value in values.items() if name in named}
    if language == "fr":
        sentence = elide(sentence, shown)
    try:
        text = sentence.format_map(
            {**shown, **NUMBERS, **SPANS, **rails_named(language), "languages": list_languages(language)}
        )
    except KeyError as missing:
        raise LookupError(f"{language}.toml {key}: nobody gave {missing}") from missing
    return tidy(text)


@lru_cache(maxsize=4096)  # more than there are sentences in all languages
def list_values(sentence: str) -> frozenset[str]:
    """Return the names of the values that a sentence leaves open."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


def say_on(channel: str, language: str, key: str, /, **values: Any) -> str:
    """Return what a channel says of this key: its own words, `<channel>.<key>`, or those every channel shares.

    Raises LookupError as say() does.
    """
    return say(language, key_on(channel, language, key), **values)


@cache
def key_on(channel: str, language: str, key: str) -> str:
    """Return the key of a channel's own words where it has some, else the key as it is."""
    own = f"{channel}.{key}"
    return own if find_sentence(language, own) is not None else key


@cache
def rails_named(language: str) -> dict[str, str]:
    """Return the rails a phone may use as any sentence may name them: OM/MoMo, OM ou MoMo, OM ou MOMO."""
    offered, joint = list_phone_rails(), f" {FILES[language]['or']} "
    return {
        "rails": "/".join(rail.short for rail in offered),
        "rails_or": joint.join(rail.short for rail in offered),
        "rail_words": joint.join(rail.words[0] for rail in offered),
    }


@cache
def list_languages(language: str) -> str:
    """Return how each language is asked for by SMS, and its own name: LANGUE EN: English, LANGUE PCM: Pidgin."""
    word = show_word(language, "language")
    return ", ".join(f"{word} {FILES[one]['names'][0]}: {FILES[one]['name']}" for one in LANGUAGES)


def explain(language: str, error: WalletError, command: str = "") -> tuple[str, dict[str, Any]]:
    """Return the sentence, and its values, that answers a text not done; a short error line gets its way forward.

    `command` is what the text asked for: the form it is shown in.
    """
    shown = command if command in FILES[language]["form"] else "send"
    way = {"form": shown, "word": shown}
    if error.key.startswith("error."):
        said = {**way, "problem": say(language, error.key, **error.values)}
        remedy = error.key.replace("error.", "remedy.", 1)
        if isinstance(error, NotNow):
            return "sms.not_now", said
        if find_sentence(language, remedy):
            return "sms.refused", {**said, "remedy": say(language, remedy, **error.values)}
        return "sms.misread", said
    return error.key, {**way, **error.values}


@cache
def get_sentence(language: str, key: str) -> str:
    """Return the sentence as written, its values open. Raises LookupError."""
    found = find_sentence(language, key)
    if found is None:
        raise LookupError(f"{language}.toml has no sentence {key}")
    return found


def find_sentence(language: str, key: str) -> str | None:
    """Return the sentence as written, None when there is none."""
    found: Any = FILES.get(language)
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found if isinstance(found, str) else None


def show(name: str, value: Any, language: str) -> str:
    """Return one value as people read it, by its name. Figures are never cut: a long text beats a wrong amount."""
    if name in NAMED:
        return NAMED[name](language, value)
    if isinstance(value, int):
        return f"{int(value):{'+,' if name == 'signed' else ','}}".replace(",", " ")
    text = str(value).removeprefix("+237")
    if name in PASSED_ON or name not in WIDEST:
        return text
    inside = "".join(letter if letter in BASIC else "?" for letter in fold(text))
    whole, room = " ".join(inside.split()), len(str(WIDEST[name]))
    paper = PAPER.search(whole) if len(whole) > room else None
    return paper[0][:room] if paper else whole[:room].rstrip()


# Values that are more than they look: a count with its word, or the name of something: a
# language, an operator, what is said of one that is down, a command, a kind of operation.
NAMED: Final[dict[str, Callable[[str, Any], str]]] = {
    "language": lambda _, code: str(FILES[code]["name"]),
    "requests": lambda _, count: f"({count})" if count else "",
    "reason": lambda _, reason: f": {reason[:20]}" if reason else "",
    "sender": lambda language, name: f" ({show('name', name, language)})" if name else "",
    "operator": lambda _, rail: RAILS[rail].title if rail else "",
    "prompt_code": lambda _, rail: RAILS[rail].prompt_code if rail else "",
    "own": lambda language, own: "" if own else get_sentence(language, "ussd.number.other"),
    "amount_asked": lambda language, again: get_sentence(language, f"ussd.amount.{'again' if again else 'first'}"),
    "unchecked": lambda language, tells: get_sentence(language, "ussd.name.unchecked") if tells else "",
    "each": lambda language, every: get_sentence(language, f"each.{every}"),
    "times": lambda language, count: get_sentence(language, "each.times").format(times=count) if count else "",
    "tries": lambda language, left: f"{left} {FILES[language]['try' if left == 1 else 'tries']}",
    "down": lambda language, rails: say_down(language, rails) if rails else "",
    "closed": lambda language, closed: get_sentence(language, "ussd.down.here") if closed else "",
    "form": lambda language, command: get_sentence(language, f"form.{command}"),
    "priced": lambda language, kind: say(language, f"ussd.priced.{kind}") if kind else "",
    "word": show_word,
}


def say_down(language: str, rails: str) -> str:
    """Return what is said behind a line while rails are down: "all" of those it offers, or some, with commas."""
    if rails == "all":
        return get_sentence(language, "ussd.down.all")
    names = rails.split(",")
    if len(names) == 1:
        return get_sentence(language, "ussd.down.one").format(rail=RAILS[rails].short)
    return get_sentence(language, "ussd.down.several").format(count=len(names))  # their names would not fit


def tidy(text: str) -> str:
    """Return the text without spaces left where a name or number is empty, or double stops where it ends with one."""
    text = text.replace("..", ".").replace("??", "?").replace(" .", ".")
    if "  " in text:
        text = re.sub(r" {2,}", " ", text)
    return text.replace("\n ", "\n").strip(" ")
