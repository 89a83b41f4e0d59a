"""Settings of a business: what it says of itself is seen by who pays, told to its owners, and in its history."""

import re
from io import BytesIO
from typing import Final

from PIL import Image
from werkzeug.test import TestResponse

from tests.documents.sent_papers import HTML, pdf, picture
from tests.web.business.conftest import Visit
from tests.web.business.test_inside_business import bill
from tests.web.reading import read_page
from tests.web.refused import check_refused
from tests.world.cast import BRICE, MOUSSA, TILL
from tests.world.members import Members
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business.checkouts import NewCheckout
from wallet.business.create_checkout import CreateCheckout
from wallet.business.invoice_papers import get_paper
from wallet.business.invoices import get
from wallet.business.posters import get_payee
from wallet.core.codes import TillCode
from wallet.operations.pay_addresses import get_of

OWN_PHONE: Final = "+237677000099"
NO_LOGO: Final = {
    "page.png": (HTML, "PNG"), "paper.pdf": (pdf(), "PNG"), "dot.png": (picture(sides=(40, 40)), "48 points"),
    "half.jpg": (picture("JPEG")[:900], "abîmé"), "none.png": (b"", "Choisissez"),
}  # fmt: skip


def send_logo(visit: Visit, way: str, content: bytes, name: str = "logo.png") -> TestResponse:
    """Send a logo by its form."""
    html = visit.see(f"{way}/settings").html
    form = html.partition("multipart")[2].partition("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    said = {**hidden, "file": (BytesIO(content), name)}
    return visit.browser.post(f"/business{way}/settings/shop", data=said, content_type="multipart/form-data")


def test_what_a_business_says_of_itself_is_told_and_kept_in_its_history(
    world: World, shop: Shop, members: Members, visit: Visit
) -> None:
    owner = members.open_owner()
    way = visit.enter(owner)
    here, act = f"{way}/settings", f"{way}/settings/shop"

    def set_(what: str, **typed: str) -> TestResponse:
        return visit.press(act, here, what=what, **typed)

    # The name: as shops may be called, once in thirty days, after the second factor was shown.
    for unfit in ("Orange Money", "B", "Une boulangerie beaucoup trop longue"):
        check_refused(set_("name", name=unfit), {"name": unfit}, "fr")
    assert set_("name", name="Pains de Kamga").status_code == 303
    assert world.texts_to(BRICE)[-1] == "shop_renamed"
    assert "30 jours" in set_("name", name="Pains du Wouri").get_data(as_text=True)
    assert set_("name", name="Pains de Kamga").status_code == 303, "the same name is no other"

    # Phone and e-mail: the phone is texted in the language of the business.
    check_refused(set_("contact", phone="12", email=""), {"phone": "12"}, "fr")
    check_refused(set_("contact", phone="", email="x@y"), {"email": "x@y"}, "fr")
    assert set_("language", language="en").status_code == 303
    assert set_("contact", phone="677 00 00 99", email="pains@kamga.example").status_code == 303
    assert world.texts_to(BRICE)[-1] == "shop_contact_changed"
    assert world.texts_to(OWN_PHONE) == ["shop_phone_hears"]
    assert 'value="677000099"' in visit.see(here).html, "as it was typed, to be sent again as it stands"
    world.see_id(MOUSSA)
    world.credit(MOUSSA, 100_000)
    shop.pay(MOUSSA, 500, "one")
    texted = "SELECT sentence, language FROM notice WHERE phone = :it ORDER BY sentence DESC"
    assert world.rows(texted, it=OWN_PHONE) == [("shop_phone_hears", "en"), ("pay_till_seen", "en")]
    assert world.do(lambda db: get_payee(db, TillCode(TILL))).language == "en"

    for line in ("Nom changé", "Téléphone ou e-mail du commerce changé", "Langue du commerce choisie"):
        assert line in visit.see(f"{way}/history").text
    world.pass_time(minutes=11)
    assert 'name="kept"' in set_("name", name="Pains du Wouri").get_data(as_text=True), "a stale factor is asked again"
    world.pass_time(days=31)
    again = members.sign_in(BRICE)
    again.app = owner.app
    again.show_code()
    visit.enter(again)
    assert set_("name", name="Pains du Wouri").status_code == 303
    world.check()


def test_a_logo_is_pixels_of_ours_where_people_pay_and_on_papers_from_then_on(
    world: World, shop: Shop, members: Members, visit: Visit
) -> None:
    owner = members.open_owner()
    way = visit.enter(owner)
    here, act = f"{way}/settings", f"{way}/settings/shop"
    assert visit.press(act, here, what="contact", phone="", email="pains@kamga.example").status_code == 303
    early = bill(world, members, visit)["<invoice>"]
    for name, (content, said) in NO_LOGO.items():
        assert said in send_logo(visit, way, content, name).get_data(as_text=True), name
    assert world.one("SELECT count(*) FROM logo") == 0
    assert send_logo(visit, way, picture(sides=(1_200, 600))).status_code == 303
    digest = str(world.one("SELECT logo FROM merchant"))
    given = visit.browser.get(f"/pay/logo/{digest}.jpg")
    assert (given.status_code, Image.open(BytesIO(given.data)).size) == (200, (240, 120))
    assert "immutable" in given.headers["Cache-Control"]
    for none in ("0" * 64, "x", digest[:-1]):
        assert visit.browser.get(f"/pay/logo/{none}.jpg").status_code == 404
    made = owner.perform(CreateCheckout(NewCheckout(shop.merchant.id, 5_000, "Gâteau")))
    token = world.do(lambda db: get_of(db, "checkout", str(made.values["checkout_id"]))).token
    page = read_page(visit.browser.get(f"/pay/{token}"))
    for seen in (f"/pay/logo/{digest}.jpg", "mailto:pains@kamga.example", "Boulangerie Kamga"):
        assert seen in page.html
    assert world.do(lambda db: get_payee(db, TillCode(TILL))).logo == given.data
    assert visit.browser.get(f"/business{way}/tills/{TILL}/poster").data.startswith(b"%PDF")

    # An invoice shows for good the logo that stood there when it was issued.
    assert visit.press(f"{way}/invoices/{early}", f"{way}/invoices/{early}", what="issue").status_code == 303
    printed = visit.browser.get(f"/business{way}/invoices/{early}/pdf").data
    invoice = str(world.one("SELECT id FROM invoice"))
    assert world.do(lambda db: get_paper(db, get(db, invoice))).logo == given.data
    assert send_logo(visit, way, picture("JPEG", sides=(300, 300)), "logo.jpg").status_code == 303
    assert visit.press(act, here, what="no_logo").status_code == 303
    assert "/pay/logo/" not in visit.see(here).html
    assert visit.browser.get(f"/business{way}/invoices/{early}/pdf").data == printed
    assert visit.see(f"{way}/history").text.count("Logo changé") == 3
    world.check()
