"""Which settings each process may have: no secret of another. At its start it forgets what it was given besides.

What is not named here is nobody's: a setting misspelt, one of a rail that is not installed, another program's key.

A process is named as `./mbongo` starts it: serve, office, tick, anchor, migrate, simulate, or the queue of a worker.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, get_args

from pydantic import SecretStr

from wallet.core.roles import url_variable
from wallet.core.setting_words import PREFIX, say_missing
from wallet.core.settings import FromEnvironment, Settings
from wallet.payments.rails import RAILS
from workers.anchor_settings import AnchorSettings
from workers.doors import DOORS, DoorSettings
from workers.mail_settings import MailSettings
from workers.queues import JOBS
from workers.settings import RAIL_SETTINGS
from workers.sim_swaps.settings import CamaraSettings

CLASSES: Final[tuple[type[FromEnvironment], ...]] = (
    Settings, DoorSettings, CamaraSettings, AnchorSettings, MailSettings, *RAIL_SETTINGS.values(),
)  # fmt: skip
PEPPER, GATEWAY, REDIS = "MBONGO_PIN_PEPPER", "MBONGO_AT_API_KEY", "MBONGO_REDIS_URL"
ANCHORS: Final = "MBONGO_ANCHOR_KEYS"
OF_MAIL: Final = "MBONGO_MAIL_PASSWORD"
OWNER: Final = "MBONGO_MIGRATE_DATABASE_URL"


@dataclass(frozen=True)
class Needs:
    """The secret variables, and those that come with them, of one process: it does not start without `required`."""

    required: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()


def list_variables(settings: type[FromEnvironment]) -> frozenset[str]:
    """Return the variable of every setting of a class."""
    return frozenset(map(settings.variable, settings.model_fields))


@cache  # it does not change, and is asked for each setting and process when all are listed
def list_secrets() -> frozenset[str]:
    """Return every variable whose value is a secret."""
    return frozenset(
        settings.variable(name)
        for settings in CLASSES
        for name, field in settings.model_fields.items()
        if SecretStr in (field.annotation, *get_args(field.annotation))
    )


DOOR_SECRETS: Final = {name: door.secrets_variable for name, door in DOORS.items()}
CAMARA: Final = list_variables(CamaraSettings) | {"MBONGO_SIM_SWAPS"}
# What only one process needs, though not all of it is secret: half of it would look like a mistake to every other.
MAIL: Final = list_variables(MailSettings)
WHOLE: Final = frozenset().union(CAMARA, MAIL, *map(list_variables, RAIL_SETTINGS.values()))
WORKERS: Final = frozenset({url_variable("worker"), REDIS})
OF_WORKERS: Final[Mapping[str, Needs]] = {
    "inbox": Needs(frozenset({PEPPER})),
    "notices": Needs(frozenset({PEPPER, GATEWAY, "MBONGO_AT_USERNAME"})),
    "webhooks": Needs(frozenset({PEPPER})),
    "mail": Needs(besides=MAIL),
    "sims": Needs(besides=CAMARA | {GATEWAY}),
    **{rail: Needs(besides=list_variables(RAIL_SETTINGS[rail]) | {DOOR_SECRETS[rail]}) for rail in RAILS},
}
NEEDS: Final[Mapping[str, Needs]] = {
    "serve": Needs(
        frozenset({url_variable("web"), REDIS, PEPPER}),
        frozenset({"MBONGO_SESSIONS_REDIS_URL", *DOOR_SECRETS.values()}),
    ),
    "office": Needs(frozenset({url_variable("office"), PEPPER}), frozenset({ANCHORS})),
    "anchor": Needs(frozenset({url_variable("read"), ANCHORS})),
    "tick": Needs(WORKERS),
    "migrate": Needs(frozenset({OWNER}), frozenset({PEPPER})),
    "simulate": Needs(besides=frozenset({GATEWAY, OF_MAIL})),
    **{queue: Needs(WORKERS | OF_WORKERS.get(queue, Needs()).required, OF_WORKERS.get(queue, Needs()).besides)
       for queue in JOBS},
}  # fmt: skip


# What no class of settings has: read by commands, on the machine where they are typed, or by what is run to be tried.
BESIDES: Final[Mapping[str, str]] = {
    "MBONGO_OFFICE_URL": "where staff's commands find the office: `unix:/run/mbongo/office.sock`, `https://host`",
    "MBONGO_LOGIN": "who types staff's commands, in the place of `--login`",
    "MBONGO_TRACEBACK": "`1` makes a failing command show where it failed",
    "MBONGO_POSTGRES_BIN": "a folder of PostgreSQL's programs, for `up`, `demo` and tests, in the place of ours",
    "MBONGO_VALKEY_SERVER": "a program of Valkey or Redis, for `up`, `demo` and tests, in the place of ours",
    "MBONGO_FAULTS_ARMED": "a folder, by which `./mbongo faults` tells processes where to die; nobody else gives it",
    **{f"MBONGO_SIMULATE_{way}_URL": "a way in, which simulators run alone call"
       for way in ("USSD", "USSD_EVENTS", "SMS", "DELIVERY")},
}  # fmt: skip
# What any of our processes may read: settings that are no secret, and how errors are shown, or made.
PLAIN: Final = frozenset({"MBONGO_TRACEBACK", "MBONGO_FAULTS_ARMED"}).union(*map(list_variables, CLASSES)) - WHOLE
# What any process of a machine is told of it. A proxy's address is how a rail is reached.
MACHINES: Final = re.compile(
    "PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|TERM|COLUMNS|NO_COLOR|FORCE_COLOR|VIRTUAL_ENV|PYTHON[A-Z]+"
    "|LD_LIBRARY_PATH|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|(?i:https?|all|no)_(?i:proxy)|COVERAGE_[A-Z_]+"
)


def list_allowed(process: str) -> frozenset[str]:
    """Return the variables of ours that this process may have, and the *_FILE of each."""
    allowed = (PLAIN - list_secrets()) | NEEDS[process].required | NEEDS[process].besides
    return allowed | {f"{name}_FILE" for name in allowed}


def keep_machines(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what of an environment tells of the machine alone."""
    return {name: value for name, value in environment.items() if MACHINES.fullmatch(name)}


def keep_needed(settings: Mapping[str, str], process: str) -> dict[str, str]:
    """Return what of an environment this process may have."""
    allowed = list_allowed(process)
    return keep_machines(settings) | {name: value for name, value in settings.items() if name in allowed}


def forget_needless(process: str) -> None:
    """Take out of this process's environment what of ours it may not have."""
    allowed = list_allowed(process)
    for name in [name for name in os.environ if name.startswith(PREFIX) and name not in allowed]:
        del os.environ[name]


def name_missing(process: str) -> list[str]:
    """Return a line for each setting that this process cannot do without, and that is not given, or is empty."""
    required = sorted(NEEDS[process].required)
    return [say_missing(name) for name in required if not (os.environ.get(name) or os.environ.get(f"{name}_FILE"))]
