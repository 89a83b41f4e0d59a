"""The image and what is composed of it: one user who is not root, nothing written, each process its own secrets."""

import re
import shlex
from pathlib import PurePosixPath
from typing import Any

import click
import pytest
import yaml

from local.__main__ import mbongo
from local.serve import OPTIONS
from tests.deploy.systemd_units import CHECKOUT
from wallet.payments.rails import RAILS
from workers.needs import NEEDS, list_secrets
from workers.queues import JOBS
from workers.waking import JOB_SECONDS
from wsgi import FOR_WATCHERS

CONTAINER = CHECKOUT / "deploy/container"
LINES = re.sub(r"\\\n\s*", "", (CONTAINER / "Containerfile").read_text("utf-8")).splitlines()
STEPS = [tuple(line.split(" ", 1)) for line in LINES if line and not line.startswith("#")]
COMPOSED: dict[str, Any] = yaml.safe_load((CONTAINER / "compose.yml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSED["services"]
OURS = {name: one for name, one in SERVICES.items() if one["image"].startswith("localhost/mbongo:")}
LEFT_OUT = {"flutterwave", "cinetpay", "paypal", "btcpay"}  # one more worker each, for who has their papers


def process_of(one: dict[str, Any]) -> str:
    """Return the process of a service, as workers/needs.py names it."""
    words: list[str] = one["command"]
    return words[1] if words[0] == "worker" else words[0]


def given_to(one: dict[str, Any]) -> dict[str, str]:
    """Return the secret that stands behind each name of a service."""
    named = [secret if isinstance(secret, dict) else {"source": secret, "target": secret} for secret in one["secrets"]]
    return {secret["target"]: secret["source"] for secret in named}


def steps(word: str) -> list[str]:
    return [rest for step, rest in STEPS if step == word]


def test_the_image_is_no_roots_and_holds_no_tool_of_tests() -> None:
    last = STEPS[[step for step, _ in STEPS].index("FROM", 2) :]
    [user] = [rest for step, rest in last if step == "USER"]
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user), "by its number: Kubernetes sees that it is not root"
    assert [step for step, _ in last].index("USER") > max(n for n, (step, _) in enumerate(last) if step == "RUN")
    installed = " ".join(rest for step, rest in last if step == "RUN")
    assert not re.search(r"pip|venv|gcc|curl|sudo", installed)
    copied = {PurePosixPath(one) for rest in steps("COPY") if "--from" not in rest for one in rest.split()[:-1]}
    assert {one for one in copied if not (CHECKOUT / one).exists()} == set()
    tools = ("tests", "simulators", "faults", "bench", "drills", "load", ".", "deploy")
    assert copied & set(map(PurePosixPath, tools)) == set()
    assert not [rest for rest in steps("ENV") + steps("ARG") if re.search("SECRET|PASSWORD|KEY|PEPPER", rest)]


def test_the_build_takes_what_git_has_alone() -> None:
    script = (CONTAINER / "build").read_text("utf-8")
    [archived] = re.findall(r"git archive HEAD -- (.*?) \|", script.replace("\\\n", ""))
    copied = {one for rest in steps("COPY") if "--from" not in rest for one in rest.split()[:-1]}
    assert copied < set(archived.split())
    assert (CONTAINER / "build").stat().st_mode & 0o111


def test_the_image_asks_whether_it_lives_where_that_is_told() -> None:
    [asked] = re.findall(r"http://127\.0\.0\.1:(\d+)(/\w+)", " ".join(steps("HEALTHCHECK")))
    options = {one.name: str(one.default) for one in mbongo.commands["serve"].params}
    assert asked[0] == options["health_port"]
    assert asked[1] in FOR_WATCHERS
    assert steps("ENTRYPOINT") == ['["/opt/mbongo/mbongo"]']
    assert yaml.safe_load(steps("CMD")[0]) == SERVICES["web"]["command"]


@pytest.mark.parametrize("name", OURS)
def test_a_service_starts_a_command_that_there_is(name: str) -> None:
    first, *words = OURS[name]["command"]
    command = mbongo.get_command(click.Context(mbongo), first)
    assert command, first
    options = {one for parameter in command.params for one in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options
    if first == "worker":
        assert words[0] in JOBS


@pytest.mark.parametrize("name", OURS)
def test_a_service_is_shut_in(name: str) -> None:
    one = OURS[name]
    shut = (one["read_only"], one["cap_drop"], one["security_opt"], one["user"] == steps("USER")[0])
    assert shut == (True, ["ALL"], ["no-new-privileges:true"], True)
    assert all(port.startswith("127.0.0.1:") for port in one.get("ports", [])), "a proxy ends TLS"
    longest = JOB_SECONDS if name.startswith("worker-") else OPTIONS["graceful_timeout"]
    assert int(one["stop_grace_period"].removesuffix("s")) > longest
    told = one.get("healthcheck", {})
    assert told == ({"disable": True} if name != "web" else {}), "the image's own asks `serve`"


@pytest.mark.parametrize("name", OURS)
def test_a_service_is_given_the_secrets_it_needs_and_no_other(name: str) -> None:
    one, given = OURS[name], given_to(OURS[name])
    process = process_of(one)
    if process in NEEDS:
        needs = NEEDS[process]
        assert needs.required & list_secrets() <= set(given) <= list_secrets() & (needs.required | needs.besides)
    else:
        assert set(given) == {{"migrate": "MBONGO_MIGRATE_DATABASE_URL", "check": "MBONGO_READ_DATABASE_URL"}[process]}
    files = {name: value for name, value in one["environment"].items() if name.endswith("_FILE")}
    assert files == {f"{name}_FILE": f"/run/secrets/{name}" for name in given}
    assert set(one["environment"]) - set(files) == {"MBONGO_PLAIN_CONNECTIONS"}
    if source := given.get("MBONGO_REDIS_URL"):
        who = {"serve": "web", "tick": "tick"}.get(process, "worker")
        assert source == f"MBONGO_REDIS_URL.{who}"


def test_every_process_of_the_table_is_composed() -> None:
    here = {process_of(one) for one in OURS.values()}
    assert here == {"serve", "office", "anchor", "tick", "migrate", "check"} | set(JOBS) - LEFT_OUT
    assert set(RAILS) >= LEFT_OUT


def test_every_secret_is_a_file_and_none_stands_written() -> None:
    files = {name: one["file"] for name, one in COMPOSED["secrets"].items()}
    assert files == {name: f"./secrets/{name}" for name in files}
    used = {source for one in OURS.values() for source in given_to(one).values()}
    assert used | set(SERVICES["postgresql"]["secrets"]) == set(files)
    for one in SERVICES.values():
        words = shlex.join(one.get("command", [])) if isinstance(one.get("command"), list) else ""
        assert "://" not in words, "no address with a password is on a command line"
