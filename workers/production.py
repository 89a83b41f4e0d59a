"""Rules of production: settings, right as they are written, that a trial alone may have; one table of them.

A trial says so aloud by MBONGO_SANDBOX; one rule gives way to MBONGO_PLAIN_CONNECTIONS too.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from wallet.core.encrypted import is_here, may_be_asked
from wallet.core.roles import ROLES
from wallet.core.settings import FromEnvironment, Switches
from wallet.core.weak_secrets import find_weakness

UNLESS_TRIAL: Final = "or MBONGO_SANDBOX=true where this is a trial"
# Names that nobody can have (RFC 2606, RFC 6761), or that stand in our papers: whoever has example.cm is none of us.
OF_EXAMPLES: Final = re.compile(
    r"([/@.]|^)([a-z0-9-]+\.)*([a-z0-9-]+\.(example|test|invalid)|example\.[a-z]+)([:/]|$)|^example$"
)
# What stands in papers, in trials and in examples where a secret belongs.
WORDS: Final = frozenset((
    "secret", "password", "passwd", "key", "changeme", "change-me", "default", "admin", "root", "postgres", "redis",
    "test", "demo", "mbongo", "example", "xxx", "todo",
))  # fmt: skip


@dataclass(frozen=True)
class GivenSetting:
    """A setting as it was given: what it is called in its class, its field there, and its value."""

    settings: FromEnvironment
    name: str
    field: FieldInfo
    value: str

    @property
    def is_secret(self) -> bool:
        """True for one whose value is shown nowhere."""
        return isinstance(getattr(self.settings, self.name), SecretStr)

    @property
    def is_address_of_ours(self) -> bool:
        """True for an address of our own database or Redis, whose password we made up."""
        return self.is_secret and "://" in self.value and self.name.endswith("_url")

    @property
    def password(self) -> str:
        """Return the password in an address of ours; "" where there is none."""
        return unquote(urlsplit(self.value).netloc.rpartition("@")[0].partition(":")[2]).partition(",")[0]

    @property
    def logins(self) -> set[str]:
        """Return who an address of ours logs in as; libpq lets `?user=` overrule what stands before the host."""
        parts = urlsplit(self.value)
        return {unquote(parts.netloc.rpartition("@")[0].partition(":")[0]), *parse_qs(parts.query).get("user", ())}


def is_plain(given: GivenSetting) -> bool:
    """True for plain HTTP to anybody; settings themselves refuse it where it leaves this machine.

    A collector on it is told nothing that a log may not hold.
    """
    return given.value.startswith("http://") and given.name not in ("public_url", "traces_url")


def is_unreachable(given: GivenSetting) -> bool:
    """True for a public address that no browser and no operator of elsewhere can open."""
    if given.name != "public_url":
        return False
    parts = urlsplit(given.value)
    more = parts.username or parts.query or parts.fragment  # addresses are made by writing behind it
    return bool(more) or not may_be_asked(given.value) or is_here(parts.hostname or "")


def is_of_an_example(given: GivenSetting) -> bool:
    """True for an address, a mailbox or an account by the name of an example."""
    return not given.is_secret and bool(OF_EXAMPLES.search(given.value.lower()))


def is_made_up(given: GivenSetting) -> bool:
    """True for a secret that stands in a paper or in a trial."""
    if not given.is_secret:
        return False
    secrets = {given.value, given.password if given.is_address_of_ours else given.value}
    return any(one in (given.field.examples or ()) or one.lower() in WORDS for one in secrets)


def is_guessable(given: GivenSetting) -> bool:
    """True for a password of our own database or Redis that can be guessed; doors' and peppers refuse theirs always."""
    return given.is_address_of_ours and bool(given.password) and bool(find_weakness(given.password))


def is_of_another_role(given: GivenSetting) -> bool:
    """True for an address of our database that logs in as another role than its own."""
    if not given.name.endswith("_database_url"):
        return False
    own = {role for kind, role in ROLES.items() if given.name == f"{kind}_database_url"}
    # The owner is called as its database has it, and is none of these.
    return given.logins != own if own else "" in given.logins or bool(given.logins & {*ROLES.values()})


def is_open_to_all(given: GivenSetting) -> bool:
    """True for a Redis that asks nobody for a password, but over a socket in a folder."""
    is_redis = given.is_address_of_ours and given.name.endswith("redis_url")
    return is_redis and not given.value.startswith("unix:") and not given.password


def is_of_a_trial(given: GivenSetting) -> bool:
    """True for what only a trial writes there."""
    return _is_written(given, given.settings.of_trials)


def is_live(given: GivenSetting) -> bool:
    """True for what only the live service writes there."""
    return _is_written(given, given.settings.of_live)


def leads_to_live(given: GivenSetting) -> bool:
    """True for the gateway's key where its address was left out: by default that is the live one's."""
    return given.name == "at_api_key" and "at_base_url" not in given.settings.model_fields_set


def _is_written(given: GivenSetting, forms: Mapping[str, str]) -> bool:
    form = forms.get(given.name)
    return bool(form and re.fullmatch(form, given.value))


@dataclass(frozen=True)
class SettingRule:
    """A rule: of what it is, what is said of a setting that breaks it, and which of the switches it gives way to."""

    breaks: Callable[[GivenSetting], bool]
    says: str
    gives_way_to: str


IN_PRODUCTION: Final = (
    SettingRule(is_plain, "https://…; plain HTTP to this machine needs MBONGO_PLAIN_CONNECTIONS=true",
                "plain_connections"),
    SettingRule(is_unreachable, "must be https://our.host, as operators and browsers reach it from elsewhere", ""),
    SettingRule(is_of_an_example, "is an example's: write yours", ""),
    SettingRule(is_made_up, "is a word of an example: give the secret itself", ""),
    SettingRule(is_guessable, "its password can be guessed: draw one of 16 characters or more", ""),
    SettingRule(is_of_another_role, "logs in as another role than its own: mbongo_web, mbongo_worker, mbongo_office or"
                " mbongo_read, as it is called; MBONGO_MIGRATE_DATABASE_URL alone as the owner", ""),
    SettingRule(is_open_to_all, "has no password: redis://USER:PASSWORD@…, by the users of workers/redis_users.acl",
                ""),
    SettingRule(is_of_a_trial, "is a trial's: give the live one", ""),
)  # fmt: skip
IN_A_TRIAL: Final = (
    SettingRule(is_live, "is the live service's, and MBONGO_SANDBOX=true says that this is a trial", ""),
    SettingRule(leads_to_live, "its texts would leave by the live gateway, which is MBONGO_AT_BASE_URL where nothing is"
                " written: give a trial's, as https://api.sandbox.africastalking.com/version1", ""),
)  # fmt: skip


def list_refused(read: Iterable[FromEnvironment], switches: Switches) -> list[str]:
    """Return a line for each setting of these that breaks a rule: of production, or of a trial where this is one."""
    rules, ending = (IN_A_TRIAL, "") if switches.sandbox else (IN_PRODUCTION, f"; {UNLESS_TRIAL}")
    kept = [rule for rule in rules if not (rule.gives_way_to and getattr(switches, rule.gives_way_to))]
    refused: dict[str, str] = {}
    for given in (one for settings in read for one in list_given(settings)):
        if broken := next((rule for rule in kept if rule.breaks(given)), None):
            variable = given.settings.variable(given.name)
            refused[variable] = f"{variable}: {broken.says}{ending}"
    return list(refused.values())


def list_given(settings: FromEnvironment) -> Iterator[GivenSetting]:
    """Yield what was given of a class, no default: a rule is for what somebody wrote."""
    for name in (one for one in type(settings).model_fields if one in settings.model_fields_set):
        value = getattr(settings, name)
        written = value.get_secret_value() if isinstance(value, SecretStr) else value
        if isinstance(written, str) and written:
            yield GivenSetting(settings, name, type(settings).model_fields[name], written)
