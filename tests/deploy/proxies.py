"""HAProxy and nginx, from the shipped files, on ports of this machine: with a certificate, before a test's `serve`."""

import http.client
import os
import pwd
import shutil
import signal
import ssl
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import AF_UNIX, socket
from typing import Final
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from faults.polling import wait_for
from local import children
from local.ports import LOOPBACK, listen, port_of
from tests.world.service import Service

CHECKOUT: Final = Path(__file__).parents[2]
HAPROXY: Final = sorted((CHECKOUT / "deploy/haproxy").glob("[0-9]*.cfg"))  # postgresql.cfg is a file of its own
NGINX: Final = CHECKOUT / "deploy/nginx/mbongo.conf"
GATEWAY: Final = "127.0.0.2"  # whom the door of calls is open to; everybody else comes from 127.0.0.1
NOBODY: Final = "127.0.0.3"  # where nothing listens
USUAL_PATHS: Final = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"  # Debian's are where only root looks


@dataclass
class Front:
    """A proxy that runs, and the ports it was given."""

    strangers: int
    plain: int
    staff: int
    folder: Path
    context: ssl.SSLContext = field(repr=False)

    def ask(
        self,
        path: str,
        body: str | None = None,
        *,
        port: int = 0,
        by: str = LOOPBACK,
        headers: Mapping[str, str] | None = None,
    ) -> http.client.HTTPResponse:
        """Ask strangers' port (or another) for a path, as it is written; POST where a form is sent."""
        port, source = port or self.strangers, (by, 0)
        line: http.client.HTTPConnection = http.client.HTTPSConnection(
            LOOPBACK, port, timeout=60, source_address=source, context=self.context
        )
        if port == self.plain:
            line = http.client.HTTPConnection(LOOPBACK, port, timeout=60, source_address=source)
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        line.request("GET" if body is None else "POST", path, body, {**form, **(headers or {})})
        answer = line.getresponse()
        answer.body = answer.read().decode(errors="replace")  # type: ignore[attr-defined]
        line.close()
        return answer

    def status(self, path: str, body: str | None = None, **more: object) -> int:
        """Return the status of an answer."""
        return self.ask(path, body, **more).status  # type: ignore[arg-type]

    def tell(self, words: str) -> str:
        """Return what HAProxy answers at its own socket."""
        with socket(AF_UNIX) as admin:
            admin.connect(str(self.folder / "admin"))
            admin.sendall(f"{words}\n".encode())
            return b"".join(iter(lambda: admin.recv(4096), b"")).decode().strip()

    def is_up(self, server: str) -> bool:
        """True while HAProxy believes that a `serve` answers."""
        lines = [line.split() for line in self.tell("show servers state web").splitlines()]
        [operates] = [words[5] for words in lines if server in words]
        return operates != "0"  # srv_op_state: stopped

    def logs(self) -> str:
        """Return all that it has logged."""
        return "".join(file.read_text(errors="replace") for file in self.folder.rglob("*.log"))


@dataclass(frozen=True)
class Behind:
    """A `serve` that takes a proxy's word, and the office: where each listens; `leave` ends the former."""

    web: int
    health: int
    office: int
    leave: Callable[[], None]


Prepare = Callable[[Path, Behind, list[socket]], tuple[list[str], dict[str, str]]]


@contextmanager
def serve_behind_a_proxy(service: Service) -> Iterator[Behind]:
    """Run one more `serve` of this service, which believes this machine's proxies; calls come from GATEWAY alone."""
    supervisor = service.processes.running.supervisor
    [usual] = [one for one in supervisor.processes if one.name == "serve"]
    told = {"MBONGO_TRUSTED_PROXIES": LOOPBACK, "MBONGO_USSD_ADDRESSES": GATEWAY, "MBONGO_WEB_PROCESSES": "1"}
    with listen(None, 0) as web, listen(None, 0) as health:
        supervisor.start(
            "serve behind a proxy", "serve", environment={**usual.environment, **told}, listeners=[web, health],
            ready_path="/readyz",
        )  # fmt: skip
        started = supervisor.processes.pop()  # which no other test is to find
        assert started.running

        def leave() -> None:
            assert started.running
            children.stop(started.running, signal.SIGTERM)
            web.close()
            health.close()

        try:
            wait_for(started.serves, "serve to be ready")
            office = urlsplit(service.processes.running.addresses["office_url"]).port
            yield Behind(port_of(web), port_of(health), office or 0, leave)
        finally:
            leave()


def make_certificate(folder: Path) -> ssl.SSLContext:
    """Write a certificate of this machine and its key; return what trusts it, and nothing else."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(LOOPBACK))]), critical=False)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "certificates").mkdir()
    (folder / "certificates/both.pem").write_bytes(made + secret)
    (folder / "certificate").write_bytes(made)
    (folder / "key").write_bytes(secret)
    return ssl.create_default_context(cadata=made.decode())


def find_program(name: str, package: str) -> str:
    """Return where a program is; a test skips, naming it, where it is not."""
    program = shutil.which(name, path=USUAL_PATHS)
    if not program:
        pytest.skip(f"{name} is not installed here (Debian: apt install {package}): nothing was tried behind it")
    return program


def list_haproxy_files() -> list[str]:
    """Return the words by which HAProxy is given every shipped file."""
    return [word for file in HAPROXY for word in ("-f", str(file))]


def haproxy_settings(folder: Path) -> dict[str, str]:
    """Return what /etc/default/haproxy says of an installation: where its certificates and lists are."""
    shutil.copytree(CHECKOUT / "deploy/haproxy/lists", folder / "lists")
    return {"MBONGO_CERTIFICATES": str(folder / "certificates"), "MBONGO_LISTS": str(folder / "lists")}


def write_nginx(folder: Path, ports: Mapping[str, str]) -> Path:
    """Write nginx' own file around the shipped one, in which what is an installation's own is replaced; return it."""
    shipped = NGINX.read_text("utf-8")
    replaced = {
        **ports,
        "/etc/nginx/mbongo/strangers.crt": f"{folder}/certificate", "/etc/nginx/mbongo/strangers.key": f"{folder}/key",
        "/etc/nginx/mbongo/staff.crt": f"{folder}/certificate", "/etc/nginx/mbongo/staff.key": f"{folder}/key",
        "/var/log/nginx/": f"{folder}/", "allow 10.0.9.0/24;": f"allow {LOOPBACK};",
    }  # fmt: skip
    for one, other in replaced.items():
        assert one in shipped, one
        shipped = shipped.replace(one, other)
    (folder / "mbongo.conf").write_text(shipped, "utf-8")
    own = pwd.getpwuid(os.geteuid()).pw_name
    temporary = "".join(
        f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"""{f"user {own};" if children.is_root() else ""} daemon off; worker_processes 1; pid {folder}/pid;
        error_log {folder}/start.log; events {{ worker_connections 256; }}
        http {{ {temporary} include {folder}/mbongo.conf; }}""",
        "utf-8",
    )
    return folder / "nginx.conf"


@contextmanager
def start_front(name: str, folder: Path, behind: Behind, prepare: Prepare | None = None) -> Iterator[Front]:
    """Run a proxy, by its name, before what is behind it; `prepare` is for one that is started in another way."""
    context = make_certificate(folder)
    with ExitStack() as stack:
        sockets = [stack.enter_context(listen(None, 0)) for _ in range(3)]
        handed = [one.fileno() for one in sockets]
        starts: dict[str, Prepare] = {"haproxy": prepare_haproxy, "nginx": prepare_nginx}
        argv, environment = (prepare or starts[name])(folder, behind, sockets)
        with (folder / "said.log").open("wb") as log:
            process = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=handed, env=environment,
                process_group=0, preexec_fn=children.prepare_death_signal(os.getpid(), signal.SIGTERM),  # noqa: PLW1509 - as children.spawn
            )  # fmt: skip
        stack.callback(children.stop, process, signal.SIGTERM)
        front = Front(*map(port_of, sockets), folder, context)
        wait_for(lambda: process.poll() is not None or answers(front), f"{name} to answer")
        assert process.poll() is None, front.logs()
        yield front


def answers(front: Front) -> bool:
    """True when the port that is not encrypted is answered at all."""
    line = http.client.HTTPConnection(LOOPBACK, front.plain, timeout=1)  # the port is held here: it is always taken
    try:
        line.request("GET", "/-")
        return line.getresponse().status == 404
    except OSError:
        return False
    finally:
        line.close()


def prepare_haproxy(folder: Path, behind: Behind, sockets: list[socket]) -> tuple[list[str], dict[str, str]]:
    """Return HAProxy's command and environment; a second `serve` is said to be where nobody is."""
    program = find_program("haproxy", "haproxy")
    strangers, plain, staff = (f"fd@{one.fileno()}" for one in sockets)
    given = {
        **haproxy_settings(folder), "PATH": os.environ["PATH"],
        "MBONGO_PROXY_USER": "haproxy" if children.is_root() else pwd.getpwuid(os.geteuid()).pw_name,
        "MBONGO_PROXY_SOCKET": str(folder / "admin"), "MBONGO_PROXY_LOG": "stderr",
        "MBONGO_BIND": strangers, "MBONGO_BIND_PLAIN": plain, "MBONGO_BIND_STAFF": staff,
        "MBONGO_WEB_1": f"{LOOPBACK}:{behind.web}", "MBONGO_WEB_2": f"{NOBODY}:1",
        "MBONGO_HEALTH_PORT": str(behind.health), "MBONGO_OFFICE": f"{LOOPBACK}:{behind.office}",
    }  # fmt: skip
    (folder / "lists/staff").write_text(f"{LOOPBACK}\n", "utf-8")
    return [program, "-db", *list_haproxy_files()], given


def prepare_nginx(folder: Path, behind: Behind, sockets: list[socket]) -> tuple[list[str], dict[str, str]]:
    """Return nginx' command and environment, which hands it the ports as it hands them to a new version of itself."""
    program = find_program("nginx", "nginx-light")
    strangers, plain, staff = (f"{LOOPBACK}:{port_of(one)}" for one in sockets)
    ports = {
        "listen 443 ssl": f"listen {strangers} ssl", "listen 80;": f"listen {plain};",
        "listen 10.0.0.20:8443 ssl": f"listen {staff} ssl",
        "server 127.0.0.1:8384;": f"server {LOOPBACK}:{behind.web};",
        "server 127.0.0.1:8388;": f"server {LOOPBACK}:{behind.office};",
    }  # fmt: skip
    handed = "".join(f"{one.fileno()};" for one in sockets)
    argv = [program, "-c", str(write_nginx(folder, ports)), "-p", str(folder), "-e", f"{folder}/first.log"]
    return argv, {"PATH": os.environ["PATH"], "NGINX": handed}
