"""Advisories: the locks hold nothing known to be broken, and a renewal says whom it could not ask."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request

from local.advisories.compare import Hit, KnownAdvisories, find_hits, read_locks
from local.advisories.renew import renew
from simulators.serve import serving

OLD = date(2026, 1, 1)


def record(id_: str, package: str, *events: dict[str, str], **more: Any) -> dict[str, Any]:
    """An advisory as OSV answers it."""
    affected = {"package": {"ecosystem": "PyPI", "name": package}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
    return {"id": id_, "summary": f"what {id_} is", "affected": [affected | more], "references": ["not kept"]}


def test_no_version_we_install_is_known_to_be_broken() -> None:
    assert find_hits(read_locks(), KnownAdvisories.read()) == []


def test_a_version_that_is_known_to_be_broken_is_named_with_its_cure() -> None:
    hits = find_hits({"requests": "2.31.0", "jinja2": "3.1.6", "urllib3": "2.0.6"}, KnownAdvisories.read())
    assert Hit("requests", "2.31.0", "CVE-2024-35195", hits[0].summary, "2.32.0") in hits
    assert {hit.id for hit in hits if hit.package == "urllib3"} >= {"CVE-2023-45803", "CVE-2024-37891"}
    assert "CVE-2023-43804" not in {hit.id for hit in hits}, "fixed in this very version"
    assert not [hit for hit in hits if hit.package == "jinja2"]


@pytest.mark.parametrize(
    ("version", "events", "broken"),
    [
        ("1.5", [{"introduced": "0"}], True),
        ("1.5", [{"introduced": "1.5"}, {"fixed": "1.6"}], True),
        ("1.6", [{"introduced": "1.5"}, {"fixed": "1.6"}], False),
        ("1.6.0", [{"introduced": "1.5"}, {"fixed": "1.6"}], False),
        ("1.6rc1", [{"introduced": "1.5"}, {"fixed": "1.6"}], True),
        ("1.10", [{"introduced": "0"}, {"fixed": "1.9"}], False),
        ("1.6", [{"introduced": "0"}, {"last_affected": "1.6"}], True),
        ("1.6.1", [{"introduced": "0"}, {"last_affected": "1.6"}], False),
        ("1.6.post1", [{"introduced": "0"}, {"last_affected": "1.6"}], False),
        ("1.6.dev1", [{"introduced": "0"}, {"fixed": "1.6a1"}], True),
        ("2.1", [{"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "2.0"}, {"fixed": "2.2"}], True),
        ("1.5", [{"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "2.0"}], False),
    ],
)
def test_spans_of_versions(version: str, events: list[dict[str, str]], *, broken: bool) -> None:
    known = KnownAdvisories(OLD, (record("X-1", "Some.Package", *events),))
    assert bool(find_hits({"some-package": version}, known)) is broken


def test_versions_that_are_listed_one_by_one() -> None:
    known = KnownAdvisories(OLD, (record("X-1", "package", versions=["1.4", "1.5"]),))
    assert [hit.fixed for hit in find_hits({"package": "1.5"}, known)] == [""]
    assert find_hits({"package": "1.6"}, known) == []


@pytest.fixture
def osv() -> Iterator[str]:
    """Somebody who answers as OSV does: two pages of one package, nothing of another, nonsense of a third."""
    app = Flask("osv")

    @app.post("/v1/query")
    def query() -> Response | tuple[str, int]:
        asked = request.get_json()
        name, page = asked["package"]["name"], asked.get("page_token")
        if name == "broken":
            return ("<html>", 200) if page is None else ("", 500)
        if name != "requests":
            return jsonify({})
        if page is None:
            first = [record("X-1", "requests", {"introduced": "0"}, {"fixed": "9"})]
            return jsonify({"vulns": first, "next_page_token": "2"})
        gone = {**record("X-2", "requests", {"introduced": "0"}), "withdrawn": "2026-01-01T00:00:00Z"}
        return jsonify({"vulns": [gone, record("X-3", "requests", {"introduced": "0"}, {"fixed": "1"})]})

    with serving(app) as url:
        yield url


def test_a_renewal_keeps_what_was_known_and_adds_what_is_new(osv: str, tmp_path: Path) -> None:
    known = KnownAdvisories(OLD, (record("OLD-1", "flask", {"introduced": "0"}, {"fixed": "1.0"}),))
    renewed = renew(known, ["requests", "flask"], osv)
    assert (renewed.new, renewed.missed) == (["X-1 requests", "X-3 requests"], [])
    assert renewed.known.known_at == datetime.now(UTC).date()
    file = tmp_path / "known.json"
    renewed.known.write(file)
    assert file.read_text().count("not kept") == 1, "only in what was there before"
    assert [one["id"] for one in json.loads(file.read_text())["advisories"]] == ["OLD-1", "X-1", "X-3"]
    assert [hit.id for hit in find_hits({"requests": "2.34.0"}, KnownAdvisories.read(file))] == ["X-1"]


def test_a_renewal_says_what_it_could_not_reach_and_stays_as_old_as_it_was(osv: str) -> None:
    renewed = renew(KnownAdvisories(OLD, ()), ["broken", "requests"], osv)
    assert renewed.missed == ["broken: JSONDecodeError"]
    assert renewed.known.known_at == OLD
    assert len(renewed.known.advisories) == 2, "what was reached is kept"
    nobody = renew(KnownAdvisories(OLD, ()), ["requests"], "http://127.0.0.1:9")
    assert nobody.missed == ["requests: ConnectionError"]
