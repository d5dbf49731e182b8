"""The third part of the play: the text, clause by clause, checked, accepted, and frozen."""

from __future__ import annotations

from datetime import date, timedelta

from tests.journeys.person import Person, Refused
from tests.journeys.story import Story

APPLICANT, RESPONDENT = "青禾茶业有限公司", "沃野食品有限公司"
RIGHT_PROOF = ("商标注册证.txt", "第30类“青禾”注册商标，注册人青禾茶业有限公司。\n".encode(), "text/plain")
OWNERSHIP = "双方确认“青禾”商标专用权归青禾茶业有限公司所有。"


def draft(story: Story) -> None:
    """The mediator writes; the check objects to what no court would confirm, and that clause goes."""
    with story.step("起草协议并检查可确认性", "The agreement is drafted and checked") as details:
        mediator = story.person("mediator")
        mediator.open(agreement(story))
        mediator.submit(agreement(story))
        mediator.open(agreement(story, "/head"))
        mediator.submit(
            "/agreement/head",
            facts="双方就“青禾”商标在茶叶包装上的使用发生纠纷。",
            facts_en="A dispute arose about the use of the mark “Qinghe” on tea packaging.",
            issues="停止使用和补偿数额。",
            issues_en="End of use, and the sum to be paid.",
        )
        objection = object_to_ownership(story, mediator)
        details.append(f"检查指出：{objection} · the check objects to a clause on who owns the right")
        write_clauses(story, mediator)
        details.append("三个条款，检查无阻碍 · three clauses, and no obstacle")


def object_to_ownership(story: Story, mediator: Person) -> str:
    """A clause on ownership cannot be confirmed (the check says so and cites the article); it is removed again."""
    mediator.open(agreement(story, "/clauses/new/other"))
    page = mediator.submit("/clauses/new/other", text=OWNERSHIP, text_en="The mark belongs to the applicant.")
    found = page.text
    if "不予" not in found and "权属" not in found:
        raise Refused("the check found nothing wrong with a clause on ownership")
    remove = next(form.action for form in page.forms if form.action.endswith("/remove"))
    page = mediator.submit(remove)
    if OWNERSHIP in page.text:
        raise Refused("the clause was not removed")
    start = found.index("权属") if "权属" in found else found.index("不予")
    return "…" + found[max(0, start - 10) : start + 24] + "…"


def write_clauses(story: Story, mediator: Person) -> None:
    """Stop, pay, and keep it confidential."""
    due = (date.today() + timedelta(days=40)).isoformat()
    sides = {"obligor": RESPONDENT, "obligee": APPLICANT}
    for kind, answers in (
        (
            "stop",
            {
                "object": "“青禾”文字标识以及与其近似的标识",
                "object_en": "the word sign “青禾” and similar signs",
                "goods": "茶叶商品的包装、宣传材料和网络页面",
                "goods_en": "packaging, advertising and web pages for tea",
            },
        ),
        (
            "pay",
            {
                "purpose": "losses",
                "fen": "380000",
                "due": due,
                "account": "青禾茶业有限公司，示范银行北京分行，0000 1234 5678",
            },
        ),
        ("confidentiality", {}),
    ):
        page = mediator.open(agreement(story, f"/clauses/new/{kind}"))
        form = page.form(f"/clauses/new/{kind}")
        parties = {name: form.option(name, party) for name, party in sides.items() if name in form.names}
        mediator.submit(f"/clauses/new/{kind}", **parties, **answers)


def accept(story: Story) -> None:
    """Each side accepts clause by clause, then the whole."""
    with story.step("双方逐条确认", "Both sides accept, clause by clause") as details:
        for role in ("applicant", "respondent"):
            person = story.person(role)
            page = person.open(agreement(story))
            clauses = [
                form.action for form in page.forms if form.action.endswith("/accept") and "/clauses/" in form.action
            ]
            for clause in clauses:
                person.submit(clause)
            page = person.page
            if page and any(form.action == agreement(story, "/accept") for form in page.forms):
                person.submit(agreement(story, "/accept"))
            details.append(f"{person.name}: {len(clauses)} 条 · clauses")


def prove_the_right(story: Story) -> None:
    """The proof of the right is shown to everybody, and both sides let it go to the court."""
    with story.step("提交权利证明并同意送法院", "The proof of the right is shown and released for the court"):
        applicant = story.person("applicant")
        page = applicant.open(f"/cases/{story.ref}/room")
        joint = page.datum("channel")
        applicant.open(f"/cases/{story.ref}/room/{joint}")
        page = applicant.submit(f"/channels/{joint}/exhibits", file=RIGHT_PROOF)
        exhibit = next(a.split("/")[2] for a, _ in reversed(page.links) if a.startswith("/exhibits/"))
        for role in ("applicant", "respondent"):
            person = story.person(role)
            person.open(f"/exhibits/{exhibit}/page")
            person.submit(f"/exhibits/{exhibit}/release")


def freeze(story: Story) -> None:
    """The mediator looks once more and makes the text final."""
    with story.step("定稿", "The text is made final") as details:
        mediator = story.person("mediator")
        mediator.open(agreement(story, "/final"))
        page = mediator.submit(agreement(story, "/final"), **answers_before_freeze(mediator))
        version = page.link("/versions/").split("/")[2]
        story.notes["version"] = version
        document = mediator.download(f"/versions/{version}/document.pdf")
        details.append(f"PDF/A，{len(document) // 1024} kB")


def answers_before_freeze(mediator: Person) -> dict[str, object]:
    """Every statement ticked, and a reason at each warning."""
    assert mediator.page is not None
    form = mediator.page.form("/agreement/final", "tick")
    reasons: dict[str, object] = {name: "已与双方核对。" for name in form.values if name.startswith("reason:")}
    return {"tick": ["P-18", "P-23", "P-24", "P-26", "P-27", "P-29", "P-37"], **reasons}


def agreement(story: Story, rest: str = "") -> str:
    """An address of the agreement's pages."""
    return f"/cases/{story.ref}/agreement{rest}"
