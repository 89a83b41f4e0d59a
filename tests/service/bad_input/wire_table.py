# ruff: noqa: E501 - a row of a table stays on its line
"""Requests at the USSD door that no honest gateway sends, and their answers: rows 1–9, 28, 30–37 and beyond.

`answer` is a closing sentence's key, "first screen" where it is taken after all, or the HTTP status of a refusal to anyone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

FORM: Final = "application/x-www-form-urlencoded"
MALFORMED: Final = "ussd.malformed"
ABROAD: Final = "ussd.foreign_caller"
FIRST: Final = "first screen"


@dataclass(frozen=True)
class Knock:
    """An honest first hop with something about it changed; `fields` of None are left out."""

    id: str
    answer: str | int
    fields: Mapping[str, str | None] = field(default_factory=dict)
    more: bytes = b""  # written after the form as it is
    body: bytes | None = None  # instead of the form
    content_type: str | None = FORM
    method: str = "POST"
    query: str = ""
    path: str = "/ussd/{secret}"
    headers: Mapping[str, str] = field(default_factory=dict)


def without(name: str) -> dict[str, str | None]:
    """The form lacks this field."""
    return {name: None}


def phone(written: str) -> dict[str, str | None]:
    """The caller's number, written so."""
    return {"phoneNumber": written}


def session(written: str) -> dict[str, str | None]:
    """The session's id, written so."""
    return {"sessionId": written}


def secret(written: str) -> str:
    """The way in with another secret, made of the right one."""
    return "/ussd/" + written


KNOCKS: Final = (
    Knock("row-01-no-session-id", MALFORMED, without("sessionId")),
    Knock("row-02-no-phone", MALFORMED, without("phoneNumber")),
    Knock("row-03-no-text", MALFORMED, without("text")),
    Knock("row-04-no-service-code", MALFORMED, without("serviceCode")),
    Knock("row-04-unknown-service-code", "ussd.wrong_service_code", {"serviceCode": "*999#"}),
    Knock("row-04-empty-service-code", "ussd.wrong_service_code", {"serviceCode": ""}),
    Knock("row-04-service-code-without-its-end", "ussd.wrong_service_code", {"serviceCode": "*384*237"}),
    Knock("row-04-service-code-with-more", "ussd.wrong_service_code", {"serviceCode": "*384*237*1#"}),
    Knock("row-04-two-service-codes", MALFORMED, more=b"&serviceCode=*999%23"),
    Knock("row-05-empty-body", MALFORMED, body=b""),
    Knock("row-05-json", MALFORMED, body=b'{"sessionId": "a"}', content_type="application/json"),
    Knock("row-05-plain-text", MALFORMED, content_type="text/plain"),
    Knock("row-05-no-content-type", MALFORMED, content_type=None),
    Knock("row-05-multipart", MALFORMED, body=b'--b\r\nContent-Disposition: form-data; name="sessionId"\r\n\r\na\r\n--b--\r\n',
          content_type="multipart/form-data; boundary=b"),
    Knock("row-05-multipart-without-boundary", MALFORMED, body=b"--b\r\n", content_type="multipart/form-data"),
    Knock("row-06-get", 405, method="GET", body=b""),
    Knock("row-06-put", 405, method="PUT"),
    Knock("row-06-delete", 405, method="DELETE"),
    Knock("row-06-head", 405, method="HEAD", body=b""),
    Knock("row-06-invented-method", 405, method="PAY"),
    Knock("row-07-raw-invalid-utf8", MALFORMED, more=b"1*\xff\xfe"),
    Knock("row-07-raw-invalid-utf8-in-a-field-nobody-reads", MALFORMED, more=b"&x=\xc3"),
    Knock("row-09-nul-in-session-id", MALFORMED, session("a\0b")),
    Knock("row-09-nul-in-phone", MALFORMED, phone("+237677000001\0")),
    Knock("row-09-nul-in-service-code", "ussd.wrong_service_code", {"serviceCode": "*384*237#\0"}),
    Knock("row-17-ten-thousand-letters", MALFORMED, {"text": "1" * 10_000}),
    Knock("row-17-body-above-the-limit", MALFORMED, {"text": "1" * 20_000}),
    Knock("row-17-ten-megabytes", MALFORMED, body=b"text=" + b"1" * 10_000_000),
    Knock("row-17-ten-thousand-keys", MALFORMED, more=b"".join(b"&k%d=" % n for n in range(10_000))),
    Knock("row-18-thousand-answers", MALFORMED, {"text": "*".join("1" * 1_000)}),
    Knock("row-18-two-hundred-answers", "ussd.dial_again", {"text": "*".join("1" * 200)}),
    Knock("row-28-session-id-of-5-kB", MALFORMED, session("x" * 5_000)),
    Knock("row-28-session-id-of-sql", MALFORMED, session("' OR 1=1--")),
    Knock("row-28-session-id-of-a-path", MALFORMED, session("../../etc/passwd")),
    Knock("row-28-session-id-of-redis", MALFORMED, session("a\r\nFLUSHALL\r\n")),
    Knock("row-28-session-id-braces", MALFORMED, session("{0}")),
    Knock("row-28-empty-session-id", MALFORMED, session("")),
    Knock("row-28-session-id-accents", MALFORMED, session("é")),
    Knock("row-30-unescaped-plus", FIRST, phone(" 237677000001")),
    Knock("row-31-without-plus", FIRST, phone("237677000001")),
    Knock("row-31-double-zero", FIRST, phone("00237677000001")),
    Knock("row-31-nine-digits", MALFORMED, phone("677000001")),
    Knock("row-31-two-pluses", MALFORMED, phone("++237677000001")),
    Knock("row-31-space-and-plus", MALFORMED, phone(" +237677000001")),
    Knock("row-31-spaces-inside", MALFORMED, phone("+237 677000001")),
    Knock("row-31-a-digit-too-many", ABROAD, phone("+2376770000011")),
    Knock("row-32-nigeria", ABROAD, phone("+2348012345678")),
    Knock("row-32-premium", ABROAD, phone("+19005550100")),
    Knock("row-32-fixed-line", ABROAD, phone("+237222123456")),
    Knock("row-32-range-nobody-has", ABROAD, phone("+237643123456")),
    Knock("row-33-alphabetic", MALFORMED, phone("MTN")),
    Knock("row-33-empty", MALFORMED, phone("")),
    Knock("row-33-anonymous", MALFORMED, phone("anonymous")),
    Knock("row-33-country-code-alone", MALFORMED, phone("+237")),
    Knock("row-33-arabic-digits", MALFORMED, phone("+٢٣٧٦٧٧٠٠٠٠٠١")),
    Knock("row-33-two-thousand-digits", MALFORMED, phone("+237" + "6" * 2_000)),
    Knock("row-34-trailing-newline", MALFORMED, phone("+237677000001\n")),
    Knock("row-35-text-twice", MALFORMED, more=b"&text=2"),
    Knock("row-35-phone-twice", MALFORMED, more=b"&phoneNumber=%2B237699000002"),
    Knock("row-35-a-field-nobody-reads-twice", MALFORMED, more=b"&networkCode=62402"),
    Knock("row-35-text-in-the-query", MALFORMED, query="?text=1"),
    Knock("row-35-phone-in-the-query", MALFORMED, query="?phoneNumber=%2B237699000002"),
    Knock("row-36-wrong-secret", 404, path=secret("0" * 64)),
    Knock("row-36-no-secret", 404, path="/ussd/"),
    Knock("row-36-secret-in-other-case", 404, path=secret("{SECRET}")),
    Knock("row-36-one-letter-off", 404, path=secret("{secret_but_one}")),
    Knock("row-36-one-letter-more", 404, path=secret("{secret}0")),
    Knock("row-36-secret-and-nul", 404, path=secret("{secret}%00")),
    Knock("row-36-secret-and-slash", 404, path=secret("{secret}/")),
    Knock("row-36-secret-of-invalid-utf8", 404, path=secret("%ff%fe")),
    Knock("row-36-wrong-secret-and-ten-megabytes", 404, path=secret("0" * 64), body=b"1" * 10_000_000),
    Knock("row-37-forged-address-and-wrong-secret", 404, path=secret("0" * 64),
          headers={"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"}),
    Knock("row-37-forged-host", FIRST, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}),
    Knock("beyond-method-override", 405, method="GET", body=b"", headers={"X-HTTP-Method-Override": "POST"}),
    Knock("beyond-compressed-body", MALFORMED, body=b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0",
          headers={"Content-Encoding": "gzip"}),
    Knock("beyond-charset-of-the-form", FIRST, content_type=f"{FORM}; charset=utf-16"),
    Knock("beyond-sentence-formatting-in-the-code", "ussd.wrong_service_code", {"serviceCode": "{menu}{0.__class__}%s%n"}),
)  # fmt: skip
