"""Say what is wrong with a row of a payroll, and what to mend: a sentence for each problem of judge_rows.py."""

from typing import Any

from documents.shown import show_francs
from documents.words import Say


def list_row_problems(say: Say, **values: Any) -> dict[str, str]:
    """Return the sentence of each problem, by its name."""
    return {
        "number_missing": say("No number: type the phone, or the RIB, of who is paid."),
        "number_lost": say(
            "The sheet has cut this number short (%(given)s): format the column as text, then type it again.",
            given=values.get("given", ""),
        ),
        "phone_letters": say(
            "%(given)s is no phone number: nine digits that begin with 6.",
            given=values.get("given", ""),
        ),
        "phone_short": say(
            "This number has %(count)s digits: nine are needed. One is missing?",
            count=values.get("count", ""),
        ),
        "phone_long": say(
            "This number has %(count)s digits: nine are needed. One is too many?",
            count=values.get("count", ""),
        ),
        "phone_foreign": say(
            "%(given)s is of another country: only numbers of Cameroon are paid. Take a bank account.",
            given=values.get("given", ""),
        ),
        "phone_fixed": say("%(given)s is a fixed line: type a mobile number.", given=values.get("given", "")),
        "phone_unknown": say(
            "No operator has given out %(given)s: look at the number again.",
            given=values.get("given", ""),
        ),
        "phone_two": say("Two numbers in one cell (%(given)s): keep one.", given=values.get("given", "")),
        "phone_is_rib": say("This is a bank account, not a phone: write bank as the way, or a phone number."),
        "rib_is_phone": say("This is a phone, not a bank account: write om, momo or mbongo as the way, or the RIB."),
        "rib_length": say(
            "A RIB has 23 digits; this one has %(count)s. Copy it from the bank's paper.",
            count=values.get("count", ""),
        ),
        "rib_letters": say("A RIB of Cameroon has digits only. Copy it from the bank's paper."),
        "rib_key": say("The key of this RIB, its last two digits, is not right: one digit was mistyped."),
        "iban_foreign": say(
            "This IBAN (%(given)s…) is of another country: only accounts in Cameroon are paid.",
            given=values.get("given", ""),
        ),
        "way_unknown": say(
            "%(given)s is no way to pay: write mbongo, om, momo or bank, or leave it empty.",
            given=values.get("given", ""),
        ),
        "other_operator": say(
            "This number looks like one of %(operator)s, not of %(given)s: change the way, or say that it is"
            " meant so.",
            operator=values.get("operator", ""), given=values.get("given", ""),
        ),
        "no_operator": say(
            "We cannot tell by whom %(phone)s is paid: write om, momo or mbongo as the way.",
            phone=values.get("phone", ""),
        ),
        "no_wallet": say("This number has no Mbongo wallet: write om or momo as the way, or have them open one."),
        "wallet_stopped": say("This wallet receives nothing now: pay by another way, or ask them to call us."),
        "wallet_takes_less": say("This wallet may not receive so much now: pay less, or by another way."),
        "not_payable": say("This line could not be paid, and its money is back: try it again, or call us."),
        "name_missing": say("No name: type whom this pays."),
        "name_short": say("A name has two letters at least: write it whole."),
        "name_long": say("A name has %(most)s letters at most: shorten it.", most=values.get("most", "")),
        "name_letters": say("This name holds digits or signs that no name has: type it again."),
        "name_other": say("The wallet of this number has another name: look at both, or say that it is meant so."),
        "names_enough": say(
            "Too many other names were tried today: write it as the wallet has it tomorrow, or say that it is meant so."
        ),
        "amount_missing": say("No amount: type the francs to pay."),
        "amount_lost": say(
            "The sheet has cut this amount short (%(given)s): type it whole.",
            given=values.get("given", ""),
        ),
        "amount_negative": say("%(given)s is below zero: type what is to be paid.", given=values.get("given", "")),
        "amount_zero": say("Nothing is to be paid here: type an amount, or strike the row."),
        "amount_decimals": say(
            "There are no centimes: write %(given)s in whole francs.",
            given=values.get("given", ""),
        ),
        "amount_dots": say("Write %(given)s without dots or commas: 150000 or 150 000.", given=values.get("given", "")),
        "amount_unreadable": say(
            "%(given)s is no amount: write digits, 150000 or 150 000.",
            given=values.get("given", ""),
        ),
        "amount_is_phone": say(
            "%(given)s is a phone number: are two columns exchanged?",
            given=values.get("given", ""),
        ),
        "amount_long": say("An amount has %(most)s digits at most: take some off.", most=values.get("most", "")),
        "amount_below": say(
            "%(least)s FCFA are the least that is paid: pay more, or strike the row.",
            least=values.get("least", ""),
        ),
        "payout_most": say(
            "At your business's level %(most)s are the most that a phone or a bank is paid at once: pay less in"
            " this row, or have the owner send the documents of the next level (Verification).",
            most=show_francs(values["most"]) if "most" in values else "",
        ),
        "label_long": say("The label has %(most)s letters at most: shorten it.", most=values.get("most", "")),
        "label_signs": say("The label has letters, spaces and a year at most: Salary Nov 2026."),
        "label_lures": say("This label reads like a message of ours: write what the money is for."),
        "reference_long": say(
            "The staff number has %(most)s letters at most: shorten it.",
            most=values.get("most", ""),
        ),
        "reference_twice": say(
            "Row %(first)s has this staff number already: change one of them.",
            first=values.get("first", ""),
        ),
        "twice": say(
            "Row %(first)s pays this number already: strike one, or say that it is meant so.",
            first=values.get("first", ""),
        ),
        "paid_lately": say(
            "You paid this number on %(date)s, less than 30 days ago: strike the row, or say that it is "
            "meant so.",
            date=values.get("date", ""),
        ),
        "cells_many": say("This row has more cells than there are columns: put quotes round what holds a comma."),
        "formula": say("A cell holds a formula or an error: copy its value, and paste it as text."),
        "bad_letters": say("Some letters of this row were lost: type it again, or save the file as UTF-8."),
        "cell_long": say("A cell of this row is too long: keep what is asked for."),
        "number_moved": say("The number went to somebody else: ask them for the one of now."),
    }  # fmt: skip


def say_row_problem(say: Say, problem: str, said: dict[str, Any]) -> str:
    """Return what is wrong with a row, and what to do, in a language; "" for nothing."""
    return list_row_problems(say, **said)[problem] if problem else ""
