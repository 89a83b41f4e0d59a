"""Every key is turned while people dial and type their PIN, as docs/keys.md says it: without a hop that fails."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
import requests
from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy.exc import DBAPIError

from faults.polling import wait_for
from tests.world.cast import ALICE, AWA, MOUSSA, PASSWORDS
from tests.world.hashed import PEPPER, make_key
from tests.world.service import Service
from tests.world.turning import Turning, dialling, list_keys, turning
from wallet.core import peppers
from wallet.core.roles import ROLES, ProcessKind, url_variable
from wallet.core.secrets import Secrets
from wallet.staff import sessions
from wallet.staff.logins import set_password
from workers.doors import DOORS
from workers.held_keys import tag_of
from workers.needs import PEPPER as PEPPERS
from workers.needs import REDIS
from workers.queues import JOBS

pytestmark = pytest.mark.campaign(of="turned keys")

DOOR = DOORS["ussd"]
NEW = "a-new-one-for-tests-4711-kept"
NEW_PEPPER = f"2:{NEW}"
WORKERS = [f"worker {queue}" for queue in JOBS]
OF_PEPPER = ("office", "worker inbox", "worker notices", "worker webhooks", "serve")


@pytest.fixture
def turned(service: Service) -> Iterator[Turning]:
    with turning(service) as made:
        yield made


def knock(service: Service, secret: str) -> int:
    """Post nothing of use. Returns the status."""
    return requests.post(service.base_url + DOOR.at(secret), timeout=60).status_code


def find_line(service: Service, *words: str) -> str:
    """Return the line of `./mbongo keys` with these words; "" where there is none."""
    return next((line for line in list_keys(service) if all(word in line for word in words)), "")


def wait_for_nobody(service: Service, *words: str) -> None:
    """Wait until no living process holds the secret of a line; the clock goes on by what makes a dead one known."""
    service.pass_time(seconds=90)
    wait_for(lambda: "nobody" in find_line(service, *words), f"nobody to hold {words}")


def test_a_doors_secret(service: Service, turned: Turning) -> None:
    old = turned.usual["serve"][DOOR.secrets_variable]
    with dialling(service) as traffic:
        traffic.wait_for_more()
        turned.change({"serve": {DOOR.secrets_variable: f"{NEW},{old}"}}, traffic)
        assert find_line(service, "ussd  ", tag_of(NEW)) == "", "nobody came by it yet"
        assert knock(service, NEW) == 200
        wait_for(lambda: bool(find_line(service, "ussd  ", tag_of(NEW), "newest")), "its use to be noted")
        wait_for(lambda: bool(find_line(service, "ussd  ", tag_of(old), "OLD")), "the old one to be old")
        traffic.url = service.base_url + DOOR.at(NEW)
        traffic.wait_for_more()
        turned.change({"serve": {DOOR.secrets_variable: NEW}}, traffic)
        wait_for_nobody(service, DOOR.secrets_variable, tag_of(old), "OLD")
    assert knock(service, old) == 404


def test_the_pepper(service: Service, turned: Turning) -> None:
    old, new, both = Secrets.read(PEPPER), Secrets.read(NEW_PEPPER), Secrets.read(f"{NEW_PEPPER},{PEPPER}")
    with service.owner.begin() as db:
        set_password(db, ALICE, *make_key(ALICE, PASSWORDS[ALICE]), by="a test", role="administrator")
    service.open_wallet(MOUSSA)
    service.open_wallet(AWA)
    service.pay_in(MOUSSA, 20_000)
    service.settle()
    service.messages(MOUSSA)
    with dialling(service) as traffic:
        turned.change({name: {PEPPERS: f"{PEPPER},{NEW_PEPPER}"} for name in OF_PEPPER}, traffic)
        assert "without" not in find_line(service, PEPPERS, f"2:{tag_of(NEW)}")
        service.handset(MOUSSA).text(f"ENVOI 1000 {AWA}")
        code = service.next_message(MOUSSA).rpartition("OUI ")[2][:4]
        turned.change({name: {PEPPERS: f"{NEW_PEPPER},{PEPPER}"} for name in OF_PEPPER}, traffic)
        assert "questions by SMS" in find_line(service, "1  ", "questions by SMS")
        service.handset(MOUSSA).text(f"OUI {code}")
        service.settle()
        assert service.balances()[AWA] == 1_000
        assert peppers.move(service.owner, both).rows > 0
        traffic.wait_for_more()
        assert [one.what for one in service.do(peppers.count_standing, "read") if one.pepper == "1"] == []
        turned.change({name: {PEPPERS: NEW_PEPPER} for name in OF_PEPPER}, traffic)
        wait_for_nobody(service, PEPPERS, f"1:{tag_of(PEPPER.partition(':')[2])}", "OLD")
        with pytest.raises(DBAPIError, match="may not change by which keys operations are claimed"):
            service.open_wallet("+237699000077", "Carine Abena", "40817")  # by a test, which has the old pepper alone
    office = service.wallet_on("office").engine
    assert sessions.find_login(office, sessions.open_session(office, new, ALICE, PASSWORDS[ALICE])) == ALICE
    with pytest.raises(KeyError):
        sessions.open_session(office, old, ALICE, PASSWORDS[ALICE])
    service.check()


@pytest.mark.parametrize(
    ("kind", "names"), [("web", ["serve"]), ("worker", ["tick", *WORKERS]), ("office", ["office"])]
)
def test_a_roles_password(service: Service, turned: Turning, kind: ProcessKind, names: list[str]) -> None:
    variable, role = url_variable(kind), ROLES[kind]
    usual = turned.usual[names[0]][variable]
    old = usual.partition(f"{role}:")[2].partition("@")[0]

    def url_with(passwords: str) -> str:
        return usual.replace(f":{old}@", f":{passwords}@")

    def set_role(password: str) -> None:
        with psycopg.connect(service.superuser_url, autocommit=True) as db:
            db.execute(SQL("ALTER ROLE {} PASSWORD {}").format(Identifier(role), Literal(password)))

    with dialling(service) as traffic:
        try:
            turned.change({name: {variable: url_with(f"{NEW},{old}")} for name in names}, traffic)
            for name in names:
                assert name in find_line(service, f"{variable} {role}", tag_of(NEW), "newest")
            set_role(NEW)
            traffic.wait_for_more()
            turned.change({name: {variable: url_with(NEW)} for name in names}, traffic)
            with pytest.raises(psycopg.OperationalError, match="authentication failed"):
                psycopg.connect(usual)
        finally:
            set_role(old)
    service.check()


@pytest.mark.parametrize(("user", "names"), [("web", ["serve"]), ("worker", WORKERS), ("tick", ["tick"])])
def test_a_redis_users_password(service: Service, turned: Turning, user: str, names: list[str]) -> None:
    usual = turned.usual[names[0]][REDIS]
    old = usual.partition(f"{user}:")[2].partition("@")[0]
    try:
        with dialling(service) as traffic, service.redis() as admin:
            admin.acl_setuser(user, enabled=True, passwords=[f"+{NEW}"])
            turned.change({name: {REDIS: usual.replace(f":{old}@", f":{NEW}@")} for name in names}, traffic)
            assert all(name in find_line(service, f"{REDIS} {user}", tag_of(NEW), "newest") for name in names)
            wait_for_nobody(service, f"{REDIS} {user}", tag_of(old), "OLD")
            admin.acl_setuser(user, enabled=True, passwords=[f"-{old}"])
            traffic.wait_for_more()
    finally:
        with service.redis() as admin:
            admin.acl_setuser(user, enabled=True, passwords=[f"+{old}", f"-{NEW}"])
    service.check()


# ------------------------------------------------------------------------------------------------ a rail's keys
TO_MTN = {
    "Ocp-Apim-Subscription-Key": "any",
    "X-Target-Environment": "mtncameroon",
    "User-Agent": "a test",  # requests' own is turned away
}


@dataclass(frozen=True)
class ApiUser:
    """An API user at the simulated MTN, whose key it checks, and where that is."""

    base_url: str
    name: str
    key: str

    @classmethod
    def make(cls, service: Service) -> "ApiUser":
        """Return a new one, as MTN's portal makes it."""
        base_url, name = f"{service.simulator_url}/mtn", str(uuid.uuid4())
        headers = TO_MTN | {"X-Reference-Id": name}
        host = {"providerCallbackHost": "127.0.0.1"}
        requests.post(f"{base_url}/v1_0/apiuser", json=host, headers=headers, timeout=60).raise_for_status()
        return cls(base_url, name, cls.draw_key(base_url, name))

    @staticmethod
    def draw_key(base_url: str, name: str) -> str:
        """Return a new key of a user; the one before is refused from now on."""
        answer = requests.post(f"{base_url}/v1_0/apiuser/{name}/apikey", headers=TO_MTN, timeout=60)
        return str(answer.json()["apiKey"])

    @property
    def settings(self) -> dict[str, str]:
        """The settings of MTN's worker that change."""
        products = ("COLLECTION", "DISBURSEMENT")
        users = {f"MBONGO_MTN_{product}_API_USER": self.name for product in products}
        return users | {f"MBONGO_MTN_{product}_API_KEY": self.key for product in products}

    def is_known(self) -> bool:
        """True while MTN gives a token for its key."""
        url = f"{self.base_url}/collection/token/"
        return requests.post(url, auth=(self.name, self.key), headers=TO_MTN, timeout=60).status_code == 200


def ask_to_add(service: Service, amount: int) -> None:
    """Let Moussa ask by SMS for money from MTN, until MTN asks him."""
    service.handset(MOUSSA).text(f"RECHARGE {amount}")
    code = service.next_message(MOUSSA).rpartition("OUI ")[2][:4]
    service.handset(MOUSSA).text(f"OUI {code}")
    wait_for(lambda: service.outside.new_prompts() != [], "MTN to ask Moussa")
    service.next_message(MOUSSA)


def approve(service: Service) -> None:
    """Let Moussa approve what MTN asks him, and wait until his money is there."""
    before = service.balances()[MOUSSA]
    assert service.outside.decide(MOUSSA, approve=True) == ""
    wait_for(lambda: service.balances()[MOUSSA] > before, "the money to be credited")
    service.settle()
    service.messages(MOUSSA)


def test_a_rails_keys(service: Service, turned: Turning) -> None:
    """A payment asked under the old key is asked about, and ends, under the new one."""
    old, new, worker = ApiUser.make(service), ApiUser.make(service), "worker mtn"
    service.open_wallet(MOUSSA)
    service.settle()
    service.messages(MOUSSA)
    with dialling(service) as traffic:
        turned.change({worker: old.settings}, traffic)
        ask_to_add(service, 5_000)
        turned.change({worker: new.settings}, traffic)
        wait_for_nobody(service, "MBONGO_MTN_COLLECTION_API_KEY", tag_of(old.key), "OLD")
        ApiUser.draw_key(old.base_url, old.name)
        assert (old.is_known(), new.is_known()) == (False, True)
        approve(service)
        ask_to_add(service, 2_000)
        approve(service)
    assert service.balances()[MOUSSA] == 7_000
    service.check_operators()
    service.check()
