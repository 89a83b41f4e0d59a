"""README's recipes, followed one after another in a copy of the checkout, whose own tests say that they hold."""

import shutil
from pathlib import Path
from typing import Final

from tests.docs.recipe import (
    FILES,
    MENUS,
    draw,
    draw_later,
    edit,
    follow,
    list_languages,
    make,
    run,
    run_tests,
    run_tools,
    text_of,
)
from tests.docs.recipe_of_acts import add_an_act
from tests.docs.recipe_of_rails import NAMED, add_a_rail
from tests.world.slices import todays

TESTS: Final = (
    "tests/ussd_menus/test_screens.py", "tests/sms_templates", "tests/wallet/operations/test_kinds.py",
    "tests/wallet/sending/test_give_tip.py", "tests/wallet/purposes/test_membership.py", "tests/web/test_kiosk.py",
    "tests/wallet/operations/test_channels.py", "tests/wallet/prices/test_tariff.py", "tests/test_docstrings.py",
    "tests/stories/test_stories.py", "tests/cli/test_words.py", "tests/wallet/staff/test_acts.py",
    "tests/wallet/staff/test_set_low_float.py", "tests/workers/rails/test_callbacks.py", "tests/docs/test_readme.py",
    "tests/wallet/business/test_methods.py",
)  # fmt: skip
WORDS_TRIED: Final = (
    # Of what each language is tried for, the first one's and the new one's: the checkout's own tests try the others.
    "(screens and not [en] and not [pcm])", "[es]", "sentences", "keys_in_code", "docstrings", "test_words",
)  # fmt: skip
ACTS_TRIED: Final = (
    "kinds", "give_tip", "membership", "what_was_loaded_holds",
    "emergency", "kiosk", "change_language", "test_acts", "low_float", "recharge_by_blue",
    "test_callbacks", "test_commands", "settings_page", "says_what_it_means", "belongs_to_a_method",
)  # fmt: skip
LINES: Final = ("3 Urgence", "Un pourboire", "3 Blue")  # of the menus, once they are drawn anew
ROW: Final = 'MovementKind("sent", "person", "person", may_refund=True, ends=AT_ONCE)'
SENTENCES: Final = {
    "fr": {
        "emergency": "Urgence",
        "give_tip": "Un pourboire",
        "tip_phone": "Pourboire à quel numéro?",
        "tip_amount": "Pourboire à {name} {phone}: montant?",
        "tip_pin": "Donner {amount} FCFA à {name} {phone}\\nPIN?",
        "tip_given": "{amount} FCFA donnés à {name} {phone}. Solde {balance} FCFA. Ref {reference}",
        "tip_noted": "Donné: {amount} FCFA à {name}. Ref {reference}",
        "tip_received": "{name} {phone} vous a donné {amount} FCFA. Ref {reference}",
        "membership_paid": "Adhésion payée: {amount} FCFA. Merci.",
        "membership_failed": "Adhésion non payée: {amount} FCFA. Réessayez: {menu}",
        "sent_at_kiosk": "{amount} FCFA envoyés. Prenez votre reçu.",
        "follows": "Un SMS suit.",
    },
    "en": {
        "emergency": "Emergency",
        "give_tip": "A tip",
        "tip_phone": "Tip to which number?",
        "tip_amount": "Tip to {name} {phone}: amount?",
        "tip_pin": "Give {amount} FCFA to {name} {phone}\\nPIN?",
        "tip_given": "{amount} FCFA given to {name} {phone}. Balance {balance} FCFA. Ref {reference}",
        "tip_noted": "Given: {amount} FCFA to {name}. Ref {reference}",
        "tip_received": "{name} {phone} gave you {amount} FCFA. Ref {reference}",
        "membership_paid": "Membership paid: {amount} FCFA. Thank you.",
        "membership_failed": "Membership not paid: {amount} FCFA. Try again: {menu}",
        "sent_at_kiosk": "{amount} FCFA sent. Take your receipt.",
        "follows": "An SMS follows.",
    },
}


def test_recipes_followed_one_after_another_hold(copy: Path) -> None:
    for recipe, do in RECIPES:
        follow(copy, recipe, do)
    draw(copy)
    drawn = (copy / MENUS).read_text("utf-8")
    assert [line for line in LINES if line not in drawn] == []
    for try_it in todays((try_words, try_acts, run_tools)):
        try_it(copy)
    shown = run(copy, "-c", "from sms_templates import *; print(say('es', 'ussd.send_recipient'))")
    assert shown.split("\n")[0] == "¿A qué teléfono?"


def try_words(copy: Path) -> None:
    """Run the copy's own tests of the words and screens that were added."""
    run_tests(copy, *TESTS, "-k", " or ".join(WORDS_TRIED))


def try_acts(copy: Path) -> None:
    """Run the copy's own tests of what is done with what was added."""
    run_tests(copy, *TESTS, "-k", " or ".join(ACTS_TRIED))


def test_the_recipe_of_a_rail_names_every_file_that_is_made() -> None:
    folder = FILES / "rail"
    made = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {path.relative_to(folder).as_posix() for path in made} == NAMED.keys()
    assert not [name for name in NAMED.values() if name not in text_of("A rail")]


def add_a_menu(copy: Path) -> None:
    """Add a line to the menu of paying: a lock in an emergency, which is a use case already."""
    make(copy, "menu")
    edit(
        copy / "ussd_menus" / "pay.py",
        ('("my_shop", my_shop, found.shop))', '("my_shop", my_shop, found.shop), ("emergency", emergency, 1))'),
        ("from ussd_menus.operations", "from ussd_menus.emergency import emergency\nfrom ussd_menus.operations"),
    )
    say(copy, "ussd.pay", emergency="emergency")
    draw_later(copy)


def add_a_command(copy: Path) -> None:
    """Add a word that locks the wallet too."""
    make(copy, "command")
    for language in list_languages(copy):
        word = {"fr": "URGENCE"}.get(language, "EMERGENCY")
        edit(
            copy / "sms_templates" / f"{language}.toml",
            ("[help]", f'[help]\nemergency = "{word}: verrouille / locks. Menu: {{menu}}"\n#'),
        )
        words = copy / "sms_templates" / "reading" / "words" / f"{language}.toml"
        edit(words, ("[command]", f'[command]\nemergency = ["{word}"]\n#'))
    edit(
        copy / "sms_templates" / "reading" / "forms.py",
        ('    "start": Command(),', '    "start": Command(),\n    "emergency": Command(),'),
    )
    edit(copy / "workers" / "inbox.py", ('    "balance": balance,', '    "balance": balance,\n    "emergency": lock,'))


def add_a_use_case(copy: Path) -> None:
    """Add the giving of a tip."""
    make(copy, "use_case")
    edit(
        copy / "wallet" / "perform.py",
        ("from wallet.sending.keep_f", "from wallet.sending.give_tip import GiveTip\nfrom wallet.sending.keep_f"),
        ("OpenWallet, SendMoney,", "OpenWallet, GiveTip, SendMoney,"),
    )
    say(copy, "ussd", tip_given=("tip_given", "follows"))
    say(copy, "sms", tip_given="tip_given", tip_received="tip_received")


def add_a_kind(copy: Path) -> None:
    """Add the tip as a movement that both sides see and that can be given back, and its price."""
    edit(
        copy / "wallet" / "operations" / "kinds.py",
        ('    "add_money": ', f'    "give_tip": {ROW},\n    "add_money": '),
    )
    edit(
        copy / "wallet" / "migrations" / "rows.sql",
        ("    ('send_money', ", "    ('give_tip', '-infinity', 0, 0, 0, 0, 0),\n    ('send_money', "),
    )
    may_post(copy, "('give_tip', 'operation', 'give_tip', 'customer', 'customer', 'web worker')")
    say(copy, "ussd.operation_given", give_tip="tip_noted")
    say(copy, "ussd.operation_received", give_tip="tip_received")
    say(copy, "ussd.done_before", give_tip="tip_noted")


def add_a_tip_to_the_menus(copy: Path) -> None:
    """Add the menu of the new use case, by the same recipe as any."""
    make(copy, "menu_of_use_case")
    edit(
        copy / "ussd_menus" / "requests.py",
        ('"blocked": (blocked, counts.blocked),', '"blocked": (blocked, counts.blocked), "give_tip": (give_tip, 1),'),
        ("from ussd_menus.questions", "from ussd_menus.give_tip import give_tip\nfrom ussd_menus.questions"),
    )
    say(copy, "ussd.requests", give_tip="give_tip")
    say(copy, "ussd", tip_phone="tip_phone", tip_amount="tip_amount", tip_pin="tip_pin")
    draw_later(copy)


def add_a_channel(copy: Path) -> None:
    """Add a kiosk, with its own words for one outcome."""
    make(copy, "channel")
    edit(
        copy / "wallet" / "core" / "channels.py",
        ('        Channel("web"),', '        Channel("kiosk"),\n        Channel("web"),'),
    )
    edit(copy / "wallet" / "migrations" / "rows.sql", ("('web'), ", "('kiosk'), ('web'), "))
    for language in list_languages(copy):
        words = SENTENCES.get(language, SENTENCES["en"])
        edit(
            copy / "sms_templates" / f"{language}.toml",
            ("[sms]\n", f'[kiosk]\nmoney_sent = "{words["sent_at_kiosk"]}"\n\n[sms]\n'),
        )


def add_a_purpose(copy: Path) -> None:
    """Add a membership, paid by an operator's customer."""
    make(copy, "purpose")
    edit(
        copy / "wallet" / "purposes" / "purposes.py",
        ("    pay_checkout,\n", "    pay_checkout,\n    pay_membership,\n"),
        ('    "pay_request": ', '    "pay_membership": pay_membership.PURPOSE,\n    "pay_request": '),
    )
    may_post(copy, "('pay_membership', 'payment', 'succeeded', 'operator_float', 'fees', 'worker office')")
    say(copy, "sms", membership_paid="membership_paid", membership_failed="membership_failed")


def add_a_language(copy: Path) -> None:
    """Add Spanish, by two files."""
    words = copy / "sms_templates" / "reading" / "words"
    shutil.copy(words / "fr.toml", words / "es.toml")
    shutil.copy(copy / "sms_templates" / "fr.toml", copy / "sms_templates" / "es.toml")
    spanish = copy / "sms_templates" / "es.toml"
    edit(
        spanish,
        ('name = "FRANÇAIS"', 'name = "Español"'),
        ("names = [", 'names = ["ES", "ESPANOL"]\n# was: ['),
        ("place = 1", "place = 4"),
    )
    edit(spanish, ("Envoyer à quel numéro?", "¿A qué teléfono?"))


def may_post(copy: Path, row: str) -> None:
    """Add the row of a kind of transfer: what it takes from and gives to, who posts it, and why."""
    kinds = copy / "wallet" / "migrations" / "transfer_kinds.sql"
    edit(kinds, ("FROM (VALUES\n", f"FROM (VALUES\n  {row},\n"))


def say(copy: Path, table: str, **keys: str | tuple[str, ...]) -> None:
    """Add sentences to a table of each language, by their names in SENTENCES."""
    for language in list_languages(copy):
        written = SENTENCES.get(language, SENTENCES["en"])  # what a recipe says need not be said in every language
        names = {key: (name,) if isinstance(name, str) else name for key, name in keys.items()}
        lines = [f'{key} = "{" ".join(written[name] for name in parts)}"' for key, parts in names.items()]
        edit(copy / "sms_templates" / f"{language}.toml", (f"[{table}]", "\n".join([f"[{table}]", *lines, "#"])))


RECIPES: Final = (
    ("A menu", add_a_menu),
    ("An SMS command", add_a_command),
    ("A use case", add_a_use_case),
    ("A kind", add_a_kind),
    ("A menu", add_a_tip_to_the_menus),
    ("A channel", add_a_channel),
    ("A purpose", add_a_purpose),
    ("A language", add_a_language),
    ("An act of staff", add_an_act),
    ("A rail", add_a_rail),
)
