"""Grounds of a drill: three machines on this one, each with an address, and where it may be, a network and a disk.

As root each machine is a network namespace behind a cable that can be pulled, and has a disk of its own for PostgreSQL,
which can be filled; nothing of it is seen outside the drill's own namespaces, and all ends with it. Elsewhere a machine
is an address of the loopback, and `cuts` and `fills` are False.
"""

import ctypes
import os
import random
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from local.children import is_root, spawn, stop
from local.places import give_to_nobody

NAMES: Final = ("one", "two", "three")
ALONE: Final = "alone"  # the folder of one that is compared with them, on a disk like theirs
NEW_NETWORK, NEW_MOUNTS = 0x40000000, 0x00020000  # linux/sched.h: CLONE_NEWNET, CLONE_NEWNS
BRIDGE, SWITCH, NETWORK = "mbongo0", "10.77.0.1/24", "10.77.0.{}"
DISK_BYTES: Final = 700 * 2**20
TOOLS: Final = ("ip", "nsenter", "setpriv", "mount", "mkfs.ext4")


@dataclass(frozen=True)
class Place:
    """One machine: name, address, folder; `enter` is what runs a program there, `cable` its network's end here."""

    name: str
    address: str
    folder: Path
    enter: tuple[str, ...] = ()
    cable: str = ""

    @property
    def disk(self) -> Path:
        """Return the folder of its PostgreSQL, a file system of its own but ALONE's."""
        return self.folder / "disk"

    def cut(self) -> None:
        """Pull its cable: what is sent to it, or by it, is lost without a word."""
        _run("ip", "link", "set", self.cable, "down")

    def mend(self) -> None:
        """Put its cable back."""
        _run("ip", "link", "set", self.cable, "up")

    def fill_disk(self) -> None:
        """Fill its disk to the last byte."""
        with (self.disk / "ballast").open("ab", buffering=0) as ballast:
            for piece in (2**24, 2**20, 2**12):
                with suppress(OSError):
                    while True:
                        os.posix_fallocate(ballast.fileno(), os.fstat(ballast.fileno()).st_size, piece)

    @property
    def free_bytes(self) -> int:
        """Return how much of its disk is free."""
        found = os.statvfs(self.disk)
        return found.f_bavail * found.f_frsize

    def free_disk(self) -> None:
        """Free what filled its disk."""
        (self.disk / "ballast").unlink(missing_ok=True)


@dataclass(frozen=True)
class Grounds:
    """Three machines, the network that may reach them, and what of a machine can be tried here.

    `here` is the address of our own processes' machine, `webs` those of both `serve`.
    """

    places: tuple[Place, ...]
    network: str
    here: str = "127.0.0.1"
    webs: tuple[str, str] = ("127.0.0.2", "127.0.0.3")
    why_not: str = ""  # no network and no disk of its own: why

    @property
    def is_whole(self) -> bool:
        """True where a machine's network can be cut and its disk be filled."""
        return not self.why_not


@contextmanager
def lay_out(folder: Path) -> Iterator[Grounds]:
    """Give three machines while the block lasts. To be called before any thread is started."""
    why_not = leave_for_namespaces()
    if why_not:
        net = f"127.{random.randrange(64, 250)}.{random.randrange(256)}."
        places = tuple(Place(name, f"{net}{number}", _make(folder / name)) for number, name in enumerate(NAMES, 1))
        _make(folder / ALONE)
        yield Grounds(places, "127.0.0.0/8", f"{net}4", (f"{net}5", f"{net}6"), why_not)
        return
    ends = Ends()
    try:
        _run("ip", "link", "set", "lo", "up")
        _run("ip", "link", "add", BRIDGE, "type", "bridge")
        _run("ip", "addr", "add", SWITCH, "dev", BRIDGE)
        _run("ip", "link", "set", BRIDGE, "up")
        places = tuple(ends.lay(folder, number, name) for number, name in enumerate(NAMES, 11))
        ends.add_disk(_make(folder / ALONE) / "disk")
        yield Grounds(places, SWITCH)
    finally:
        ends.clear()


@dataclass
class Ends:
    """All that must be ended of machines with a network and a disk of their own."""

    holders: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    disks: list[Path] = field(default_factory=list)

    def lay(self, folder: Path, number: int, name: str) -> Place:
        """Return a machine, with its network and its disk."""
        holder = spawn(["unshare", "--net", "sleep", "infinity"], log=subprocess.DEVNULL, death_signal=signal.SIGKILL)
        self.holders.append(holder)
        while os.readlink(f"/proc/{holder.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
            pass  # it is there as soon as `unshare` has begun
        cable, address, inside = f"mbongo{number}", NETWORK.format(number), f"--net=/proc/{holder.pid}/ns/net"
        _run("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", str(holder.pid))
        _run("ip", "link", "set", cable, "master", BRIDGE, "up")
        for words in (["addr", "add", f"{address}/24", "dev", "eth0"], ["link", "set", "eth0", "up"],
                      ["link", "set", "lo", "up"]):  # fmt: skip
            _run("nsenter", inside, "ip", *words)
        place = Place(name, address, _make(folder / name), ("nsenter", inside), cable)
        self.add_disk(place.disk)
        return place

    def add_disk(self, at: Path) -> None:
        """Give a folder a file system of its own, nobody's."""
        image = at.parent / "disk.img"
        with image.open("wb") as file:
            file.truncate(DISK_BYTES)
        _run("mkfs.ext4", "-q", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=0", str(image))
        _run("mount", "-o", "loop", str(image), str(at))
        self.disks.append(at)
        shutil.rmtree(at / "lost+found", ignore_errors=True)
        give_to_nobody(at)

    def clear(self) -> None:
        """End all of it."""
        for disk in self.disks:
            subprocess.run(["umount", "-l", str(disk)], check=False, capture_output=True)
        for holder in self.holders:
            stop(holder, signal.SIGKILL)


def leave_for_namespaces() -> str:
    """Leave for a network and mounts that nobody else sees; return why not, "" where that was done."""
    if not is_root():
        return "only root may make a network and a disk of a machine's own"
    if missing := [tool for tool in TOOLS if not shutil.which(tool)]:
        return f"there is no {' and no '.join(missing)} here"
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(NEW_NETWORK | NEW_MOUNTS):
        return f"this machine allows no namespaces ({os.strerror(ctypes.get_errno())})"
    _run("mount", "--make-rprivate", "/")
    return ""


def _make(folder: Path) -> Path:
    """Make a machine's folder, and that of its disk."""
    for one in (folder, folder / "disk"):
        one.mkdir()
        one.chmod(0o755 if one == folder else 0o700)
        give_to_nobody(one)
    return folder


def _run(*argv: str) -> None:
    subprocess.run(argv, check=True, capture_output=True)
