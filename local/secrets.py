"""The secrets of one data folder, made once and kept in `secrets.json`, readable by its owner alone."""

import json
import os
import secrets
from pathlib import Path

from wallet.core.roles import ROLES
from workers.doors import DOORS
from workers.redis_users import USERS

NAMES = (
    "postgres",
    "mbongo_owner",
    *ROLES.values(),
    "valkey",
    *(f"valkey_{user}" for user in USERS),
    "pin_pepper",
    "at_api_key",
    "operator_key",
)
OF_DOORS = {door: f"door_{door}" for door in DOORS}  # a secret each


def read_secrets(data: Path) -> dict[str, str]:
    """Return every secret by name (64 hexadecimal digits), making those that are missing."""
    path = data / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if missing := [name for name in (*NAMES, *OF_DOORS.values()) if name not in kept]:
        kept |= {name: secrets.token_hex(32) for name in missing}
        fresh = path.with_suffix(f".{os.getpid()}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(kept, file, indent=1)
        fresh.replace(path)
    return kept
