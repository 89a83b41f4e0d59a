"""The content of a mail of the outbox, found when it is sent, and written as RFC 5322 has it."""

from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from sqlalchemy import Connection

from documents import claim_letter, letter, request_letter, shop_request_letter
from documents.letter import Letter
from documents.role_names import name_role
from documents.words import speak
from wallet.business import api_keys, levels, merchants, shop_request_mails
from wallet.business.invoice_papers import find_mail
from wallet.business.receipts import find_receipt
from wallet.core.public_ids import write_id
from wallet.members import invitations, sent_addresses
from wallet.messages.mails import Mail, MailKind
from wallet.operations.pay_addresses import get_of, write_url
from wallet.payments.claims_to_make import find_claim
from wallet.payouts import settlement_accounts
from wallet.payouts.change_settlement import name_account
from wallet.requests import request_mails
from wallet.salaries import payrolls, tell_ended
from wallet.salaries.payrolls import Payroll
from wallet.verification import business_documents
from workers import process

Find = Callable[[Connection, Mail, str], Letter | None]


def find(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return what a mail says as things are now, None where there is nothing to tell any more."""
    return FIND[mail.kind](db, mail, public_url)


def find_paid(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return the receipt of a checkout, with the paper."""
    receipt = find_receipt(db, mail.about)
    url = write_url(public_url, get_of(db, "checkout", mail.about).token) if public_url else ""
    return letter.write_receipt(receipt, mail.language, url) if receipt else None


def find_invoice(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return the mail that brings an invoice, or reminds of it, None where it is to be paid no more."""
    told = find_mail(db, mail.about, is_reminder=mail.kind == "invoice_reminder")
    dialled = process.configured().wallet.service_code
    return letter.write_invoice(told, mail.language, public_url, dialled) if told else None


def find_invitation(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return an invitation, with the address at which it is accepted; None for one that has ended, or is another's."""
    found = invitations.find_to_send(db, mail.about)
    token = sent_addresses.draw_token(db, "invitation", mail.about, mail.address)
    if found is None or token is None:
        return None
    role = name_role(speak(mail.language), found.role)
    url = sent_addresses.write_url(public_url, "invitation", token)
    return letter.write_invitation(found.shop, role, found.invited_by, mail.language, url)


def find_new_password(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return the mail with the address at which a new password is set; None for one that is over."""
    token = sent_addresses.draw_token(db, "new password", mail.about, mail.address)
    if token is None:
        return None
    return letter.write_new_password(mail.language, sent_addresses.write_url(public_url, "new password", token))


def find_password_changed(_: Connection, mail: Mail, public_url: str) -> Letter:
    """Return the mail that says a password was changed, and where whoever did not change it sets another."""
    return letter.write_password_changed(mail.language, f"{public_url.rstrip('/')}/business/forgotten")


def find_request(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return the mail that asks for money, or asks once more, None where it is to be paid no more."""
    told = request_mails.find_told(db, mail.about)
    if told is None or told.state != "open":
        return None
    dialled = process.configured().wallet.service_code
    return request_letter.write_asked(
        told, mail.language, public_url, dialled, is_reminder=mail.kind == "request_reminder"
    )


def find_request_ended(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return what says that a request was paid, or that nobody asks any more."""
    told = request_mails.find_told(db, mail.about)
    return request_letter.write_ended(told, mail.language, public_url) if told and told.state != "open" else None


def find_request_late(db: Connection, mail: Mail, _: str) -> Letter | None:
    """Return what becomes of a payment that came too late for a request."""
    told = request_mails.find_late(db, mail.about)
    return request_letter.write_late(told, mail.language) if told else None


def find_key(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return what tells an owner that a key may refund, None for one that is gone."""
    found = api_keys.find_named(db, mail.about)
    return letter.write_key(found.shop, found.hint, mail.language) if found else None


def find_factor(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return what tells a member that what they sign in with was changed."""
    return letter.write_factor(mail.language)


def find_settlement(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return what tells an owner of a new account for payouts, None where it was removed since."""
    account = settlement_accounts.get(db, mail.about)
    if account.removed_at:
        return None
    shop = merchants.get_merchant(db, account.merchant_id)
    url = f"{public_url}/business/b/{shop.id}/payouts" if public_url else ""
    return letter.write_settlement(shop.name, name_account(account), account.ready_at, mail.language, url)


def find_payroll(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return what tells an approver that a payroll waits for one of them, None once it does not."""
    asked = payrolls.get(db, mail.about)
    if asked is None or asked.state != "asked":
        return None
    shop = merchants.get_merchant(db, asked.merchant_id)
    url = write_salaries(public_url, asked)
    return letter.write_payroll(shop.name, asked.title, asked.lines, asked.total, mail.language, url)


def find_payroll_ended(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return what tells how a payroll ended, as it stands now."""
    ended = payrolls.get(db, mail.about)
    if ended is None:
        return None
    shop = merchants.get_merchant(db, ended.merchant_id)
    sums = tell_ended.name_sums(payrolls.count(db, ended.id))
    return letter.write_payroll_ended(shop.name, ended.title, sums, mail.language, write_salaries(public_url, ended))


def write_salaries(public_url: str, payroll: Payroll) -> str:
    """Return the address of a payroll's page, "" where browsers do not find us."""
    return f"{public_url}/business/b/{payroll.merchant_id}/salaries/{write_id('pyr', payroll.id)}" if public_url else ""


def find_shop_request(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return the mail by which a business asks, or asks once more, None where it is to be paid no more."""
    told = shop_request_mails.find_told(db, mail.about)
    if told is None or told.asked.state != "open":
        return None
    dialled, again = process.configured().wallet.service_code, mail.kind == "shop_request_reminder"
    return shop_request_letter.write_asked(told, mail.language, public_url, dialled, is_reminder=again)


def find_shop_request_ended(db: Connection, mail: Mail, _: str) -> Letter | None:
    """Return what says that a business asks no more."""
    told = shop_request_mails.find_told(db, mail.about)
    return shop_request_letter.write_ended(told, mail.language) if told else None


def find_claim_to_make(db: Connection, mail: Mail, _: str) -> Letter | None:
    """Return what tells a payer that their money goes back once they say where to, None once nothing waits for that."""
    found = find_claim(db, mail.about)
    return claim_letter.write(found, mail.language) if found else None


def find_document(db: Connection, mail: Mail, public_url: str) -> Letter | None:
    """Return what tells an owner that a paper was refused, or ends; None where another is there by now."""
    found = business_documents.get(db, mail.about)
    if found is None:
        return None
    url = write_verification(public_url, found.merchant_id)
    if mail.kind == "document_refused":
        return letter.write_document_refused(found.shop, mail.language, url)
    if found.valid_until is None or found.state != "accepted":
        return None
    return letter.write_document_ends(found.shop, found.valid_until, mail.language, url)


def find_level(db: Connection, mail: Mail, public_url: str) -> Letter:
    """Return what tells an owner the level that their business has."""
    bound = levels.read_level(db, mail.about)
    return letter.write_level(bound.shop, bound.level, mail.language, write_verification(public_url, mail.about))


def write_verification(public_url: str, merchant_id: str) -> str:
    """Return the address of a business's papers, "" where browsers do not find us."""
    return f"{public_url}/business/b/{merchant_id}/verification" if public_url else ""


FIND: Final[dict[MailKind, Find]] = {
    "checkout_paid": find_paid, "invoice_sent": find_invoice, "invoice_reminder": find_invoice,
    "invitation": find_invitation, "new_password": find_new_password, "password_changed": find_password_changed,
    "request_asked": find_request, "request_reminder": find_request,
    "request_ended": find_request_ended, "request_paid": find_request_ended, "request_late": find_request_late,
    "key_may_refund": find_key, "factor_changed": find_factor,
    "settlement_added": find_settlement, "claim_to_make": find_claim_to_make,
    "shop_request_asked": find_shop_request, "shop_request_reminder": find_shop_request,
    "shop_request_ended": find_shop_request_ended,
    "document_refused": find_document, "document_ends": find_document, "level_changed": find_level,
    "payroll_asked": find_payroll, "payroll_ended": find_payroll_ended,
}  # fmt: skip


def write(said: Letter, mail: Mail, sender: str) -> bytes:
    """Return a mail as it is sent: text and HTML; the same id and date each time it is tried."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Mbongo <{sender}>"
    message["To"] = mail.address
    message["Subject"] = said.subject
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    message.set_content(said.text)
    message.add_alternative(said.html, subtype="html")
    if said.paper:
        message.add_attachment(said.paper, maintype="application", subtype="pdf", filename=said.paper_name)
    message["Content-Language"] = mail.language  # last: an alternative takes what is there along
    return message.as_bytes()
