#!/usr/bin/env python3
"""Make the secrets of a new service, a file each, and what its servers are told of them.

    python3 deploy/make_secrets.py FOLDER --postgres db.inner:6432 --redis valkey.inner:6379

FOLDER is then /etc/mbongo/secrets of the machines (each is given what its processes need), but for the folder
`servers` in it: roles.sql for PostgreSQL, users.acl for Valkey or Redis, users.txt for PgBouncer, which hold no
password. MBONGO_NIGHTLY_PASSWORD is that of the login by which a timer asks the office, POSTGRES_PASSWORD that of a
container's superuser. A file that is there stays as it is, so that the same may be said again, for one more door.
What others made for you (operators' keys, the gateway's) you put there yourself, a file each, named as its setting.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path
from urllib.parse import quote, urlsplit

CHECKOUT = Path(__file__).resolve().parents[1]
ROLES = {"migrate": "mbongo_owner", "web": "mbongo_web", "worker": "mbongo_worker", "office": "mbongo_office",
         "read": "mbongo_read"}  # fmt: skip
NEEDED = ("ussd", "sms", "delivery")  # doors without which nobody is served
SCRAM_ROUNDS, SALT_BYTES = 4096, 16  # PostgreSQL's own


def main() -> None:
    """Make what is missing, and say what was made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--postgres", required=True, metavar="HOST:PORT", help="where processes reach PostgreSQL")
    parser.add_argument("--owner-at", metavar="HOST:PORT", help="where its owner does, past a pooler [the same]")
    parser.add_argument("--redis", required=True, metavar="HOST:PORT", help="where they reach Valkey or Redis")
    parser.add_argument("--database", default="mbongo")
    parser.add_argument("--ca", default="/etc/mbongo/ca.pem", help="the certificate that both servers' are checked by")
    parser.add_argument("--plain", action="store_true", help="no TLS: a network of yours alone (docs/production.md)")
    parser.add_argument("--door", action="append", default=[], help="one more door with a secret: mtn, orange, sims…")
    asked = parser.parse_args()
    os.umask(0o077)
    asked.folder.mkdir(parents=True, exist_ok=True)
    asked.folder.chmod(stat.S_IRWXU)
    made = [name for name, value in draw(asked).items() if keep(asked.folder / name, value)]
    tell_servers(asked.folder)
    print("\n".join(["Made:", *(f"  {name}" for name in made)] if made else ["Nothing was missing."]))


def draw(asked: argparse.Namespace) -> dict[str, str]:
    """Return every secret of ours by the name of its file, all of them new."""
    tls = "" if asked.plain else f"?sslmode=verify-full&sslrootcert={quote(asked.ca)}"
    drawn = {
        f"MBONGO_{kind.upper()}_DATABASE_URL": f"postgresql://{role}:{new()}@"
        f"{(asked.owner_at or asked.postgres) if kind == 'migrate' else asked.postgres}/{asked.database}{tls}"
        for kind, role in ROLES.items()
    }
    scheme, tls = ("redis", "") if asked.plain else ("rediss", f"?ssl_ca_certs={quote(asked.ca)}")
    for user in ("web", "worker", "tick"):
        drawn[f"MBONGO_REDIS_URL.{user}"] = f"{scheme}://{user}:{new()}@{asked.redis}/0{tls}"
    drawn |= {f"MBONGO_{door.upper()}_SECRETS": new() for door in (*NEEDED, *asked.door)}
    keys = {name: f"1:{new()}" for name in ("MBONGO_PIN_PEPPER", "MBONGO_ANCHOR_KEYS")}
    return drawn | keys | {"MBONGO_NIGHTLY_PASSWORD": new(), "POSTGRES_PASSWORD": new()}


def new() -> str:
    """Return what nobody guesses, and no URL escapes."""
    return secrets.token_urlsafe(32)


def keep(path: Path, value: str) -> bool:
    """Write a secret where there is none yet, for its owner alone. True where it was written."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    except FileExistsError:
        return False
    with open(file, "w", encoding="utf-8") as opened:
        opened.write(value + "\n")
    return True


def tell_servers(folder: Path) -> None:
    """Write what PostgreSQL, PgBouncer and Valkey are told: of each password only what it is compared by."""
    told = folder / "servers"
    told.mkdir(exist_ok=True)
    keep(told / "salt", new())
    salt = (told / "salt").read_bytes()
    passwords = {role: read_password(folder / f"MBONGO_{kind.upper()}_DATABASE_URL") for kind, role in ROLES.items()}
    proofs = {role: scram(password, hmac.digest(salt, role.encode(), "sha256")) for role, password in passwords.items()}
    database = urlsplit((folder / "MBONGO_MIGRATE_DATABASE_URL").read_text("utf-8").strip()).path.strip("/")
    lines = [f"CREATE ROLE {role} LOGIN PASSWORD '{proof}';" for role, proof in proofs.items()]
    lines += [f"CREATE DATABASE {database} OWNER {ROLES['migrate']};"]
    (told / "roles.sql").write_text("\n".join([*lines, ""]), "utf-8")
    pooled = [f'"{role}" "{proof}"' for role, proof in proofs.items() if role != ROLES["migrate"]]
    (told / "users.txt").write_text("\n".join([*pooled, ""]), "utf-8")
    rules = (CHECKOUT / "workers/redis_users.acl").read_text("utf-8").splitlines()
    users = ["user default off", *(f"{rule} #{digest(folder, rule)}" for rule in rules)]
    (told / "users.acl").write_text("\n".join([*users, ""]), "utf-8")


def read_password(path: Path) -> str:
    """Return the password of an address that was kept."""
    return urlsplit(path.read_text("utf-8").strip()).password or ""


def digest(folder: Path, rule: str) -> str:
    """Return how Redis keeps the password of the user of a line of its ACL file."""
    return hashlib.sha256(read_password(folder / f"MBONGO_REDIS_URL.{rule.split()[1]}").encode()).hexdigest()


def scram(password: str, salt: bytes) -> str:
    """Return how PostgreSQL keeps a password (RFC 5803); PgBouncer logs in there by the same line, salt and all."""
    salt = salt[:SALT_BYTES]
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    written = [base64.b64encode(one).decode() for one in (salt, stored, server)]
    return f"SCRAM-SHA-256${SCRAM_ROUNDS}:{written[0]}${written[1]}:{written[2]}"


if __name__ == "__main__":
    main()
