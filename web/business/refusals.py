"""Refusals of members in the words of pages: what was wrong, and what to do next."""

from typing import Any, Final

from documents.shown import show_francs
from documents.words import Say
from sms_templates import say_on


def list_refusals(say: Say, **values: Any) -> dict[str, str]:
    """Return the sentence of each refusal that only members are told, by its name behind `member.`."""
    return {
        "wrong_password": say(
            "This is no member's address with this password. After five wrong ones, wait a quarter of an hour."
        ),
        "password_length": say("A password has 12 letters or more, on one line: three or four words make a good one."),
        "password_holds_name": say("The password holds your name or address: choose another."),
        "password_known": say("This password is in lists that thieves try first: choose another."),
        "session_over": say("Your session has ended, or your role has changed. Sign in again."),
        "stale": say("Show your second factor again first, then do this once more."),
        "wrong_password_before": say(
            "The password of now is wrong. After five wrong ones, wait a quarter of an hour."
        ),
        "address_over": say("This address was used, or is older than 30 minutes. Ask for another."),
        "wrong_factor": say(
            "This is wrong, or was used already. Wait for the next code; after five wrong ones, a quarter of an hour."
        ),
        "has_app": say("You have an authenticator app already: remove it before you add another."),
        "last_factor": say("This is your only second factor: add another before you remove it."),
        "name_length": say("A name has 2 to 60 letters."),
        "invitation_over": say("This invitation was used, withdrawn, or is older than 7 days. Ask for a new one."),
        "sign_in_first": say("You have a login already: sign in, then open the invitation again."),
        "cashier_without_till": say("A cashier stands at a till: choose at least one."),
        "no_such_till": say("This is none of your tills: choose one of those that are shown."),
        "no_such_member": say("This is no member, or no invitation, of this business any more."),
        "last_owner": say("A business keeps one owner: make somebody else an owner first."),
        "customer_unfit": say("A customer has a name on one line, and an address of 300 letters at most."),
        "customer_needed": say("Choose the customer: add one first where the list is empty."),
        "line_needed": say("An invoice has a line at least: what it is, and its price."),
        "line_unfit": say(
            "Line %(place)s cannot be read: it has a title, a quantity such as 1.5, a price in whole francs,"
            " a discount from 0 to 100 and, where no tax is due, why.", place=values.get("place", ""),
        ),
        "invoice_unfit": say("This cannot be an invoice: look at the date, the deposit, and the tax of each line."),
        "times_unfit": say("How often is a whole number from 1 on, such as 20; empty, it is as often as you like."),
        "niu_unfit": say("A taxpayer number has a letter, 12 digits and a letter: P012345678901A."),
        "reminders_unfit": say("Days of reminders are whole numbers, such as -3 0 7: before, on, after the due day."),
        "issuer_unfit": say("The legal name and the address are needed, on lines that can be printed."),
        "account_known": say("The business is paid out to this account already."),
        "accounts_most": say("Ten accounts are the most: remove one first."),
        "no_such_account": say("This account is not of this business, or was removed. Choose another."),
        "settlement_waits": say("This account is usable 48 hours after it was added. Until then choose another."),
        "price_changes_already": say("Another price was announced already. Wait until it holds, then change it."),
        "payout_unverified": say(
            "The business is at level 0, and pays out to its owner's wallet alone: send the documents of level 1."
        ),
        "payout_most": say(
            "At your level one payout is %(most)s at most. Choose less, or send the documents of the next level.",
            most=show_francs(values["most"]) if "most" in values else "",
        ),
        "payout_above": say("There is less than that in the till, with the fee. Nothing was done: choose less."),
        "payout_decided": say("This payout was decided already. Nothing was done."),
        "holder_unwritable": say("Type the name under which the bank knows the account, in 1 to 70 letters."),
        "not_a_rib": say("This is no RIB: 23 digits, or CM21 and 23 digits. Copy it from the bank's paper."),
        "rib_key_wrong": say("The key of this RIB, its last two digits, is not right. Look at the bank's paper again."),
        "iban_of_another": say("This IBAN is of another country: only accounts in Cameroon are paid out to."),
        "no_such_payroll": say("This payroll is not of this business, or was thrown away."),
        "no_such_line": say("This row is not in the file any more."),
        "payroll_above": say(
            "There is less than that in the till, with price and tax. Nothing was done: fill it, then "
            "approve again."
        ),
        "payroll_payout_most": say(
            "At your level one payment to a phone or a bank is %(most)s at most, and a row is more. Send it back to be"
            " mended, or send the documents of the next level; then approve again.",
            most=show_francs(values["most"]) if "most" in values else "",
        ),
        "other_operator": say(
            "This number looks like one of %(operator)s, not of %(given)s. Choose the other one, or tick that it is"
            " meant so. Nothing was added.",
            operator=values.get("operator", ""), given=values.get("given", ""),
        ),
        "payroll_bad_lines": say("%(count)s rows must be mended or struck first.", count=values.get("count", "")),
        "payroll_decided": say("This payroll does not wait for anybody any more. Nothing was done."),
        "payroll_empty": say("There is no row to pay in this file. Look at the template."),
        "payroll_long": say("There are more rows than %(most)s: make two files of it.", most=values.get("most", "")),
        "payroll_no_draft": say("This payroll was asked already: it is changed once an approver sent it back."),
        "payroll_of_another": say("Somebody else made this payroll: they mend and submit it."),
        "subscription_over": say("It has ended: whoever wants it again agrees again."),
        "subscription_not_yours": say("The business did not pause it: its subscriber goes on by agreeing again."),
        "payroll_own": say("You made this payroll yourself: another member approves it."),
        "payroll_price_changed": say(
            "A price has changed since this was asked: send it back, and have it submitted anew."
        ),
        "payroll_title": say("A title has 1 to 60 letters, on one line: Salaries November."),
        "payrolls_most": say(
            "There are %(most)s drafts already: submit one, or throw one away.",
            most=values.get("most", ""),
        ),
        "nothing_to_retry": say("Nothing of this payroll came back that is not tried again already."),
        "sheet_large": say("This file is larger than 2 MB. Leave pictures and other sheets out."),
        "sheet_unreadable": say(
            "This is no CSV and no XLSX that can be read. Save the template again, as CSV or XLSX without a "
            "password."
        ),
        "sheet_columns": say(
            "The first row must name the columns; %(missing)s is missing. Take the template.",
            missing=values.get("missing", ""),
        ),
        "sheet_column_twice": say("Two columns are called %(name)s. Leave one out.", name=values.get("name", "")),
        "sheet_missing": say("Choose a file first: CSV or XLSX."),
        "paper_missing": say("Choose a file first: a photo or a PDF."),
        "paper_type": say(
            "This is no PNG, no JPEG and no PDF, whatever it is called. Take a photo, or save it as PDF."
        ),
        "paper_large": say("This file is larger than 8 MB. Take the photo in a smaller size, or scan fewer pages."),
        "paper_sides": say("This picture has too many points. Take the photo in a smaller size."),
        "paper_small": say("This picture is too small to be read. Take the photo from nearer, or in a larger size."),
        "paper_pages": say("This PDF has more than ten pages. Send the pages that count."),
        "paper_locked": say("This PDF is under a password. Save it without one, and send it again."),
        "paper_unreadable": say("This file is damaged, or cannot be read. Take the photo again, or save the PDF anew."),
        "paper_late": say("There was no time to read this file just now. Nothing was kept: send it again in a minute."),
        "logo_type": say("A logo is a PNG or a JPEG. Choose a picture of one of these kinds."),
        "logo_small": say("This logo is too small: 48 points a side are the least. Choose a larger picture."),
        "logos_most": say("%(most)s logos are the most in a day. Come back tomorrow.", most=values.get("most", "")),
        "renamed_lately": say("The name was changed within 30 days. Until they are over, call Mbongo's service."),
        "paper_waits": say("A document of this kind waits to be looked at. Take it back first to send another."),
        "paper_judged": say("This document does not wait any more. Nothing was done."),
        "papers_most": say(
            "%(most)s documents a day are the most. Send this one tomorrow.", most=values.get("most", "")
        ),
        "endpoint_unfit": say("An endpoint is an https:// address on the open internet, without a user's name."),
        "endpoints_most": say("Ten endpoints are the most: remove one first."),
        "no_such_endpoint": say("This endpoint was removed. Add it again, and it has a new secret."),
        "endpoint_off": say("This endpoint is off: nothing would be told. Switch it on first."),
        "above_cashiers_limit": say(
            "Cashiers give back %(most)s of one payment at most: ask a manager.",
            most=show_francs(values["most"]) if "most" in values else "",
        ),
        "origin_unfit": say("A site is its address alone, without a path: https://boutique.cm."),
        "origins_most": say("Ten sites are the most: remove one first."),
        "keys_most": say("Twenty keys are the most: end one first."),
        "no_such_key": say("This key has ended already, or was never yours. Nothing was done."),
        "key_moves_money": say("This key only moves money: a new one of its kind is made by calling us."),
        "networks_unfit": say("Addresses are like 203.0.113.7 or 203.0.113.0/24, ten at most, with spaces between."),
        "form_unfit": say("Something here is not as it can be: look at each field again. Nothing was done."),
        "price_changed": say("A price has changed meanwhile: read what it costs now, then do it again."),
        "sent_already": say(
            "This form was sent before, and done once; nothing more was done. For another, open the page anew."
        ),
        "member_already": say("They are a member already: change their role instead."),
    }  # fmt: skip


# What is said of these elsewhere asks for a PIN, or sends to a phone's menu and texts.
SAID_ELSEWHERE: Final = {
    "error.malformed": "member.form_unfit",
    "error.price_changed": "member.price_changed",
    "refusal.key_reused": "member.sent_already",
}


def say_refusal(say: Say, language: str, key: str, **values: Any) -> str:
    """Return a refusal in a language."""
    section, _, name = SAID_ELSEWHERE.get(key, key).partition(".")
    return list_refusals(say, **values)[name] if section == "member" else say_on("web", language, key, **values)
