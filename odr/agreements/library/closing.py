"""Clauses that close an agreement: confidentiality, what is settled, costs, and what happens if a right falls."""

from __future__ import annotations

from odr.agreements.library.model import Family, Model, choice, fixed, people, period, text
from odr.law.draft import ClauseKind
from signing.wording import Words

K, F, W = ClauseKind, Family, Words
ANY = (F.ANY,)

MODELS = (
    Model(
        "confidentiality",
        K.CONFIDENTIALITY,
        frozenset(ANY),
        W("保密", "Confidentiality"),
        W("对调解过程和协议内容保密", "The mediation and its terms stay confidential"),
        (),
        W(
            "各方对调解过程和本协议内容保密。法律规定应当披露，或者为申请司法确认、强制执行而向人民法院提交的除外。",
            "The parties keep the mediation and the content of this agreement confidential, except "
            "where the law requires disclosure or where it is submitted to a people's court for "
            "confirmation or enforcement.",
        ),
    ),
    fixed(
        "confidentiality-scope",
        K.CONFIDENTIALITY,
        ANY,
        (
            ("保密（范围和期限）", "Confidentiality, scope and time"),
            ("写明哪些内容保密、保密多久", "What stays confidential, and for how long"),
        ),
        (
            "各方对下列内容保密：{object}；保密期限自本协议生效之日起{term}。以下情形除外：法律、法规"
            "或者有权机关要求披露；为申请司法确认、强制执行向人民法院提交；向负有保密义务的律师、会计"
            "师、保险人披露；内容已经合法公开。",
            "The parties keep the following confidential: {object}; for {term} from the day on which "
            "this agreement takes effect. Excepted are: disclosure required by law or by a competent "
            "authority; submission to a people's court for confirmation or enforcement; disclosure "
            "to lawyers, accountants and insurers bound to secrecy; and what has lawfully become "
            "public.",
        ),
        (
            text(
                "object",
                ("保密的内容", "What is confidential"),
                ("付款数额、客户名单和谈判过程", "the sum paid, the customer list and the negotiations"),
            ),
            period("term", ("保密期限", "For how long")),
        ),
    ),
    fixed(
        "no-disparagement",
        K.CONFIDENTIALITY,
        ANY,
        (("不发表贬损言论", "No disparagement"), ("争议了结后互不贬损", "Neither side runs the other down")),
        (
            "{obligor}和{obligee}自本协议生效之日起{term}内，不在{object}发表或者授意他人发表贬损对方"
            "的言论；依法作证、向有权机关如实陈述的除外。",
            "For {term} from the day on which this agreement takes effect, {obligor} and {obligee} "
            "neither publish nor have others publish disparaging words about each other in {object}; "
            "lawful testimony and true statements to a competent authority are excepted.",
        ),
        (
            *people(("一方", "One side"), ("另一方", "The other side")),
            text(
                "object",
                ("媒体和场合", "Where"),
                ("网络平台、行业会议和客户沟通", "online platforms, trade meetings and talks with customers"),
            ),
            period("term", ("期限", "For how long")),
        ),
    ),
    Model(
        "waiver",
        K.WAIVER,
        frozenset(ANY),
        W("本案全部了结", "Everything is settled"),
        W("履行完毕后，本案再无其他争议", "After performance nothing remains in dispute"),
        (),
        W(
            "本协议履行完毕后，双方就本案争议再无其他纠纷，任何一方不再以同一事实和理由提出主张。",
            "After full performance nothing remains in dispute in this case, and neither party makes "
            "a further claim on the same facts and grounds.",
        ),
    ),
    fixed(
        "waiver-listed",
        K.WAIVER,
        ANY,
        (
            ("不再提出约定的主张", "Listed claims are given up"),
            ("只了结列明的主张", "Only the claims named are settled"),
        ),
        (
            "{obligee}履行完毕本协议约定的义务后，{obligor}不再就下列事项向{obligee}提出主张："
            "{object}。未列明的事项不受本条影响。",
            "Once {obligee} has performed its duties under this agreement in full, {obligor} makes "
            "no further claim against {obligee} about the following: {object}. What is not listed is "
            "not affected.",
        ),
        (
            *people(("不再主张的一方", "Who gives up the claims"), ("对方", "The other side")),
            text(
                "object",
                ("了结哪些主张", "Which claims"),
                (
                    "2026年7月前在线上店铺销售被诉商品的赔偿请求",
                    "damages for online sales of the goods before July 2026",
                ),
            ),
        ),
    ),
    fixed(
        "open-claims",
        K.WAIVER,
        ANY,
        (
            ("留待以后解决的事项", "What stays open"),
            ("写明哪些争议没有在本协议中解决", "Disputes this agreement does not settle"),
        ),
        (
            "本协议不处理下列争议，各方可以依法通过其他途径解决：{object}。",
            "This agreement does not deal with the following disputes, which the parties may pursue "
            "by other lawful means: {object}.",
        ),
        (
            text(
                "object",
                ("未解决的争议", "Which disputes"),
                ("双方2024年买卖合同的货款结算", "the account under the sales contract of 2024"),
            ),
        ),
    ),
    fixed(
        "costs",
        K.WAIVER,
        ANY,
        (("费用负担", "Costs"), ("各自承担，还是由一方承担", "Each bears its own, or one bears them all")),
        (
            "因本争议已经发生的律师费、公证费、差旅费等开支，{object}。",
            "As regards lawyers', notaries', travel and other expenses of this dispute, {object}.",
        ),
        (
            choice(
                "object",
                ("怎样负担", "How"),
                each=("由各方各自承担", "each party bears its own"),
                applicant=("由申请人承担", "the applicant bears them"),
                respondent=("由被申请人承担", "the respondent bears them"),
            ),
        ),
    ),
    fixed(
        "costs-of-breach",
        K.PENALTY,
        ANY,
        (
            ("违约方承担维权费用", "Costs of enforcement"),
            ("不履行的一方承担对方的律师费等", "Whoever fails to perform pays the other's costs"),
        ),
        (
            "{obligor}不履行本协议的，应自收到{obligee}提供的票据之日起{within}内，承担{obligee}为实"
            "现权利支出的下列费用：{object}。",
            "If {obligor} does not perform this agreement, it shall, within {within} from receipt of "
            "the vouchers of {obligee}, bear these costs that {obligee} spent on its rights: "
            "{object}.",
        ),
        (
            *people(("不履行的一方", "Who fails to perform"), ("对方", "The other side")),
            text(
                "object",
                ("哪些费用", "Which costs"),
                (
                    "律师费、公证费和保全保险费，以票据为准",
                    "lawyers' and notaries' fees and the premium of the preservation bond, as vouched",
                ),
            ),
            period("within", ("多久之内", "Within what time")),
        ),
    ),
    fixed(
        "later-invalidity",
        K.WAIVER,
        (F.TRADEMARK, F.PATENT, F.PLANT_VARIETY, F.LAYOUT_DESIGN, F.GEOGRAPHICAL_INDICATION),
        (
            ("以后被宣告无效怎么办", "If the right falls later"),
            ("约定已付、未付的款项怎样处理", "What happens to sums paid and unpaid"),
        ),
        (
            "本协议生效后，如本案所涉权利被依法宣告无效或者撤销，{obligee}在此之前已经支付的款项不予"
            "返还，尚未到期的款项{object}。{obligor}存在恶意或者明显违反公平原则的，依照法律规定处理"
            "。",
            "If the right in this case is by law declared invalid or revoked after this agreement "
            "has taken effect, what {obligee} paid before that is not returned, and what is not yet "
            "due {object}. Where {obligor} acted in bad faith or the result is manifestly unfair, "
            "the law applies.",
        ),
        (
            *people(("收款一方", "Who was paid"), ("付款一方", "Who paid")),
            choice(
                "object",
                ("未到期的款项", "Sums not yet due"),
                stop=("停止支付", "is no longer paid"),
                go=("继续支付", "is still paid"),
            ),
        ),
    ),
    fixed(
        "no-admission",
        K.WAIVER,
        ANY,
        (("不视为承认", "No admission"), ("让步是为了和解，不等于承认", "Concessions are for peace, not admissions")),
        (
            "各方为达成本协议作出的让步和陈述，不视为对本案事实、责任的承认，也不就任何权利的归属、效力作出认定。",
            "Concessions and statements made to reach this agreement are no admission of facts or "
            "liability in this case, and nothing in it decides who owns a right or whether it is "
            "valid.",
        ),
    ),
    fixed(
        "notices",
        K.WAIVER,
        ANY,
        (("联系方式和送达", "Notices"), ("履行期间的通知发到哪里", "Where notices go during performance")),
        (
            "履行本协议的通知以书面形式发送：{obligor}的接收方式为{mine}；{obligee}的接收方式为"
            "{theirs}。变更的应提前五日书面告知对方。",
            "Notices under this agreement are in writing: to {obligor} at {mine}; to {obligee} at "
            "{theirs}. A change is told in writing five days before.",
        ),
        (
            *people(("一方", "One side"), ("另一方", "The other side")),
            text("mine", ("前者的接收方式", "How the first is reached"), ("电子邮箱 a@example.com", "a@example.com")),
            text(
                "theirs", ("后者的接收方式", "How the second is reached"), ("电子邮箱 b@example.com", "b@example.com")
            ),
        ),
    ),
)
