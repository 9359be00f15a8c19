"""A voting list from tabled amendments to the adopted text: every outcome, word for word."""

import pytest

from eca_policy.amendments import service as amendments
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.amendments.models import Amendment
from eca_policy.ballots import opening
from eca_policy.ballots.models import Decision, ItemDecision
from eca_policy.comments import service as comments
from eca_policy.comments.service import Remark
from eca_policy.exports import service as exports
from eca_policy.exports.freezing import adopting_ballot
from eca_policy.exports.models import Publication
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.outbox.models import Mail
from eca_policy.papers import queries as papers
from eca_policy.papers import service as writing
from eca_policy.record import queries as record
from eca_policy.transaction import transaction
from eca_policy.voting.service import ListChanged
from tests.ballots.conftest import Convene
from tests.ballots.plenary import CLOSES, OPENED, Plenary
from tests.conftest import actor_of
from tests.making import TEXT


def test_of_two_that_exclude_each_other_the_second_lapses_and_the_text_says_the_first(
    plenary: Plenary,
) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.reword("SE", 3, "They need much more money.")
    assert plenary.labels() == ["2", "1"]
    assert plenary.decide(adopt={1, 2, 3}) == {1: "adopted", 2: "lapsed", 3: "adopted"}
    assert plenary.states() == {"1": "lapsed", "2": "accepted"}
    assert plenary.reads == TEXT.replace("They need stable funding.", "They need much more money.")
    assert plenary.amendments()["1"].decision_reason == (
        "Item 2 of the ballot: lapsed, because what excludes it was adopted."
    )


def test_what_is_adopted_keeps_the_ids_of_the_text_and_gets_permanent_ones_for_what_is_new(
    plenary: Plenary,
) -> None:
    plenary.reword("FI", 2, "Clusters link firms with schools.")
    plenary.insert("SE", 2, "They teach.\n\nThey learn.")
    plenary.delete("FR", 3)
    plenary.decide(adopt={1, 2, 3, 4})
    ids = [one["id"] for one in plenary.version.revision.paragraphs]
    assert ids[:2] == [plenary.at(1), plenary.at(2)]
    assert ids[-1] == plenary.at(4)
    assert len(ids) == 5
    assert all(len(one) == 8 and one.isalnum() for one in ids[2:4])
    assert plenary.reads == (
        "## Why this matters\n\nClusters link firms with schools.\n\nThey teach.\n\nThey learn.\n\n"
        "Fund clusters for seven years.\n{: .recommendation }\n"
    )


def test_the_version_with_the_amendments_is_the_adopted_one_and_is_what_is_published(
    plenary: Plenary,
) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.decide(adopt={1, 2})
    first, second = papers.versions(plenary.paper)
    ballot = plenary.ballot
    assert (ballot.version_id, ballot.result_version_id) == (first.id, second.id)
    assert plenary.paper.stage == "adopted"
    assert plenary.paper.decision_id == ballot.decision.id
    assert adopting_ballot(plenary.paper, first) is None
    assert adopting_ballot(plenary.paper, second) is ballot
    with transaction():
        exports.publish(actor_of(plenary.secretary), plenary.paper.reference, at=clock.now())
    snapshot = db.session.query(Publication).one().snapshot
    assert "lasting funding" in str(snapshot)
    assert "stable funding" not in str(snapshot)
    assert plenary.amendments()["1"].revision_id == second.revision_id


def test_identical_amendments_are_one_vote_and_share_its_outcome(plenary: Plenary) -> None:
    plenary.insert("FI", 2, "They teach.")
    plenary.insert("SE", 2, "They  teach.")
    assert plenary.labels() == ["1=2"]
    plenary.decide(adopt={1, 2})
    assert plenary.states() == {"1": "accepted", "2": "accepted"}
    assert plenary.reads.count("teach.") == 1


def test_a_package_is_adopted_as_a_whole(plenary: Plenary) -> None:
    plenary.insert("FI", 2, "They teach.")
    plenary.reword("SE", 3, "They need lasting funding.")
    plenary.delete("FR", 4)
    plenary.pack("1", "2")
    assert plenary.labels() == ["1+2", "3"]
    assert plenary.decide(adopt={1, 3}) == {1: "adopted", 2: "rejected", 3: "adopted"}
    assert plenary.states() == {"1": "accepted", "2": "accepted", "3": "rejected"}
    assert "They teach.\n\nThey need lasting funding.\n\nFund" in plenary.reads
    assert plenary.amendments()["3"].decision_reason.startswith("Item 2 of the ballot: Rejected:")


def test_of_a_split_vote_only_the_adopted_part_is_made(plenary: Plenary) -> None:
    plenary.table("FI", Change("insert_after", plenary.at(2), "They teach."), Change("delete", plenary.at(4)))
    plenary.ask("SE", "1", "split")
    assert plenary.labels() == ["1/1", "1/2"]
    plenary.decide(adopt={1, 3})
    assert plenary.states() == {"1": "accepted_with_changes"}
    assert plenary.reads == TEXT.replace("research.\n\n", "research.\n\nThey teach.\n\n")
    reason = plenary.amendments()["1"].decision_reason
    assert "Item 1 of the ballot: Adopted:" in reason
    assert "Item 2 of the ballot: Rejected:" in reason


def test_an_amendment_that_is_amended_is_adopted_in_the_amended_words(plenary: Plenary) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.reword("SE", 3, "They need lasting public funding.", parent="1")
    assert plenary.labels() == ["2", "1"]
    assert plenary.decide(adopt={1, 2, 3}) == {1: "adopted", 2: "adopted_as_amended", 3: "adopted"}
    assert plenary.states() == {"1": "accepted_with_changes", "2": "accepted"}
    assert plenary.reads == TEXT.replace("stable funding", "lasting public funding")
    assert plenary.amendments()["1"].decision_reason == "Item 2 of the ballot: adopted as amended."


def test_what_amends_an_amendment_that_is_not_adopted_has_no_effect(plenary: Plenary) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.reword("SE", 3, "They need lasting public funding.", parent="1")
    assert plenary.decide(adopt={1, 3}) == {1: "without_effect", 2: "rejected", 3: "adopted"}
    assert plenary.states() == {"1": "rejected", "2": "lapsed"}
    assert (plenary.reads, plenary.version.number) == (TEXT, 1)
    assert plenary.ballot.result_version_id is None
    assert adopting_ballot(plenary.paper, plenary.version) is plenary.ballot


def test_two_that_amend_one_amendment_in_different_words_both_stand_in_it(plenary: Plenary) -> None:
    plenary.reword("FI", 3, "They need lasting funding for research.")
    plenary.reword("SE", 3, "They need lasting public funding for research.", parent="1")
    plenary.reword("FR", 3, "They need lasting funding for research and training.", parent="1")
    assert plenary.labels() == ["3", "2", "1"] or plenary.labels() == ["2", "3", "1"]
    assert set(plenary.decide(adopt={1, 2, 3, 4}).values()) == {"adopted", "adopted_as_amended"}
    assert "They need lasting public funding for research and training." in plenary.reads
    assert plenary.states() == {"1": "accepted_with_changes", "2": "accepted", "3": "accepted"}


def test_what_amends_a_part_that_is_rejected_does_not_bring_it_back(plenary: Plenary) -> None:
    places = (plenary.at(2), plenary.at(3))
    plenary.table(
        "FI",
        Change("replace", places[0], "Clusters link firms."),
        Change("replace", places[1], "They need lasting funding."),
    )
    plenary.table(
        "SE",
        Change("replace", places[0], "Clusters link all firms."),
        Change("replace", places[1], "They need lasting public funding."),
        parent="1",
    )
    plenary.ask("FR", "1", "split")
    assert plenary.labels() == ["2", "1/1", "1/2"]
    plenary.decide(adopt={1, 2, 4})
    assert plenary.outcomes() == {1: "adopted", 2: "adopted_as_amended", 3: "rejected", 4: "adopted"}
    assert plenary.reads == TEXT.replace(
        "Clusters link small firms with research.", "Clusters link all firms."
    )


def test_an_item_without_a_quorum_says_so(plenary: Plenary) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.open(amendments_key="statutes")
    plenary.vote(adopt={1, 2}, voters=("FI", "SE"))
    plenary.settle()
    assert plenary.outcomes() == {1: "no_quorum", 2: "adopted"}
    assert plenary.states() == {"1": "rejected"}
    assert "for want of a quorum" in plenary.amendments()["1"].decision_reason
    assert plenary.reads == TEXT


def test_every_item_has_the_procedure_chosen_for_it(plenary: Plenary) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.insert("SE", 2, "They teach.")
    plenary.open(procedure_key="position_paper", amendments_key="simple_majority", item_keys={2: "unanimity"})
    names = [item.procedure_name for item in plenary.ballot.items]
    assert names == ["Simple majority", "Unanimity", "Position paper"]
    plenary.vote(adopt={1, 2, 3}, voters=("FI", "SE", "FR"))
    plenary.vote(adopt={1, 3}, voters=("ES",))
    plenary.settle()
    assert plenary.outcomes() == {1: "adopted", 2: "rejected", 3: "adopted"}


def test_when_the_text_as_a_whole_is_rejected_the_amendments_stay_as_they_were_decided(
    plenary: Plenary,
) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.decide(adopt={1})
    assert (plenary.paper.stage, plenary.states()) == ("rejected", {"1": "accepted"})
    assert "lasting" in plenary.reads
    assert plenary.ballot.result_version_id == plenary.version.id


def test_without_a_decision_on_the_text_the_amendments_stay_tabled_and_the_list_begins_as_it_was(
    plenary: Plenary,
) -> None:
    plenary.insert("FI", 2, "They teach.")
    plenary.reword("SE", 3, "They need lasting funding.")
    plenary.pack("1", "2")
    before = plenary.listed
    plenary.open(procedure_key="statutes", amendments_key="simple_majority")
    plenary.vote(adopt={1, 2}, voters=("FI", "SE"))
    plenary.settle()
    assert plenary.outcomes() == {1: "adopted", 2: "no_quorum"}
    assert (plenary.paper.stage, plenary.paper.decision_id) == ("consolidation", None)
    assert plenary.states() == {"1": "tabled", "2": "tabled"}
    assert (plenary.reads, plenary.version.number) == (TEXT, 1)
    assert plenary.listed == before
    assert plenary.labels() == ["1+2"]
    assert not db.session.query(Mail).filter_by(message="amendments_decided").count()
    plenary.open(closes_at=plenary.ballot.closes_at.replace(month=6))
    plenary.vote(adopt={1, 2})
    plenary.settle()
    assert plenary.states() == {"1": "accepted", "2": "accepted"}
    assert plenary.paper.stage == "adopted"
    assert plenary.ballot.number == 2


def test_reasons_are_in_the_language_of_the_paper(convened: Convene) -> None:
    plenary = convened(language="fi")
    plenary.reword("FI", 3, "Ne tarvitsevat rahaa.")
    plenary.delete("SE", 4)
    plenary.decide(adopt={2, 3})
    reason = plenary.amendments()["1"].decision_reason
    assert reason.startswith("Äänestyksen kohta 1: Hylätty:"), reason
    assert plenary.version.note.startswith("Äänestyksessä 1"), plenary.version.note


def test_each_author_gets_one_mail_with_all_their_amendments_that_says_the_ballot_decided(
    plenary: Plenary,
) -> None:
    plenary.insert("FI", 2, "They teach.")
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.reword("SE", 2, "Clusters link firms.")
    plenary.decide(adopt={1, 4})
    mails = db.session.query(Mail).filter_by(message="amendments_decided").all()
    assert sorted(mail.address for mail in mails) == ["head.fi@example.org", "head.se@example.org"]
    (finnish,) = (mail for mail in mails if mail.address == "head.fi@example.org")
    assert "Amendment 1" in finnish.body_text
    assert "Amendment 2" in finnish.body_text
    assert "rapporteur has decided" not in finnish.body_text


def test_the_record_says_what_every_item_and_amendment_came_to(plenary: Plenary) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.delete("SE", 4)
    plenary.decide(adopt={1, 3})
    entries = record.of_paper(plenary.paper.id)
    told = {entry.verb: entry.details for entry in entries}
    assert told["ballot:decide"]["items"] == {"1": "adopted", "2": "rejected", "3": "adopted"}
    decided = [e.details["decision"] for e in entries if e.verb == "amendment:decide"]
    assert decided == ["accepted", "rejected"]
    assert told["version:issue"]["number"] == 2
    assert all(e.actor_id is None for e in entries if e.verb in ("amendment:decide", "version:issue"))


def test_comments_are_carried_to_the_text_that_was_adopted(plenary: Plenary) -> None:
    remark = Remark("editorial", "Stable?", plenary.at(3), quote="stable funding")
    with transaction():
        comments.write_comment(actor_of(plenary.heads["FR"]), plenary.paper.reference, remark, at=clock.now())
    plenary.insert("FI", 2, "They teach.")
    plenary.reword("SE", 3, "They all need stable funding.")
    plenary.travel(OPENED)
    with transaction():
        comments.answer(
            actor_of(plenary.rapporteur), plenary.paper.reference, 1,
            comments.Answer("accepted", "Yes."), at=clock.now(),
        )  # fmt: skip
    plenary.decide(adopt={1, 2, 3})
    place = db.session.execute(
        db.text(
            "SELECT paragraph_id, status, quote, revision_id FROM comment_place ORDER BY number DESC LIMIT 1"
        )
    ).one()
    assert tuple(place) == (plenary.at(3), "anchored", "stable funding", plenary.version.revision_id)


def test_a_ballot_is_not_opened_while_a_comment_waits(plenary: Plenary) -> None:
    plenary.insert("FI", 2, "They teach.")
    with transaction():
        comments.write_comment(
            actor_of(plenary.heads["FR"]), plenary.paper.reference, Remark("general", "Hm."), at=clock.now()
        )
    with pytest.raises(opening.CommentsUnanswered):
        plenary.open()
    assert plenary.paper.stage != "decision"


def test_amendments_are_not_left_undecided_by_a_ballot_on_the_text_alone(plenary: Plenary) -> None:
    plenary.insert("FI", 2, "They teach.")
    with pytest.raises(opening.AmendmentsUndecided, match="1 amendment is not decided"):
        plenary.open(with_list=False)


def test_a_list_that_changed_meanwhile_is_not_put_to_the_vote(plenary: Plenary) -> None:
    plenary.insert("FI", 2, "They teach.")
    plenary.delete("SE", 3)
    plenary.travel(OPENED)
    seen = plenary.listed.stamp
    with transaction():
        amendments.withdraw(actor_of(plenary.heads["SE"]), plenary.paper.reference, "2", at=clock.now())
    with pytest.raises(ListChanged):
        plenary.open(seen=seen)
    assert plenary.paper.stage != "decision"


def test_a_list_whose_words_changed_meanwhile_is_not_put_to_the_vote(plenary: Plenary) -> None:
    """The same amendments in the same order, but one of them reads otherwise."""
    plenary.reword("FI", 3, "They need lasting funding.")
    seen = plenary.listed.stamp
    plenary.travel(OPENED)
    move_on(plenary, "They need stable funding.", "They all need stable funding.")
    assert plenary.amendments()["1"].wording.as_changes()[0].wording != "They need lasting funding."
    with pytest.raises(ListChanged):
        plenary.open(seen=seen)


def move_on(plenary: Plenary, old: str, new: str) -> None:
    """The rapporteur issues another version."""
    latest = papers.latest_revision(plenary.paper)
    actor, reference = actor_of(plenary.rapporteur), plenary.paper.reference
    with transaction():
        text = latest.source.replace(old, new)
        saved = writing.save_revision(actor, reference, text, base=latest.number, at=clock.now())
        writing.issue_version(actor, reference, revision=saved.number, at=clock.now())


def test_a_draft_that_nobody_tabled_does_not_hold_a_decision_up(plenary: Plenary) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    proposal = Proposal(1, (Change("replace", plenary.at(3), "They need money."),))
    with transaction():
        amendments.draft(actor_of(plenary.heads["SE"]), plenary.paper.reference, proposal, at=clock.now())
    plenary.decide(adopt={1, 2})
    assert [row.state for row in db.session.query(Amendment).order_by(Amendment.id)] == ["accepted", "draft"]


def test_settling_twice_issues_one_version(plenary: Plenary) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.decide(adopt={1, 2})
    plenary.settle(at=CLOSES.replace(day=19))
    assert db.session.query(Decision).count() == 1
    assert db.session.query(ItemDecision).count() == 2
    assert plenary.version.number == 2
