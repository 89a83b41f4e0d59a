"""PostgreSQL and Redis on another machine are reached under TLS that is verified, unless a setting says otherwise."""

import pytest

from wallet.core.encrypted import is_database_safe, is_redis_safe
from wallet.core.settings import Settings


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("postgresql:///mbongo", True),
        ("postgresql://web@/mbongo?host=/run/postgresql&port=5432", True),
        ("postgresql://web:x@/mbongo?host=%2Ftmp%2Fmbongo-run-1", True),
        ("postgresql://web:x@127.0.0.1:5432/mbongo", True),
        ("postgresql://web:x@[::1]/mbongo", True),
        ("postgresql://web:x@localhost,127.0.0.1:5433/mbongo", True),
        ("postgresql://web:x@db.example/mbongo", False),
        ("postgresql://web:x@127.0.0.1,db.example/mbongo", False),
        ("postgresql://web:x@localhost/mbongo?hostaddr=10.0.0.5", False),
        ("postgresql://web:x@/mbongo?host=10.0.0.5", False),
        ("postgresql://web:x@/mbongo?host=/run/postgresql,db.example", False),
        ("postgresql:///mbongo?service=elsewhere", False),
        ("postgresql://web:x@localhost@db.example/mbongo", False),
        ("postgresql://web:x@db.example/mbongo?sslmode=require", False),
        ("postgresql://web:x@db.example/mbongo?sslmode=verify-ca", False),
        ("postgresql://web:x@db.example/mbongo?sslmode=verify-full&sslrootcert=/etc/ca.pem", True),
        ("postgresql://web:x@db.example/mbongo?sslmode=verify-full&sslmode=disable", False),
        ("postgresql://web:x@db.example/mbongo?sslmode=disable&sslmode=verify-full", False),
    ],
)
def test_databases(settings: Settings, url: str, *, safe: bool) -> None:
    assert is_database_safe(url) is safe
    refuses(settings, "migrate_database_url", url, "sslmode=verify-full", safe=safe)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("unix://web:x@/run/valkey.sock?db=0", True),
        ("redis://web:x@127.0.0.1:6379/0", True),
        ("redis://web:x@localhost", True),
        ("redis://web:x@[::1]:6379", True),
        ("redis+sentinel://:x@127.0.0.1:1,localhost:2/calls", True),
        ("redis://web:x@10.0.0.5", False),
        ("redis://web:x@localhost@10.0.0.5", False),
        ("redis+sentinel://:x@127.0.0.1:1,10.0.0.5:2/calls", False),
        ("redis+cluster://:x@10.0.0.5", False),
        ("rediss://web:x@redis.example:6380", True),
        ("rediss+sentinel://:x@10.0.0.5:1/calls", True),
        ("rediss://web:x@redis.example?ssl_cert_reqs=none", False),
        ("rediss://web:x@redis.example?ssl_cert_reqs=None", False),
        ("rediss://web:x@redis.example?ssl_check_hostname=false", False),
        ("rediss://web:x@redis.example?ssl_check_hostname=n", False),
        ("rediss://web:x@redis.example?ssl_cert_reqs=required&ssl_check_hostname=true", True),
    ],
)
def test_redis(settings: Settings, url: str, *, safe: bool) -> None:
    assert is_redis_safe(url) is safe
    refuses(settings, "sessions_redis_url", url, "rediss://", safe=safe)


@pytest.mark.parametrize("name", ["web_database_url", "sessions_redis_url"])
@pytest.mark.parametrize("written", ["here", "sqlite:////tmp/x", "https://db.our.cm", "//web:x@localhost"])
def test_what_is_no_address_of_a_server_is_refused(settings: Settings, name: str, written: str) -> None:
    with pytest.raises(ValueError, match=f"MBONGO_{name.upper()}: is no address of"):
        Settings.model_validate(settings.model_dump() | {name: written, "plain_connections": True})


def test_a_port_that_is_none_is_refused_before_anything_starts(settings: Settings) -> None:
    written = "postgresql://mbongo_web:x@localhost:54x2/mbongo"
    with pytest.raises(ValueError, match="MBONGO_WEB_DATABASE_URL: is no address of PostgreSQL"):
        Settings.model_validate(settings.model_dump() | {"web_database_url": written})


@pytest.mark.parametrize("name", ["at_base_url", "at_insights_url", "public_url"])
@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://api.africastalking.com/version1", True),
        ("http://127.0.0.1:8385/africastalking/version1", True),
        ("http://api.africastalking.com/version1", False),
        ("http://10.0.0.5/version1", False),
        ("http://127.0.0.1@api.example/version1", False),
        ("ftp://api.africastalking.com", False),
        ("https://", False),
    ],
)
def test_the_gateways_and_our_own_address(settings: Settings, name: str, url: str, *, safe: bool) -> None:
    given = settings.model_dump() | {name: url}
    if safe:
        assert getattr(Settings.model_validate(given), name) == url
    else:
        with pytest.raises(ValueError, match="https://"):
            Settings.model_validate(given)


def refuses(settings: Settings, name: str, url: str, needed: str, *, safe: bool) -> None:
    """Assert that settings take the address when it is safe, and otherwise only where they are told to, aloud."""
    given = settings.model_dump() | {name: url}
    if not safe:
        with pytest.raises(ValueError, match=f"MBONGO_{name.upper()}: {needed}"):
            Settings.model_validate(given)
    assert Settings.model_validate(given | {"plain_connections": True})
    if safe:
        assert Settings.model_validate(given)


def test_what_a_setting_allows_is_said_at_each_start(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings = settings.model_copy(update={"run_as_root": False, "sandbox": False})
    settings.say_aloud()
    assert not capsys.readouterr().out
    settings.model_copy(update={"plain_connections": True}).say_aloud()
    said = capsys.readouterr()
    assert "MBONGO_PLAIN_CONNECTIONS" in said.out + said.err
