"""Tell the simulated providers where to call us back, as a merchant does at their dashboards."""

import requests

from local.machine import Machine
from wallet.payments.rails import RAILS
from workers.doors import DOORS


def tell_providers(running: Machine) -> None:
    """Tell every simulated provider of a page where to call us back: what is paid there again is known at once."""
    web, outside = running.addresses["base_url"], running.addresses["simulator_url"]
    with requests.Session() as session:
        session.trust_env = False  # a proxy of this machine must not stand between two local processes
        for name in (rail.name for rail in RAILS.values() if rail.kind == "redirect"):
            url = web + DOORS[name].at(running.environment[DOORS[name].secrets_variable].split(",")[0])
            session.put(f"{outside}/providers/{name}", json={"webhook_url": url}, timeout=30).raise_for_status()
