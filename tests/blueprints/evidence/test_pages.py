"""Exhibits on pages: looked at without being run, by parts, listed, disclosed, and each address by everybody."""

from __future__ import annotations

import io

import pytest

from odr.access.actor import Side
from odr.evidence.queries import exhibits_in
from odr.rooms.queries import channel_page
from tests.blueprints.evidence.test_views import Person
from tests.factories import files
from tests.factories.mediation import Mediation

FILM = files.film(200_000)


@pytest.fixture
def person(app, mediation):
    return lambda name: Person(app, mediation, name)


def only(mediation: Mediation, channel: str) -> str:
    (view,) = exhibits_in(mediation.who("mediator"), channel)
    return view.id


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("照片.jpg", files.picture("JPEG", place=True), "image/webp"),
        ("单.pdf", files.pdf(), "application/pdf"),
        ("单.txt", "库存".encode("gb18030"), "text/plain; charset=utf-8"),
        ("单.csv", b"<script>alert(1)</script>,1\n" * 1, "text/plain; charset=utf-8"),
        ("店.mp4", FILM, "video/mp4"),
    ],
)
def test_what_is_shown_runs_nothing_and_is_kept_by_no_cache(person, mediation, name, data, kind):
    if name.endswith("csv"):
        data = b"a,b\n" + data
    assert person("agent").send(mediation.joint, data, name).status_code == 302
    answer = person("applicant").client.get(f"/exhibits/{only(mediation, mediation.joint)}/shown")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("inline;")
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")
    assert b"GPS" not in answer.data


@pytest.mark.parametrize("name, data", [("档.docx", files.office()), ("档.zip", files.archive({"a.txt": b"x"}))])
def test_a_kind_that_is_not_drawn_is_a_download_only(person, mediation, name, data):
    person("agent").send(mediation.joint, data, name)
    exhibit = only(mediation, mediation.joint)
    for end in ("/shown", "/thumb"):
        assert person("applicant").client.get(f"/exhibits/{exhibit}{end}").status_code == 404
    assert person("applicant").client.get(f"/exhibits/{exhibit}").data == data


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-99", 206, FILM[:100]),
        ("bytes=65530-65545", 206, FILM[65530:65546]),
        ("bytes=-10", 206, FILM[-10:]),
        ("bytes=150000-", 206, FILM[150000:]),
        ("bytes=999999999-", 416, None),
        ("bytes=0-1,5-6", 416, None),
        ("lines=1-2", 200, FILM),
    ],
)
def test_sound_and_film_are_given_by_parts(person, mediation, asked, status, part):
    person("agent").send(mediation.joint, FILM, "店.mp4")
    address = f"/exhibits/{only(mediation, mediation.joint)}/shown"
    answer = person("applicant").client.get(address, headers={"Range": asked})
    assert answer.status_code == status
    if part is not None:
        assert answer.data == part
        assert answer.headers["Content-Length"] == str(len(part))


def test_every_address_of_a_private_file_is_nothing_to_the_others(person, mediation):
    channel = mediation.caucus[Side.RESPONDENT]
    person("respondent").send(channel, files.picture(), "私.png")
    exhibit = only(mediation, channel)
    ends = ("", "/page", "/shown", "/thumb", "/original")
    for name in ("applicant", "clerk", "court_clerk", "outsider"):
        client = person(name).client
        for end in ends:
            asked = {"headers": {"Accept": "application/json"}}
            told, nothing = (client.get(f"/exhibits/{one}{end}", **asked) for one in (exhibit, "A" * 22))
            assert (told.status_code, told.data) == (404, nothing.data)
    for end in ends[:-1]:
        assert person("mediator").client.get(f"/exhibits/{exhibit}{end}").status_code == 200
    assert person("mediator").client.get(f"/exhibits/{exhibit}/original").status_code == 404


def test_the_list_shows_what_is_heard_and_goes_out_as_table_and_paper(person, mediation):
    person("applicant").send(mediation.joint, files.pdf(), "公开.pdf")
    person("respondent").send(mediation.caucus[Side.RESPONDENT], files.pdf(), "私下.pdf")
    ref = mediation.case_ref
    page = person("applicant").client.get(f"/cases/{ref}/exhibits").get_data(as_text=True)
    assert "公开.pdf" in page and "私下.pdf" not in page and "Exhibit 1" in page
    assert "私下.pdf" in person("agent").client.get(f"/cases/{ref}/exhibits").get_data(as_text=True)
    table = person("applicant").client.get(f"/channels/{mediation.joint}/exhibits.csv")
    assert (
        table.get_data(as_text=True).startswith("\ufeffNumber,")
        and "attachment" in table.headers["Content-Disposition"]
    )
    paper = person("applicant").client.get(f"/channels/{mediation.joint}/exhibits.pdf")
    assert paper.data.startswith(b"%PDF-")
    for end in ("csv", "pdf"):
        assert (
            person("applicant").client.get(f"/channels/{mediation.caucus[Side.RESPONDENT]}/exhibits.{end}").status_code
            == 404
        )


def test_the_owner_discloses_on_the_page_after_seeing_who_hears_it(person, mediation):
    channel = mediation.caucus[Side.APPLICANT]
    applicant = person("applicant")
    applicant.send(channel, files.pdf(), "合同.pdf")
    exhibit = only(mediation, channel)
    page = applicant.client.get(f"/exhibits/{exhibit}/page").get_data(as_text=True)
    assert "Wang Yiming" in page and "I agree" in page
    assert "I agree" not in person("mediator").client.get(f"/exhibits/{exhibit}/page").get_data(as_text=True)
    form = {"csrf_token": applicant.token(), "channel_id": mediation.joint}
    stale = applicant.client.post(f"/exhibits/{exhibit}/disclose", data={**form, "audience": "0" * 16})
    assert stale.status_code == 409 and "consent again" in stale.get_data(as_text=True)
    form["audience"] = channel_page(mediation.who("applicant"), mediation.joint).audience
    assert applicant.client.post(f"/exhibits/{exhibit}/disclose", data=form).status_code == 302
    assert person("respondent").client.get(f"/exhibits/{only(mediation, mediation.joint)}").data == files.pdf()


def test_a_secret_is_seen_marked_after_an_undertaking_and_never_downloaded(person, mediation):
    applicant, agent = person("applicant"), person("agent")
    applicant.send(
        mediation.joint, files.pdf("recipe"), "配方.pdf", secret="yes", readers=mediation.participants["agent"]
    )
    exhibit = only(mediation, mediation.joint)
    assert "I undertake" in agent.client.get(f"/exhibits/{exhibit}/page").get_data(as_text=True)
    assert agent.client.get(f"/exhibits/{exhibit}/shown").status_code == 403
    assert agent.act(exhibit, "undertaking").status_code == 302
    assert agent.client.get(f"/exhibits/{exhibit}/shown").data.startswith(b"%PDF-")
    assert agent.client.get(f"/exhibits/{exhibit}").status_code == 403
    assert person("respondent").act(exhibit, "undertaking").status_code == 403
    assert "配方" not in person("respondent").client.get(f"/exhibits/{exhibit}/page").get_data(as_text=True)


def test_several_small_files_go_in_one_form_without_script(person, mediation):
    someone = person("applicant")
    form = {"csrf_token": someone.token(), "ref": mediation.case_ref, "client_ref": "f"}
    sent = [(io.BytesIO(b"one"), "一.txt"), (io.BytesIO(b"two"), "二.txt")]
    answer = someone.client.post(
        f"/channels/{mediation.joint}/exhibits", data={**form, "file": sent}, content_type="multipart/form-data"
    )
    assert answer.status_code == 302
    assert [view.name for view in exhibits_in(mediation.who("agent"), mediation.joint)] == ["一.txt", "二.txt"]
