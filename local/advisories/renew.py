"""Renewing the advisories we ship from OSV (api.osv.dev), saying what could not be reached: nothing is ever guessed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import requests
from packaging.utils import canonicalize_name

from local.advisories.compare import KnownAdvisories

SOURCE: Final = "https://api.osv.dev"
TIMEOUT_SECONDS: Final = (5.0, 20.0)
PAGES_MAX: Final = 50


@dataclass
class Renewed:
    """The outcome of a renewal; `missed` are packages that nobody could be asked about, and why."""

    known: KnownAdvisories
    new: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def renew(known: KnownAdvisories, packages: Iterable[str], source: str = SOURCE) -> Renewed:
    """Return what is known after asking about these packages; its day moves on only when all were asked."""
    found = {name_of(one): one for one in known.advisories}
    renewed = Renewed(known)
    with requests.Session() as session:
        for package in sorted(packages):
            try:
                said = ask(session, package, source)
            except (requests.RequestException, ValueError, KeyError, TypeError) as lost:
                renewed.missed.append(f"{package}: {type(lost).__name__}")
                continue
            renewed.new += [name_of(one) for one in said if name_of(one) not in found]
            found |= {name_of(one): one for one in said}
    day = known.known_at if renewed.missed else datetime.now(UTC).date()
    renewed.known = KnownAdvisories(day, tuple(found.values()))
    return renewed


def name_of(advisory: dict[str, Any]) -> str:
    """Return what tells an advisory from others: its id and its package, since one id may name several packages."""
    return f"{advisory['id']} {canonicalize_name(advisory['affected'][0]['package']['name'])}"


def ask(session: requests.Session, package: str, source: str) -> list[dict[str, Any]]:
    """Return every advisory of one package, cut to what is compared. Raises RequestException, ValueError, KeyError."""
    question: dict[str, Any] = {"package": {"name": package, "ecosystem": "PyPI"}}
    said: list[dict[str, Any]] = []
    for _ in range(PAGES_MAX):
        answer = session.post(f"{source.rstrip('/')}/v1/query", json=question, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        page = answer.json()
        standing = [cut(one, package) for one in page.get("vulns", ()) if "withdrawn" not in one]
        said += [one for one in standing if one["affected"]]
        if not page.get("next_page_token"):
            return said
        question["page_token"] = page["next_page_token"]
    raise ValueError("pages without end")


def named(affected: dict[str, Any]) -> str:
    """Return the package of one part of an advisory, as an index compares names; "" where it names none."""
    return canonicalize_name(affected.get("package", {}).get("name", ""))


def cut(advisory: dict[str, Any], package: str) -> dict[str, Any]:
    """Return of an advisory what is compared and read: its id, one line, and the versions of this package."""
    ours = [one for one in advisory["affected"] if named(one) == canonicalize_name(package)]
    summary = advisory.get("summary") or advisory.get("details", "")
    return {
        "id": str(advisory["id"]),
        "summary": summary.partition("\n")[0][:120],
        "affected": [
            {
                "package": {"ecosystem": one["package"]["ecosystem"], "name": one["package"]["name"]},
                "ranges": [
                    {"type": ranged["type"], "events": ranged["events"]}
                    for ranged in one.get("ranges", ())
                    if ranged["type"] != "GIT"
                ],
                "versions": one.get("versions", []) if not one.get("ranges") else [],
            }
            for one in ours
        ],
    }
