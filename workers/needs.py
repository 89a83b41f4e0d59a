"""Which secrets each process needs: it is given no others, and forgets at its start what it was given besides.

A process is named as `./mbongo` starts it: serve, office, tick, anchor, simulate, or the queue of a worker.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

from pydantic import SecretStr

from wallet.core.roles import url_variable
from wallet.core.settings import FromEnvironment, Settings
from wallet.payments.rails import RAILS
from workers.anchor_settings import AnchorSettings
from workers.doors import DOORS, DoorSettings
from workers.queues import JOBS
from workers.settings import RAIL_SETTINGS
from workers.sim_swaps.settings import CamaraSettings

CLASSES: Final[tuple[type[FromEnvironment], ...]] = (
    Settings, DoorSettings, CamaraSettings, AnchorSettings, *RAIL_SETTINGS.values(),
)  # fmt: skip
PEPPER, GATEWAY, REDIS = "MBONGO_PIN_PEPPER", "MBONGO_AT_API_KEY", "MBONGO_REDIS_URL"
ANCHORS: Final = "MBONGO_ANCHOR_KEYS"
OWNER: Final = "MBONGO_MIGRATE_DATABASE_URL"


@dataclass(frozen=True)
class Needs:
    """The secret variables, and those that come with them, of one process: it does not start without `required`."""

    required: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()


def list_variables(settings: type[FromEnvironment]) -> frozenset[str]:
    """Return the variable of every setting of a class."""
    return frozenset(map(settings.variable, settings.model_fields))


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
WHOLE: Final = frozenset().union(CAMARA, *map(list_variables, RAIL_SETTINGS.values()))
WORKERS: Final = frozenset({url_variable("worker"), REDIS})
OF_WORKERS: Final[Mapping[str, Needs]] = {
    "inbox": Needs(frozenset({PEPPER})),
    "notices": Needs(frozenset({PEPPER, GATEWAY, "MBONGO_AT_USERNAME"})),
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
    "simulate": Needs(besides=frozenset({GATEWAY})),
    **{queue: Needs(WORKERS | OF_WORKERS.get(queue, Needs()).required, OF_WORKERS.get(queue, Needs()).besides)
       for queue in JOBS},
}  # fmt: skip


def list_needless(process: str) -> frozenset[str]:
    """Return the variables that this process may not have, and the *_FILE of each."""
    needs = NEEDS[process]
    others = (list_secrets() | WHOLE) - needs.required - needs.besides
    return others | {f"{name}_FILE" for name in others}


def keep_needed(settings: Mapping[str, str], process: str) -> dict[str, str]:
    """Return settings without what this process has no need of."""
    needless = list_needless(process)
    return {name: value for name, value in settings.items() if name not in needless}


def forget_needless(process: str) -> None:
    """Take out of this process's environment what it has no need of."""
    for name in list_needless(process) & os.environ.keys():
        del os.environ[name]


def name_missing(process: str) -> list[str]:
    """Return a line for each setting that this process cannot do without, and that is not given."""
    required = sorted(NEEDS[process].required)
    return [f"{name}: Field required" for name in required if not {name, f"{name}_FILE"} & os.environ.keys()]
