"""The first part of the play: filed, taken in, answered, and given a mediator."""

from __future__ import annotations

from tests.journeys.story import RESPONDENT_EMAIL, RESPONDENT_PASSWORD, Story

TITLE, TITLE_EN = "“青禾”茶叶包装商标纠纷", "The mark “Qinghe” on tea packaging"
DISPUTE = {
    "dispute_type": "trademark",
    "title": TITLE,
    "title_en": TITLE_EN,
    "right_description": "第30类“青禾”注册商标，核定使用商品为茶叶，在有效期内。",
    "facts": "被申请人自2026年3月起在茶叶礼盒包装上使用与“青禾”近似的标识。",
    "claims": "停止在茶叶包装上使用近似标识，并补偿经济损失人民币三十八万元。",
}
APPLICANT = {
    "kind": "organisation",
    "name": "青禾茶业有限公司",
    "name_en": "Qinghe Tea Co., Ltd.",
    "id_type": "credit_code",
    "id_number": "91110105MA01QHCY3J",
    "representative": "张敏",
    "representative_post": "法定代表人",
    "address": "北京市海淀区青禾路3号",
    "phone": "010-0000 1234",
    "email": "zhang.min@qinghe.example",
}
RESPONDENT = {
    "kind": "organisation",
    "name": "沃野食品有限公司",
    "name_en": "Verdant Field Foods Ltd.",
    "id_type": "credit_code",
    "id_number": "91310000MA1WYFD8XX",
    "representative": "Eleanor Hart",
    "representative_post": "董事",
    "address": "上海市浦东新区沃野路8号",
    "phone": "021-0000 5678",
    "email": RESPONDENT_EMAIL,
}


def file_application(story: Story) -> None:
    """The applicant writes the application page by page, checks it, and files it."""
    with story.step("申请人提交申请", "The applicant files the dispute") as details:
        applicant = story.sign_in("applicant")
        page = applicant.open("/cases/new")
        organisation = page.form("/cases/new").options["organisation_id"][0]
        applicant.submit("/cases/new", organisation_id=organisation, **DISPUTE)
        applicant.submit("/application/applicant", **APPLICANT)
        applicant.submit("/application/respondent", **RESPONDENT)
        page = applicant.submit("/application", mediate="y", service="y", separate="y")
        story.ref = applicant.here.split("/")[2]
        details.append(f"案号 · reference {story.ref} · {page.heading}")


def take_in(story: Story) -> None:
    """The organisation's clerk reads the application and takes it; a letter goes to the respondent."""
    with story.step("调解组织受理并邀请对方", "The organisation's clerk accepts it and asks the other side"):
        clerk = story.sign_in("organisation_clerk")
        clerk.open("/desk")
        clerk.open(f"/cases/{story.ref}/intake")
        clerk.submit("/intake/accept")


def answer_invitation(story: Story) -> None:
    """The respondent has no account: the one-time link of the letter is all there is."""
    with story.step("被申请人通过一次性链接接受", "The respondent accepts from a one-time link") as details:
        respondent = story.arrive("respondent", "Eleanor Hart", "en")
        link = story.letter(RESPONDENT_EMAIL, "/invitation/")
        respondent.open(link)
        respondent.submit(
            "/invitation/",
            answer="accept",
            name="Eleanor Hart",
            password=RESPONDENT_PASSWORD,
            again=RESPONDENT_PASSWORD,
            mediate="y",
            service="y",
        )
        respondent.open("/sign-in")
        if respondent.page and any("/sign-in" in form.action for form in respondent.page.forms):
            respondent.submit("/sign-in", email=RESPONDENT_EMAIL, password=RESPONDENT_PASSWORD)
        respondent.open(f"/cases/{story.ref}")
        again = story.arrive("stranger", "a second reader of the letter")
        spent = again.web.get(f"{story.server.address}{link}", timeout=20).status_code
        if spent != 410:
            raise RuntimeError(f"the link still opens: {spent}")
        details.append("链接再次打开即失效 · the link opens only once")


def appoint(story: Story) -> None:
    """The clerk proposes, the mediator discloses, both sides accept."""
    with story.step("选定调解员，披露后双方接受", "A mediator is appointed, discloses, and both sides accept"):
        clerk = story.person("organisation_clerk")
        page = clerk.open(f"/cases/{story.ref}/mediator/propose")
        choices = page.form("/mediator/propose").options["account_id"]
        clerk.submit("/mediator/propose", account_id=choices[0])
        mediator = story.sign_in("mediator")
        mediator.open(f"/cases/{story.ref}/mediator")
        mediator.submit("/mediator/disclosure", has_interest="no", statement="")
        for role in ("applicant", "respondent"):
            person = story.person(role)
            person.open(f"/cases/{story.ref}/mediator")
            person.submit("/mediator/answer", accepted="yes")
