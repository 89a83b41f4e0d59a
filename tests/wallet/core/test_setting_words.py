"""Words for a setting that is missing or wrong: none of a validator, and an example of what it may be."""

import pytest

from wallet.core.setting_words import find_example, say_missing, say_wrong
from wallet.core.settings import Settings, UnsetError, read_class
from workers.doors import DOORS
from workers.needs import NEEDS

NEEDED = sorted(
    {name for needs in NEEDS.values() for name in needs.required} | {door.secrets_variable for door in DOORS.values()}
    | {Settings.variable(name) for name, field in Settings.model_fields.items() if field.is_required()}
)  # fmt: skip


@pytest.mark.parametrize("variable", NEEDED)
def test_what_no_process_does_without_has_an_example(variable: str) -> None:
    assert find_example(variable)
    assert say_missing(variable).startswith(f"{variable} is missing, e.g. ")


def test_a_role_is_named_in_its_address() -> None:
    assert "postgresql://mbongo_read:PASSWORD@" in say_missing("MBONGO_READ_DATABASE_URL")


def test_no_word_of_a_validator_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REDIS_URL", "SERVICE_NUMBER", "PIN_PEPPER"):
        monkeypatch.delenv(f"MBONGO_{name}", raising=False)
    for name, value in {"SERVICE_CODE": "384", "SANDBOX": "perhaps", "WEB_PROCESSES": "two", "PUBLIC_URL": "http://us",
                        "SIM_SWAPS": "nobody"}.items():  # fmt: skip
        monkeypatch.setenv(f"MBONGO_{name}", value)
    with pytest.raises(UnsetError) as wrong:
        read_class(Settings)
    assert "MBONGO_SERVICE_CODE: is not written as it must be, e.g. *384*237#" in wrong.value.lines
    assert "MBONGO_SANDBOX: must be true or false" in wrong.value.lines
    assert "MBONGO_WEB_PROCESSES: must be a whole number" in wrong.value.lines
    assert "MBONGO_PUBLIC_URL: https://… (http:// only to 127.0.0.1)" in wrong.value.lines
    assert not [
        line for line in wrong.value.lines if "Input should" in line or "Field" in line or "Value error" in line
    ]


def test_how_a_secret_is_drawn_is_said_once() -> None:
    told = UnsetError([say_missing("MBONGO_USSD_SECRETS"), say_missing("MBONGO_PIN_PEPPER")]).told
    assert told.count("token_hex") == 1
    assert "token_hex" not in UnsetError([say_missing("MBONGO_SERVICE_NUMBER")]).told


def test_several_lines_of_one_mistake_are_each_said() -> None:
    assert say_wrong("", "value_error", "Value error, MBONGO_A is missing\nMBONGO_B is missing") == [
        "MBONGO_A is missing", "MBONGO_B is missing",
    ]  # fmt: skip
