"""`./mbongo settings` as it is typed: every setting, or all that is wrong of those given."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from local.__main__ import mbongo
from tests.workers.test_starting import OURS
from workers.listed_settings import list_groups

NONE = {name: None for name in os.environ if name.startswith("MBONGO_")}


def run(*words: str, **given: str) -> Result:
    return CliRunner().invoke(mbongo, ["settings", *words], env=NONE | {"COLUMNS": "1000"} | given)


def test_every_setting_is_listed_within_80_columns() -> None:
    shown = run(COLUMNS="80")
    assert shown.exit_code == 0
    lines = shown.output.splitlines()
    assert [
        one.variable
        for group in list_groups()
        for one in group.settings
        if f"\n{one.variable}" not in f"\n{shown.output}"
    ] == []
    assert max(map(len, (line for line in lines if "://" not in line))) <= 80


def test_those_with_a_word_are_listed_alone_and_none_is_said() -> None:
    shown = run("pepper").output
    assert shown.startswith("MBONGO_PIN_PEPPER  (secret)\n")
    assert "needed by serve, office" in shown
    assert shown.count("Default:") == 1
    assert run("stripe").exit_code == 2


def test_an_environment_of_all_is_whole_and_a_typo_is_not() -> None:
    right = run("--check", **OURS)
    assert (right.exit_code, right.output) == (0, "Settings are whole and right for every process.\n")
    wrong = run("--check", **OURS, MBONGO_TRUSTED_PROXY="10.0.0.1", MBONGO_ORANGE_PIN="1234")
    assert wrong.exit_code == 1
    assert "MBONGO_TRUSTED_PROXY is no setting: take it away, or is MBONGO_TRUSTED_PROXIES meant?" in wrong.output
    assert "missing MBONGO_ORANGE_BASE_URL, MBONGO_ORANGE_CONSUMER_KEY" in wrong.output, "half a rail"


def test_one_password_of_two_roles_is_named_and_not_shown(tmp_path: Path) -> None:
    password = "t7Kq9-Lw2vXz8-Rb4nYc"
    file = tmp_path / "office"
    file.write_text(f"postgresql://mbongo_office:{password}@db.our.cm/mbongo?sslmode=verify-full\n")
    file.chmod(0o600)
    left = {name: value for name, value in OURS.items() if name != "MBONGO_OFFICE_DATABASE_URL"}
    both = f"postgresql://mbongo_worker:another-of-24-letters-xyz,{password}@db.our.cm/mbongo?sslmode=verify-full"
    shown = run("--check", **left | {"MBONGO_WORKER_DATABASE_URL": both, "MBONGO_OFFICE_DATABASE_URL_FILE": str(file)})
    assert shown.exit_code == 1
    assert "MBONGO_WORKER_DATABASE_URL and MBONGO_OFFICE_DATABASE_URL have one password" in shown.output
    assert password not in shown.output


def test_what_is_missing_names_the_processes_that_need_it() -> None:
    without = {name: value for name, value in OURS.items() if name != "MBONGO_OFFICE_DATABASE_URL"}
    shown = run("--check", **without)
    assert shown.exit_code == 1
    [line] = [line for line in shown.output.splitlines() if "OFFICE_DATABASE_URL" in line]
    assert line.endswith("(office)")
    assert run("--check", "worker mtn", **without).exit_code == run("--check", "mtn", **without).exit_code == 0


def test_an_empty_environment_is_told_all_at_once_within_100_columns() -> None:
    shown = run("--check", COLUMNS="100").output
    assert [line for line in shown.splitlines() if len(line) > 100] == []
    assert "(serve, tick, every worker)" in " ".join(shown.split())
    wrong = run("--check", "serve", **OURS | {"MBONGO_SERVICE_NUMBER": "", "MBONGO_PUBLIC_URL": "https://a.example.cm"})
    assert [name in wrong.output for name in ("MBONGO_SERVICE_NUMBER:", "MBONGO_PUBLIC_URL:")] == [True, True]


def test_files_are_read_and_what_is_wrong_with_them_is_said(tmp_path: Path) -> None:
    pepper = tmp_path / "pepper"
    pepper.write_text("1:aaaaaaaaaaaaaaaaaaaa\n")
    files = {name: value for name, value in OURS.items() if name != "MBONGO_PIN_PEPPER"}
    said = run("--check", "serve", **files, MBONGO_PIN_PEPPER_FILE=str(pepper))
    assert "MBONGO_PIN_PEPPER: a secret of 1 different characters can be guessed" in said.output
    assert "aaaa" not in said.output
    gone = run("--check", "serve", **files, MBONGO_PIN_PEPPER_FILE=str(tmp_path / "gone"))
    assert f"MBONGO_PIN_PEPPER_FILE: {tmp_path / 'gone'} cannot be read: No such file" in gone.output
    pepper.write_text(OURS["MBONGO_PIN_PEPPER"])
    pepper.chmod(0o644)
    read_by_all = run("--check", "serve", **files, MBONGO_PIN_PEPPER_FILE=str(pepper))
    assert (read_by_all.exit_code, f"chmod o= {pepper}" in read_by_all.output) == (1, True)
    pepper.chmod(0o440)
    assert run("--check", "serve", **files, MBONGO_PIN_PEPPER_FILE=str(pepper)).exit_code == 0
    both = run("--check", "serve", **OURS, MBONGO_PIN_PEPPER_FILE=str(pepper))
    assert "MBONGO_PIN_PEPPER and MBONGO_PIN_PEPPER_FILE are both given: keep one" in both.output


@pytest.mark.parametrize("typed", ["server", "worker", "simulate"])
def test_what_is_no_process_is_told_which_there_are(typed: str) -> None:
    refused = run("--check", typed)
    assert refused.exit_code == 2
    assert "one of serve, office, anchor" in refused.output
