"""More clauses for any dispute: pages by address, stock, things handed back, suits and notices withdrawn."""

from __future__ import annotations

from odr.agreements.library.model import PROOF, Family, Model, addresses, count, duty, people, stop, text
from odr.law.draft import ClauseKind

K, F = ClauseKind, Family
ANY = (F.ANY,)

MODELS: tuple[Model, ...] = (
    stop(
        "stop-act",
        ANY,
        (
            ("停止约定的行为", "End of an act"),
            ("停止一项具体行为，并写清范围", "A named act stops, with its limits spelt out"),
        ),
        (
            text(
                "object", ("停止的行为", "Which act"), ("向经销商发送侵权警告函", "sending warning letters to dealers")
            ),
            text("place", ("场合和范围", "Where and how far"), ("线上店铺和线下门店", "online shops and stores")),
        ),
        (
            "{obligor}{since}停止{object}，适用范围为{place}，并不委托或者帮助他人实施上述行为。上述"
            "义务向{obligee}承担。",
            "{obligor} shall, {since}, stop {object}, as regards {place}, and neither have nor help "
            "anybody else do it. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "takedown-addresses",
        K.TAKEDOWN,
        ANY,
        (
            ("按网址删除", "Takedown by address"),
            ("逐条列出网址，到期全部删除或者断开链接", "Every address is listed and removed by a day"),
        ),
        (addresses("object", ("网址清单", "Addresses")),),
        (
            "{obligor}应{by}删除下列网址所载的内容，或者断开其链接，并在完成当日书面告知{obligee}：{object}。",
            "{obligor} shall, {by}, delete the content at these addresses or disable the links to "
            "it, and tell {obligee} in writing on the day it is done: {object}.",
        ),
    ),
    duty(
        "stock-sell-off",
        K.DESTROY,
        ANY,
        (
            ("库存限期售完", "Selling off stock"),
            ("给出数量和期限，过期未售完的销毁", "A number and a last day; what is left is destroyed"),
        ),
        (
            text("object", ("库存物品", "The stock"), ("已生产的袋装茶叶", "bagged tea already made")),
            count("pieces", ("允许销售的数量（件）", "How many may be sold (pieces)")),
            PROOF,
        ),
        (
            "{obligor}可以继续销售{object}，数量以{pieces}件为限，并应{by}售完；期限届满时仍未售出的"
            "，应在届满后五日内自行销毁，并向{obligee}提供{proof}。",
            "{obligor} may go on selling {object}, no more than {pieces} pieces, and shall finish "
            "{by}; whatever is unsold then is destroyed within five days, and {obligee} is given "
            "{proof}.",
        ),
    ),
    duty(
        "stock-remove-marks",
        K.DESTROY,
        ANY,
        (
            ("去除标识后再销售", "Marks removed before sale"),
            ("商品可以留下，标识必须去掉", "The goods may stay, the marks must go"),
        ),
        (
            text("object", ("物品", "The goods"), ("库存礼盒", "gift boxes in stock")),
            count("pieces", ("数量（件）", "How many (pieces)")),
            text(
                "sign", ("要去除的标识", "The marks to be removed"), ("“青禾”文字和图形", "the word and device “青禾”")
            ),
            PROOF,
        ),
        (
            "{obligor}应{by}去除{object}共{pieces}件上的{sign}，并向{obligee}提供{proof}；未去除前不得销售。",
            "{obligor} shall, {by}, remove {sign} from {object}, {pieces} pieces, and give {obligee} "
            "{proof}; none of them is sold before that.",
        ),
    ),
    duty(
        "stock-count",
        K.COOPERATE,
        ANY,
        (
            ("清点库存并报数", "Stock is counted and reported"),
            ("先把库存数量说清楚", "How much stock there is, in writing"),
        ),
        (
            text(
                "object",
                ("清点的物品和地点", "What is counted, and where"),
                ("一号仓库内的全部礼盒", "all gift boxes in warehouse no. 1"),
            ),
        ),
        (
            "{obligor}应{by}清点{object}，并向{obligee}提交加盖公章或者签名的数量清单。",
            "{obligor} shall, {by}, count {object} and give {obligee} a list of the numbers under seal or signature.",
        ),
    ),
    duty(
        "return-things",
        K.COOPERATE,
        ANY,
        (
            ("返还物品或者资料", "Things are handed back"),
            ("把东西交还，写明交接地点", "Something is handed back at a named place"),
        ),
        (
            text(
                "object",
                ("返还的物品和数量", "What, and how many"),
                ("样机两台及其说明书", "two sample machines with their manuals"),
            ),
            text(
                "method",
                ("交接方式和地点", "How and where"),
                ("在调解组织住所地当面交接", "in person at the seat of the mediation organisation"),
            ),
        ),
        (
            "{obligor}应{by}向{obligee}返还{object}，交接方式为{method}，双方签署交接清单。",
            "{obligor} shall, {by}, hand {object} back to {obligee}, {method}; both sign a list of "
            "what is handed over.",
        ),
    ),
    duty(
        "withdraw-notice",
        K.COOPERATE,
        ANY,
        (
            ("撤回平台通知", "Platform notice withdrawn"),
            ("撤回向网络平台提交的侵权通知，恢复链接", "A notice to a platform is withdrawn and the links come back"),
        ),
        (
            text(
                "object",
                ("平台和通知编号", "Platform and number of the notice"),
                ("示范电商平台，通知编号20260001", "the Example platform, notice no. 20260001"),
            ),
        ),
        (
            "{obligor}应{by}撤回已经提交的侵权通知（{object}），并向平台书面说明纠纷已经解决、可以恢"
            "复链接；撤回的回执应提供给{obligee}。",
            "{obligor} shall, {by}, withdraw the infringement notice ({object}), tell the platform "
            "in writing that the dispute is settled and the links may be restored, and give "
            "{obligee} the receipt.",
        ),
    ),
    duty(
        "withdraw-suit",
        K.COOPERATE,
        ANY,
        (
            ("撤回起诉或者仲裁申请", "Suit or arbitration withdrawn"),
            ("把已经提起的案件撤回来", "A case that is already pending is withdrawn"),
        ),
        (
            text(
                "object",
                ("受理机构和案号", "Where, and the case number"),
                ("示范人民法院（2026）京01民初1号", "the Example People's Court, case no. 1 of 2026"),
            ),
        ),
        (
            "{obligor}应{by}向受理机构申请撤回就本争议提起的案件（{object}），并将准予撤回的文书副本提供给{obligee}。",
            "{obligor} shall, {by}, apply to withdraw the case it has brought in this dispute "
            "({object}), and give {obligee} a copy of the decision allowing it.",
        ),
    ),
    duty(
        "release-measures",
        K.COOPERATE,
        ANY,
        (
            ("申请解除保全", "Preservation lifted"),
            ("请法院解除查封、冻结", "The court is asked to lift a freeze or seizure"),
        ),
        (
            text(
                "object",
                ("保全裁定和财产", "The ruling and the property"),
                ("（2026）京01财保1号裁定冻结的账户", "the account frozen by ruling no. 1 of 2026"),
            ),
        ),
        (
            "{obligor}应{by}向作出裁定的人民法院申请解除对{obligee}财产的保全措施（{object}）。",
            "{obligor} shall, {by}, apply to the court that made the ruling to lift the preservation "
            "of the property of {obligee} ({object}).",
        ),
    ),
    duty(
        "notify-customers",
        K.COOPERATE,
        ANY,
        (
            ("通知客户或者经销商", "Customers or dealers are told"),
            ("书面告诉第三方停止或者更正", "Third persons are told in writing"),
        ),
        (
            text("people", ("通知哪些人", "Who is told"), ("附件所列十二家经销商", "the twelve dealers in the annex")),
            text(
                "object",
                ("通知的内容", "What they are told"),
                ("停止销售带有该标识的商品", "to stop selling goods bearing the sign"),
            ),
        ),
        (
            "{obligor}应{by}书面通知{people}，内容为：{object}；并在通知后五日内将通知副本和送达凭证提供给{obligee}。",
            "{obligor} shall, {by}, notify {people} in writing as follows: {object}; and within five "
            "days after that give {obligee} copies and proof of delivery.",
        ),
    ),
    duty(
        "invoice",
        K.COOPERATE,
        ANY,
        (("开具发票", "Invoice"), ("收款一方开具发票", "Whoever is paid gives an invoice")),
        (
            text(
                "object",
                ("发票种类和税率", "Kind of invoice and tax rate"),
                ("增值税普通发票，税率6%", "ordinary VAT invoice at 6%"),
            ),
        ),
        (
            "{obligor}应{by}向{obligee}开具与所收款项等额的发票，种类为{object}；未开具发票不影响付款期限。",
            "{obligor} shall, {by}, give {obligee} an invoice for the sum received, of this kind: "
            "{object}; a missing invoice does not put off any payment.",
        ),
        people(("开票人", "Who gives the invoice"), ("受票人", "Who receives it")),
    ),
    duty(
        "letter-of-apology",
        K.APOLOGY,
        ANY,
        (
            ("书面致歉函", "Letter of apology"),
            ("不公开，只向对方书面道歉", "Not in public: a letter to the other side only"),
        ),
        (
            text(
                "object",
                ("致歉函的主要内容", "What the letter says"),
                ("对未经许可使用图片一事表示歉意", "regret for the use of the pictures without permission"),
            ),
            text(
                "method", ("送交方式", "How it is delivered"), ("以特快专递寄送纸质原件", "paper original by courier")
            ),
        ),
        (
            "{obligor}应{by}向{obligee}出具签名或者盖章的书面致歉函，内容为：{object}；送交方式为{method}。",
            "{obligor} shall, {by}, give {obligee} a signed or sealed letter of apology saying: "
            "{object}; it is delivered as follows: {method}.",
        ),
        people(("道歉人", "Who apologises"), ("向谁道歉", "To whom")),
    ),
)
