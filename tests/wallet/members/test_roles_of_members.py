"""Roles: what each may do is one table, in the code and in the database; use cases obey it whoever calls."""

import uuid

import pytest
from sqlalchemy.exc import NoResultFound

from tests.world.cast import TILL
from tests.world.members import Members
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import merchants
from wallet.business.checkouts import NewCheckout
from wallet.business.create_checkout import CreateCheckout, ExpireCheckout
from wallet.business.create_link import CloseLink, CloseOwnLink, CreateLink, CreateOwnLink
from wallet.business.links import NewLink
from wallet.business.orders import CreateOrder, CreateOwnOrder, SetOrderStep, SetOwnOrderStep
from wallet.business.refund_checkout import RefundCheckout
from wallet.business.take_at_till import CancelAtOwnTill, CancelAtTill, TakeAtOwnTill, TakeAtTill
from wallet.core.errors import Misread, Refused
from wallet.members import roles
from wallet.members.change_role import ChangeRole, RemoveMember
from wallet.members.invite_member import InviteMember, WithdrawInvitation
from wallet.members.sessions import MemberProof
from wallet.operations.use_case import UseCase
from wallet.payouts.change_settlement import AddSettlementAccount, RemoveSettlementAccount
from wallet.payouts.make_payout import AskPayout, DecidePayout, MakePayout
from wallet.payouts.save_schedule import DropSchedule, SaveSchedule
from wallet.perform import ALL

NOBODY = str(uuid.uuid4())


@pytest.fixture
def members(world: World, shop: Shop) -> Members:
    return Members(world, shop)


def make_acts(shop: Shop) -> dict[str, UseCase]:
    """Return one of each use case that a member may ask for."""
    merchant = shop.merchant.id
    made: tuple[UseCase, ...] = (
        CreateLink(NewLink(merchant, "Pain", 500)), CloseLink(NOBODY),
        CreateCheckout(NewCheckout(merchant, 500, "Pain")), ExpireCheckout(NOBODY),
        CreateOrder(NewCheckout(merchant, 500, "Pain")), SetOrderStep(NOBODY, "sent"),
        CreateOwnLink(NewLink(merchant, "Pain", 500, till=TILL)), CloseOwnLink(NOBODY),
        CreateOwnOrder(NewCheckout(merchant, 500, "Pain", till=TILL)), SetOwnOrderStep(NOBODY, "sent"),
        TakeAtTill(TILL, 500, "Pain"), TakeAtOwnTill(TILL, 500, "Pain"), CancelAtTill(NOBODY), CancelAtOwnTill(NOBODY),
        RefundCheckout(NOBODY, 500, shop.merchant.owner_id),
        InviteMember("x@example.cm", "", "viewer"), WithdrawInvitation(NOBODY), ChangeRole(NOBODY, "viewer"),
        RemoveMember(NOBODY),
        AddSettlementAccount("shoe"), RemoveSettlementAccount(NOBODY), AskPayout(NOBODY, 500),
        MakePayout(shop.merchant.owner_id, NOBODY, 500), DecidePayout(shop.merchant.owner_id, NOBODY, 1),
        SaveSchedule(NOBODY, "day"), DropSchedule(),
    )  # fmt: skip
    return {case.kind: case for case in made}


def test_every_act_of_members_takes_a_session_and_a_permission_of_the_table(shop: Shop) -> None:
    acts = {kind: case for kind, case in ALL.items() if "member" in case.actors}
    assert set(make_acts(shop)) <= set(acts)
    known = {one for permissions in roles.read_written().values() for one in permissions}
    assert [
        kind for kind, case in acts.items() if MemberProof not in case.accepts or case.permission not in known
    ] == []


@pytest.mark.parametrize("role", roles.ROLES)
def test_each_role_does_what_its_column_says_and_nothing_else(members: Members, role: str) -> None:
    member = members.hire(role) if role != "owner" else members.open_owner()
    acts = make_acts(members.shop)
    allowed = {kind for kind, case in acts.items() if case.permission in roles.list_permissions(role)}
    done = set()
    for kind, case in acts.items():
        try:
            member.perform(case)
        except Refused as refused:
            if refused.key != "refusal.not_allowed":
                done.add(kind)
        except (Misread, NoResultFound):  # of what is not there: the door let it through
            done.add(kind)
        else:
            done.add(kind)
    assert done == allowed


def test_a_cashier_s_links_and_orders_are_those_of_their_own_tills(world: World, members: Members, shop: Shop) -> None:
    owner, cashier, merchant = members.open_owner(), members.hire("cashier"), shop.merchant.id
    other = str(world.do_as_owner(lambda db: merchants.add_till(db, merchant)))
    own = {"link": "", "order": ""}
    for till, may in ((TILL, True), (other, False), ("", False)):
        link = str(owner.perform(CreateLink(NewLink(merchant, "Pain", 500, till=till))).values["link_id"])
        order = str(owner.perform(CreateOrder(NewCheckout(merchant, 500, "Pain", till=till))).values["order_id"])
        taken = owner.perform(TakeAtTill(till, 500, "Pain")).values["checkout_id"] if till else ""
        if taken:
            cancelled = cashier.perform(CancelAtOwnTill(str(taken)))
            assert cancelled.refused != may, "what is taken at another till is not theirs to cancel"
        asked: tuple[UseCase, ...] = (
            CreateOwnLink(NewLink(merchant, "Beignet", 200, till=till)), CloseOwnLink(link),
            CreateOwnOrder(NewCheckout(merchant, 200, "Beignet", till=till)), SetOwnOrderStep(order, "sent"),
        )  # fmt: skip
        said = [cashier.perform(case) for case in asked]
        assert [one.sentence for one in said] == (
            ["link_created", "link_closed", "order_created", "order_step"] if may else ["refusal.not_allowed"] * 4
        )
        own = {"link": link, "order": order} if may else own
    for whole in (CloseLink(own["link"]), SetOrderStep(own["order"], "delivered")):
        with pytest.raises(Refused, match="not_allowed"):
            cashier.perform(whole)  # the whole permission is not theirs, even of what is
    for elsewhere in (NewLink(merchant, "Pain", 500, till="99999"), NewCheckout(merchant, 500, "Pain", till="99999")):
        with pytest.raises(Misread, match="no_such_till"):
            owner.perform(CreateLink(elsewhere) if isinstance(elsewhere, NewLink) else CreateOrder(elsewhere))
    world.change("UPDATE membership SET tills = :tills WHERE role = 'cashier'", tills=[other])
    assert cashier.perform(SetOwnOrderStep(own["order"], "delivered")).sentence == "refusal.not_allowed"
    assert world.column("SELECT till FROM link WHERE state = 'closed'") == [TILL]


def test_the_table_says_who_may_what() -> None:
    may = roles.read_written()
    assert {role for role in may if "members:owners" in may[role]} == {"owner"}
    assert {role for role in may if "balance:read" in may[role]} == {"owner", "manager", "accountant", "viewer"}
    assert {role for role in may if not roles.needs_factor(role)} == {"cashier", "viewer"}
    assert "payments:read" not in may["cashier"], "a narrowed permission is another"


def test_nobody_is_a_member_elsewhere(members: Members) -> None:
    owner = members.open_owner()
    stranger = owner.actor(NOBODY)
    assert stranger.permissions == frozenset()
    with pytest.raises(Refused, match="not_allowed"):
        owner.perform(make_acts(members.shop)["create_link"], merchant_id=NOBODY)
