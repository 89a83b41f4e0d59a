"""Root: nothing that listens or works runs as it, unless a setting says so aloud."""

import os

from wallet.core.settings import Switches


def refuse_root(known: Switches) -> None:
    """Stop a process that is root's, where these settings do not allow it. Raises SystemExit."""
    if os.geteuid() == 0 and not known.run_as_root:
        raise SystemExit(
            "serve, office, workers, tick and anchor do not run as root: a hole in one is a hole in the machine.\n"
            "Start them as a user of their own. MBONGO_RUN_AS_ROOT=true lets them, and is warned of at each start."
        )
