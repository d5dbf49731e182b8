"""The first clause of each kind of act, in words that fit any dispute; what was agreed elsewhere is written in them."""

from __future__ import annotations

from odr.agreements.library.model import KINDS_OF_LICENCE, TERRITORY, Family, Model, day, people, text
from odr.agreements.slots import Slot, SlotKind
from odr.law.draft import ClauseKind
from signing.wording import Words

K, F, W, S = ClauseKind, Family, Words, SlotKind
ANY = (F.ANY,)
SIGNS = frozenset({F.TRADEMARK, F.GEOGRAPHICAL_INDICATION, F.UNFAIR_COMPETITION})

MODELS = (
    Model(
        "stop",
        K.STOP,
        SIGNS,
        W("停止使用标识", "End of use of a sign"),
        W("停止使用某个标识", "A sign is no longer used"),
        (
            *people(),
            text(
                "object",
                ("停止使用的标识", "The sign"),
                ("“青禾”文字标识以及与其近似的标识", "the word sign “青禾” and similar signs"),
            ),
            text(
                "goods",
                ("商品和场合", "Goods and places"),
                ("茶叶商品的包装、宣传材料和网络页面", "packaging, advertising and web pages for tea"),
            ),
            day(
                "due",
                ("起始日期（不填则自协议生效之日起）", "From (left empty: from the day of effect)"),
                required=False,
            ),
        ),
        W(
            "{obligor}{+due}停止在{goods}上使用{object}，不再以任何方式向公众展示或者推广该标识。上述"
            "义务向{obligee}承担。",
            "{+due} {obligor} stops using {object} on {goods} and no longer shows or promotes it to "
            "the public in any way, for the benefit of {obligee}.",
        ),
        (
            ("due", W("自{due}起", "From {due}")),
            ("!due", W("自本协议生效之日起", "From the day on which this agreement takes effect")),
        ),
    ),
    Model(
        "destroy",
        K.DESTROY,
        frozenset(ANY),
        W("销毁库存", "Destruction of stock"),
        W("销毁约定的库存、包装或者材料", "Agreed stock, packaging or material is destroyed"),
        (
            *people(),
            text(
                "object",
                ("物品和数量", "Things and their number"),
                ("带有“青禾”标识的库存包装12,400件", "12,400 pieces of packaging with the sign"),
            ),
            day("due", ("最迟日期", "On or before")),
            Slot(
                "proof",
                S.CHOICE,
                W("履行证明", "Proof"),
                choices=(
                    ("photos", W("销毁过程的照片和清单", "photographs and a list")),
                    ("video", W("销毁过程的录像和清单", "a video recording and a list")),
                    ("notary", W("公证机构出具的公证书", "a notarial certificate")),
                ),
            ),
        ),
        W(
            "{obligor}应于{due}前销毁{object}，并在销毁后五日内向{obligee}提供{proof}。",
            "On or before {due} {obligor} destroys {object} and within five days after that gives {obligee} {proof}.",
        ),
    ),
    Model(
        "takedown",
        K.TAKEDOWN,
        frozenset(ANY),
        W("下架删除", "Takedown"),
        W("下架商品或者删除页面（用文字说明是哪些）", "Listings or pages are taken down, described in words"),
        (
            *people(),
            text(
                "object",
                ("商品链接或者网页", "Listings or pages"),
                (
                    "沃野食品旗舰店内全部带有“青禾”字样的商品链接",
                    "all listings with the word “青禾” in the Verdant flagship shop",
                ),
            ),
            day("due", ("最迟日期", "On or before"), required=False),
            Slot(
                "within",
                S.TEXT,
                W("或者：自协议生效之日起多久", "Or: within what time from the day of effect"),
                W("例如：七日内", "For example: within 7 days"),
                required=False,
            ),
        ),
        W(
            "{obligor}应{+due}{+within}下架并删除{object}，完成当日以书面形式告知{obligee}。",
            "{+due}{obligor} takes down and deletes {object}{+within}, and tells {obligee} in "
            "writing on the day it is done.",
        ),
        (
            ("due", W("于{due}前", "On or before {due} ")),
            ("!due!within", W("于【最迟日期】前", "On or before [date] ")),
            ("within", W("自本协议生效之日起{within}", " {within} from the day on which this agreement takes effect")),
        ),
        ("due", "within"),
    ),
    Model(
        "licence",
        K.LICENCE,
        frozenset({*SIGNS, F.ANY}),
        W("许可使用", "Licence"),
        W("允许对方在约定的范围和期限内使用", "The other side may use it within limits and for a time"),
        (
            *people(("许可人", "Licensor"), ("被许可人", "Licensee")),
            text(
                "object",
                ("许可使用的标识、作品、技术等", "What may be used"),
                ("第0000001号“青禾”注册商标", "the registered mark “青禾”, no. 0000001"),
            ),
            text(
                "goods",
                ("商品和方式", "Goods and manner of use"),
                ("茶叶商品的包装和网络页面", "packaging and web pages for tea"),
            ),
            TERRITORY,
            KINDS_OF_LICENCE,
            day(
                "start",
                ("起始日期（不填则自协议生效之日起）", "From (left empty: from the day of effect)"),
                required=False,
            ),
            day("due", ("截止日期", "Until"), required=False),
            Slot(
                "term",
                S.TEXT,
                W("或者：许可期限", "Or: for how long"),
                W("例如：两年", "For example: two years"),
                required=False,
            ),
        ),
        W(
            "{obligor}许可{obligee}{+start}{+due}{+term}，在{territory}以{exclusive}许可的方式，在"
            "{goods}上使用{object}。期满后{obligee}停止使用。",
            "{+start}{+due} {obligor} grants {obligee} a {exclusive} licence{+term} to use {object} "
            "in {territory} on {goods}. When the time is over {obligee} stops the use.",
        ),
        (
            ("start", W("自{start}起", "From {start}")),
            ("!start", W("自本协议生效之日起", "From the day on which this agreement takes effect")),
            ("due", W("至{due}止", " until {due}")),
            ("!due!term", W("至【截止日期】止", " until [date]")),
            ("term", W("{term}", " for {term}")),
        ),
        ("due", "term"),
    ),
    Model(
        "apology",
        K.APOLOGY,
        frozenset(ANY),
        W("声明道歉", "Statement"),
        W("公开发布声明或者道歉，消除影响", "A statement or an apology is published"),
        (
            *people(("发布人", "Who publishes"), ("向谁道歉", "To whom")),
            text("method", ("发布位置", "Where"), ("沃野食品官方网站首页", "the home page of Verdant's web site")),
            Slot("days", S.NUMBER, W("连续天数", "For how many days")),
            text("object", ("声明全文", "Full text")),
            day("due", ("最迟日期", "On or before")),
        ),
        W(
            "{obligor}应于{due}前在{method}发布以下声明，并连续保留{days}日：“{object}”。声明面向{obligee}。",
            "On or before {due} {obligor} publishes this statement to {obligee} on {method} and "
            "leaves it there for {days} consecutive days: “{object}”.",
        ),
    ),
    Model(
        "cooperate",
        K.COOPERATE,
        frozenset(ANY),
        W("配合事项", "Co-operation"),
        W(
            "办理手续、撤回通知等需要一方去做的事",
            "Formalities done, notices withdrawn, or anything else one side has to do",
        ),
        (
            *people(),
            text(
                "object",
                ("需要做的事", "What has to be done"),
                (
                    "撤回在电子商务平台上提交的侵权通知",
                    "withdraw the infringement notices sent to the shopping platform",
                ),
            ),
            day("due", ("最迟日期", "On or before")),
        ),
        W(
            "{obligor}应于{due}前完成以下事项，并书面告知{obligee}：{object}。",
            "On or before {due} {obligor} does the following and tells {obligee} in writing: {object}.",
        ),
    ),
)
