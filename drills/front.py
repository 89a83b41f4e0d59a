"""HAProxy of a drill: deploy/haproxy as it is shipped, in front of both `serve` and of PostgreSQL, and callers' door.

Callers speak plain HTTP to the shipped backend; strangers' own door, which ends TLS, is open beside it.
"""

import getpass
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from drills.shipped import DEPLOY
from local.children import is_root
from local.places import give_to_nobody

SHIPPED: Final = ("00-common.cfg", "10-strangers.cfg")
WIRE: Final = 'frontend wire\n    bind "${MBONGO_WIRE}"\n    default_backend web\n'


def write_front(folder: Path) -> list[Path]:
    """Write HAProxy's files where it may read them. Returns those that it is started on, in their order."""
    folder.mkdir()
    shutil.copytree(DEPLOY / "haproxy" / "lists", folder / "lists")
    write_certificate(folder / "certificate.pem")
    wire = folder / "wire.cfg"
    wire.write_text(WIRE, "utf-8")
    shipped = [Path(shutil.copy(DEPLOY / "haproxy" / name, folder)) for name in (*SHIPPED, "postgresql.cfg")]
    for path in (folder, *folder.rglob("*")):
        give_to_nobody(path)
    return [*shipped[:-1], wire, shipped[-1]]


def name_front(folder: Path, wire: str, webs: Sequence[str], members: Sequence[str], here: str) -> Mapping[str, str]:
    """Return what /etc/default/haproxy would say: who is where."""
    return {
        "MBONGO_PROXY_USER": "nobody" if is_root() else getpass.getuser(),
        "MBONGO_PROXY_SOCKET": str(folder / "admin.sock"), "MBONGO_CERTIFICATES": str(folder / "certificate.pem"),
        "MBONGO_LISTS": str(folder / "lists"), "MBONGO_WIRE": wire,
        "MBONGO_BIND": f"{here}:8443", "MBONGO_BIND_PLAIN": f"{here}:8080",
        **{f"MBONGO_WEB_{number}": f"{web}:8384" for number, web in enumerate(webs, 1)},
        "MBONGO_HEALTH_PORT": "8386", "MBONGO_POSTGRESQL_BIND": f"{here}:5000", "MBONGO_REPLICA_BIND": f"{here}:5001",
        **{f"MBONGO_POSTGRESQL_{number}": member for number, member in enumerate(members, 1)},
    }  # fmt: skip


def write_certificate(path: Path) -> None:
    """Write a certificate of its own making, with its key, good for a day."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mbongo.test")])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now).not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    path.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, form, plain))
