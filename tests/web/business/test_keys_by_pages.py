"""Keys of programs made, rolled and ended on /business: shown once, after the second factor, and never moving money."""

import re

from tests.web.business.conftest import Visit
from tests.web.reading import read_page
from tests.world.members import Members
from tests.world.program import Program
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business.api_keys import MOVES_MONEY, name_of
from wallet.core.settings import Settings
from wallet.staff.check_acts import INVARIANTS

KEY = re.compile(r'id="new-key">(sk_\w+)<')


def test_a_key_is_made_rolled_and_ended(
    world: World, members: Members, shop: Shop, visit: Visit, settings: Settings
) -> None:
    owner = members.open_owner()
    way = visit.enter(owner)
    page, keys = f"{way}/endpoints", f"{way}/keys"
    made = visit.press(keys, page, what="make", permissions="tills:read", addresses="203.0.113.7, 127.0.0.0/8")
    assert (made.status_code, made.headers["Cache-Control"]) == (200, "no-store")
    first = KEY.findall(made.get_data(as_text=True))[0]
    program = Program.of(world, settings, shop).with_key(first)
    assert program.call("GET", "/tills").status_code == 200
    assert program.call("GET", "/balance").status_code == 403, "it may no more than it was given"
    shown = visit.see(page)
    assert name_of(first) in shown.text
    assert first not in shown.html
    kept = world.rows("SELECT content::text, values::text FROM operation WHERE kind = 'make_api_key'")
    assert kept
    assert first not in str(kept) + str(world.rows("SELECT content::text FROM business_act"))
    rolled = visit.press(keys, page, what="roll", key=name_of(first), hours="24")
    second = KEY.findall(rolled.get_data(as_text=True))[0]
    assert world.one("SELECT permissions FROM api_key WHERE hint = :hint", hint=name_of(second)) == ["tills:read"]
    for key in (first, second):
        assert program.with_key(key).call("GET", "/tills").status_code == 200
    world.pass_time(hours=25)
    assert program.call("GET", "/tills").status_code == 401, "both opened for a day"
    visit.enter(members.sign_in("655000004"))
    again = members.sign_in("655000004")
    again.app = owner.app
    again.show_code()
    visit.enter(again)
    assert visit.press(keys, page, what="end", key=name_of(second)).status_code == 303
    assert program.with_key(second).call("GET", "/tills").status_code == 401
    page_of_ended = visit.press(keys, page, what="make").get_data(as_text=True)
    third = KEY.findall(page_of_ended)[0]
    may = world.one("SELECT permissions FROM api_key WHERE hint = :hint", hint=name_of(third))
    assert may
    assert not set(may) & set(MOVES_MONEY)
    world.check()
    without_act = str(world.rows(INVARIANTS["every key of a program was made by an act"]))
    assert not [one for one in (first, second, third) if name_of(one) in without_act], "a member's making is one"


def test_who_is_shown_no_balance_makes_and_rolls_no_key_that_tells_it(
    world: World, members: Members, shop: Shop, visit: Visit, settings: Settings
) -> None:
    owner = members.open_owner()
    way = visit.enter(owner)
    page, keys = f"{way}/endpoints", f"{way}/keys"
    whole = KEY.findall(visit.press(keys, page, what="make", permissions="").get_data(as_text=True))[0]
    assert Program.of(world, settings, shop).with_key(whole).call("GET", "/balance").status_code == 200
    developer = members.hire("developer")
    visit.enter(developer)
    assert 'value="balance:read"' not in visit.see(page).html
    for said in (
        {"what": "make", "permissions": ""}, {"what": "make", "permissions": ["balance:read", "tills:read"]},
        {"what": "roll", "key": name_of(whole), "hours": "24"},
    ):  # fmt: skip
        made = KEY.findall(visit.press(keys, page, **said).get_data(as_text=True))[0]
        program = Program.of(world, settings, shop).with_key(made)
        assert [program.call("GET", f"/{what}").status_code for what in ("balance", "payouts", "payrolls")] == [403] * 3
        assert program.call("GET", "/tills").status_code == 200


def test_the_second_factor_is_asked_again_and_nonsense_is_refused(world: World, members: Members, visit: Visit) -> None:
    owner = members.open_owner()
    way = visit.enter(owner)
    page, keys = f"{way}/endpoints", f"{way}/keys"
    unfit = visit.press(keys, page, what="make", addresses="1.2.3")
    assert (unfit.status_code, "203.0.113.0/24" in unfit.get_data(as_text=True)) == (422, True)
    form = dict(re.findall(r'type="hidden" name="(form|attempt)" value="([^"]*)"', visit.see(page).html))
    sent = {**form, "what": "end", "key": "sk_test_AAAAAA"}
    ended = read_page(visit.browser.post(f"/business{keys}", data=sent))
    assert (ended.status, "n'a jamais été à vous" in ended.text) == (422, True)
    assert visit.browser.post(f"/business{keys}", data={**form, "what": "steal"}).status_code == 400
    world.pass_time(minutes=11)
    assert 'name="kept"' in visit.press(keys, page, what="make").get_data(as_text=True)
    assert world.one("SELECT count(*) FROM api_key") == 0
    members.hire("manager")
    visit.enter(members.logins["manager"])
    assert visit.browser.post(f"/business{keys}", data=sent).status_code in (403, 404)


def test_a_site_is_added_its_key_shown_once_and_removed(world: World, members: Members, visit: Visit) -> None:
    way = f"{visit.enter(members.open_owner())}/settings"
    assert "Rien n'est versé automatiquement" in visit.see(way).text
    unfit = visit.press(way, way, what="add", origin="https://boutique.cm/retour")
    assert (unfit.status_code, "sans chemin" in unfit.get_data(as_text=True)) == (422, True)
    added = visit.press(way, way, what="add", origin="https://boutique.cm").get_data(as_text=True)
    key = re.findall(r'id="new-key">(rsec_[^<]+)<', added)[0]
    assert key not in visit.see(way).html
    assert "https://boutique.cm" in visit.see(way).text
    assert key not in str(world.rows("SELECT content::text, values::text FROM operation"))
    world.pass_time(minutes=11)
    assert 'name="kept"' in visit.press(way, way, what="remove").get_data(as_text=True)
    members.logins["owner"].show_code()
    assert visit.press(way, way, what="remove").status_code == 303
    assert world.one("SELECT count(*) FROM return_origin WHERE until IS NULL") == 0
