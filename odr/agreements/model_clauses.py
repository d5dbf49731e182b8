"""The model clauses of a trademark settlement, as data: what each asks for and how it reads."""

from __future__ import annotations

from dataclasses import dataclass

from odr.agreements.slots import Slot, SlotKind
from odr.law.draft import ClauseKind
from signing.wording import Words

W = Words
S = SlotKind
_TWO = (
    Slot("obligor", S.PARTY, W("由谁履行", "Who performs")),
    Slot("obligee", S.PARTY, W("向谁履行", "For whom")),
)
_DUE = Slot("due", S.DATE, W("最迟日期", "On or before"))


@dataclass(frozen=True)
class Model:
    """A model clause: `zh` and `en` name the slots in braces; `optional` parts vanish when their slot is empty."""

    kind: ClauseKind
    title: Words
    purpose: Words
    slots: tuple[Slot, ...]
    text: Words
    optional: tuple[tuple[str, Words], ...] = ()
    """Slot name and the passage that stands for `{+name}` when the slot is filled, or is not (`!name`), or neither it
    nor another is (`!name!other`)."""


MODELS = (
    Model(
        ClauseKind.STOP,
        W("停止使用", "End of use"),
        W("停止使用某个标识", "A sign is no longer used"),
        (
            *_TWO,
            Slot("object", S.TEXT, W("停止使用的标识", "The sign"),
                 W("例如：“青禾”文字标识以及与其近似的标识", "For example: the word sign “青禾” and similar signs")),
            Slot("goods", S.TEXT, W("商品和场合", "Goods and places"),
                 W("例如：茶叶商品的包装、宣传材料和网络页面",
                       "For example: packaging, advertising and web pages for tea")),
            Slot("due", S.DATE, W("起始日期（不填则自协议生效之日起）", "From (left empty: from the day of effect)"),
                 required=False),
        ),
        W("{obligor}{+due}停止在{goods}上使用{object}，不再以任何方式向公众展示或者推广该标识。",
            "{+due} {obligor} stops using {object} on {goods} and no longer shows or promotes it to the public "
            "in any way, for the benefit of {obligee}.",
        ),
        (
            ("due", W("自{due}起", "From {due}")),
            ("!due", W("自本协议生效之日起", "From the day on which this agreement takes effect")),
        ),
    ),
    Model(
        ClauseKind.DESTROY,
        W("销毁库存", "Destruction of stock"),
        W("销毁带有标识的库存", "Stock bearing the sign is destroyed"),
        (
            *_TWO,
            Slot("object", S.TEXT, W("物品和数量", "Things and their number"),
                 W("例如：带有“青禾”标识的库存包装12,400件", "For example: 12,400 pieces of packaging with the sign")),
            _DUE,
            Slot("proof", S.CHOICE, W("履行证明", "Proof"), choices=(
                ("photos", W("销毁过程的照片和清单", "photographs and a list")),
                ("video", W("销毁过程的录像和清单", "a video recording and a list")),
                ("notary", W("公证机构出具的公证书", "a notarial certificate")),
            )),
        ),
        W("{obligor}应于{due}前销毁{object}，并在销毁后五日内向{obligee}提供{proof}。",
            "On or before {due} {obligor} destroys {object} and within five days after that gives {obligee} {proof}.",
        ),
    ),
    Model(
        ClauseKind.TAKEDOWN,
        W("下架删除", "Takedown"),
        W("下架商品或者删除网页", "Goods or pages are taken down"),
        (
            *_TWO,
            Slot("object", S.TEXT, W("商品链接或者网页", "Listings or pages"),
                 W("例如：沃野食品旗舰店内全部带有“青禾”字样的商品链接",
                       "For example: all listings with the word “青禾” in the Verdant flagship shop")),
            Slot("due", S.DATE, W("最迟日期", "On or before"), required=False),
            Slot("within", S.TEXT, W("或者：自协议生效之日起多久", "Or: within what time from the day of effect"),
                 W("例如：七日内", "For example: within 7 days"), required=False),
        ),
        W("{obligor}应{+due}{+within}下架并删除{object}，完成当日以书面形式告知{obligee}。",
            "{+due}{obligor} takes down and deletes {object}{+within}, and tells {obligee} in writing on the "
            "day it is done.",
        ),
        (
            ("due", W("于{due}前", "On or before {due} ")),
            ("!due!within", W("于【最迟日期】前", "On or before [date] ")),
            ("within", W("自本协议生效之日起{within}", " {within} from the day on which this agreement takes effect")),
        ),
    ),
    Model(
        ClauseKind.PAY,
        W("付款", "Payment"),
        W("支付赔偿、许可费或者其他款项", "Damages, a licence fee or another sum is paid"),
        (
            Slot("obligor", S.PARTY, W("付款人", "Who pays")),
            Slot("obligee", S.PARTY, W("收款人", "Who is paid")),
            Slot("purpose", S.CHOICE, W("款项性质", "For what"), choices=(
                ("losses", W("经济损失和合理开支", "losses and reasonable expenses")),
                ("costs", W("合理开支", "reasonable expenses")),
                ("licence", W("许可使用费", "the licence fee")),
                ("settlement", W("和解款", "the settlement sum")),
            )),
            Slot("fen", S.MONEY, W("总额（元）", "Whole sum (yuan)")),
            Slot("due", S.DATE, W("一次付清的日期", "If paid at once: on or before"), required=False),
            Slot("instalments", S.INSTALMENTS, W("分期（每行一期：日期 金额）", "If in parts (one a line: day sum)"),
                 W("例如：2026-12-31 150000", "For example: 2026-12-31 150000"), required=False),
            Slot("account", S.LINE, W("收款账户（户名、开户行、账号）", "Account (holder, bank, number)")),
        ),
        W("{obligor}应向{obligee}支付{purpose}共计{fen}{+due}{+instalments}。款项以银行转账方式付至以下账户：{account}。",
            "{obligor} pays {obligee} {fen} for {purpose}{+due}{+instalments}, by bank transfer to this account: "
            "{account}.",
        ),
        (
            ("due", W("，于{due}前一次付清", " on or before {due}")),
            ("!due!instalments", W("，于【付款日期】前付清", " on or before [date]")),
            ("instalments", W("，分期付清：{instalments}", " in instalments: {instalments}")),
        ),
    ),
    Model(
        ClauseKind.DEFAULT_INTEREST,
        W("逾期付款", "Late payment"),
        W("逾期付款的利息和加速到期", "Interest on late payment, and the rest falling due"),
        (
            Slot("obligor", S.PARTY, W("付款人", "Who pays")),
            Slot("rate", S.CHOICE, W("利率", "Rate"), choices=(
                ("lpr", W("全国银行间同业拆借中心公布的一年期贷款市场报价利率（LPR）",
                              "the one-year loan prime rate (LPR) published by the National Interbank Funding Center")),
                ("lpr15", W("全国银行间同业拆借中心公布的一年期贷款市场报价利率（LPR）的1.5倍",
                                "1.5 times the one-year loan prime rate (LPR) published by the National Interbank "
                                "Funding Center")),
            )),
        ),
        W("{obligor}任何一期款项逾期支付的，未付款项全部到期，并自逾期之日起按照{rate}计付利息，至付清之日止。",
            "If {obligor} is late with a payment, the whole unpaid sum falls due and bears interest at {rate} from the "
            "day after the due date until it is paid.",
        ),
    ),
    Model(
        ClauseKind.LICENCE,
        W("许可使用", "Licence"),
        W("许可在约定范围内使用标识", "A sign may be used within limits"),
        (
            Slot("obligor", S.PARTY, W("许可人", "Licensor")),
            Slot("obligee", S.PARTY, W("被许可人", "Licensee")),
            Slot("object", S.TEXT, W("许可使用的标识", "The sign")),
            Slot("goods", S.TEXT, W("商品和方式", "Goods and manner of use")),
            Slot("territory", S.TEXT, W("地域", "Territory"), W("例如：中国境内", "For example: China")),
            Slot("exclusive", S.CHOICE, W("许可方式", "Kind of licence"), choices=(
                ("ordinary", W("普通", "non-exclusive")),
                ("sole", W("排他", "sole")),
                ("exclusive", W("独占", "exclusive")),
            )),
            Slot("start", S.DATE, W("起始日期（不填则自协议生效之日起）", "From (left empty: from the day of effect)"),
                 required=False),
            Slot("due", S.DATE, W("截止日期", "Until"), required=False),
            Slot("term", S.TEXT, W("或者：许可期限", "Or: for how long"), W("例如：两年", "For example: two years"),
                 required=False),
        ),
        W("{obligor}许可{obligee}{+start}{+due}{+term}，在{territory}以{exclusive}许可的方式，在{goods}上使用{object}。"
            "期满后{obligee}停止使用。",
            "{+start}{+due} {obligor} grants {obligee} a {exclusive} licence{+term} to use {object} in {territory} "
            "on {goods}. When the time is over {obligee} stops the use.",
        ),
        (
            ("start", W("自{start}起", "From {start}")),
            ("!start", W("自本协议生效之日起", "From the day on which this agreement takes effect")),
            ("due", W("至{due}止", " until {due}")),
            ("!due!term", W("至【截止日期】止", " until [date]")),
            ("term", W("{term}", " for {term}")),
        ),
    ),
    Model(
        ClauseKind.APOLOGY,
        W("声明道歉", "Statement"),
        W("发布声明，消除影响", "A statement is published"),
        (
            Slot("obligor", S.PARTY, W("发布人", "Who publishes")),
            Slot("obligee", S.PARTY, W("向谁道歉", "To whom")),
            Slot("method", S.TEXT, W("发布位置", "Where"),
                 W("例如：沃野食品官方网站首页", "For example: the home page of Verdant's web site")),
            Slot("days", S.NUMBER, W("连续天数", "For how many days")),
            Slot("object", S.TEXT, W("声明全文", "Full text")),
            _DUE,
        ),
        W("{obligor}应于{due}前在{method}发布以下声明，并连续保留{days}日：“{object}”。声明面向{obligee}。",
            "On or before {due} {obligor} publishes this statement to {obligee} on {method} and leaves it there for "
            "{days} consecutive days: “{object}”.",
        ),
    ),
    Model(
        ClauseKind.COOPERATE,
        W("配合事项", "Co-operation"),
        W("撤回通知、办理手续等", "Notices are withdrawn, formalities done"),
        (
            *_TWO,
            Slot("object", S.TEXT, W("需要做的事", "What has to be done"),
                 W("例如：撤回在电子商务平台上提交的侵权通知",
                       "For example: withdraw the infringement notices sent to the shopping platform")),
            _DUE,
        ),
        W("{obligor}应于{due}前完成以下事项，并书面告知{obligee}：{object}。",
              "On or before {due} {obligor} does the following and tells {obligee} in writing: {object}."),
    ),
    Model(
        ClauseKind.CONFIDENTIALITY,
        W("保密", "Confidentiality"),
        W("对调解过程和协议内容保密", "The mediation and its terms stay confidential"),
        (),
        W("各方对调解过程和本协议内容保密。法律规定应当披露，或者为申请司法确认、强制执行而向人民法院提交的除外。",
            "The parties keep the mediation and the content of this agreement confidential, except where the law "
            "requires disclosure or where it is submitted to a people's court for confirmation or enforcement.",
        ),
    ),
    Model(
        ClauseKind.WAIVER,
        W("其他请求", "Other claims"),
        W("履行完毕后，本案再无其他争议", "After performance nothing remains in dispute"),
        (),
        W("本协议履行完毕后，双方就本案争议再无其他纠纷，任何一方不再以同一事实和理由提出主张。",
            "After full performance nothing remains in dispute in this case, and neither party makes a further claim "
            "on the same facts and grounds.",
        ),
    ),
)  # fmt: skip
