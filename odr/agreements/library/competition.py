"""Clauses on trade secrets and unfair competition."""

from __future__ import annotations

from odr.agreements.library.model import (
    PROOF,
    Family,
    Model,
    addresses,
    count,
    duty,
    fixed,
    people,
    period,
    span,
    stop,
    text,
)
from odr.law.draft import ClauseKind

K, F = ClauseKind, Family
TS, UC = (F.TRADE_SECRET,), (F.UNFAIR_COMPETITION,)
SECRET = text(
    "object",
    ("涉密信息的名称和范围（不要写出秘密本身）", "The information, by name and extent (not the secret itself)"),
    ("附件封存清单第1项至第5项所列图纸", "the drawings listed as items 1 to 5 of the sealed annex"),
)

MODELS: tuple[Model, ...] = (
    stop(
        "secret-stop",
        TS,
        (
            ("停止使用涉密信息", "End of use of secret information"),
            ("停止使用、披露，也不允许他人使用", "It is no longer used or disclosed, by itself or by others"),
        ),
        (SECRET,),
        (
            "{obligor}{since}停止使用、披露下列信息，并停止允许他人使用：{object}；直至该信息已经为公"
            "众所知悉为止。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop using or disclosing this information, or letting others "
            "use it: {object}; until it has become known to the public. This duty is owed to "
            "{obligee}.",
        ),
    ),
    duty(
        "secret-return",
        K.DESTROY,
        TS,
        (
            ("交还和删除载体", "Carriers handed back and deleted"),
            ("图纸、文件、电子数据交还或者删除，并提供证明", "Papers and data are returned or deleted, with proof"),
        ),
        (
            text(
                "object",
                ("载体清单", "Which carriers"),
                (
                    "移动硬盘一块、纸质图纸二十张和邮箱附件",
                    "one hard disk, twenty paper drawings and e-mail attachments",
                ),
            ),
            PROOF,
        ),
        (
            "{obligor}应{by}向{obligee}交还下列载体，不能交还的电子数据应永久删除且不留备份，并向"
            "{obligee}提供{proof}：{object}。",
            "{obligor} shall, {by}, hand these carriers back to {obligee}, delete for good and "
            "without backup the data that cannot be handed back, and give {obligee} {proof}: "
            "{object}.",
        ),
    ),
    fixed(
        "secret-keep",
        K.CONFIDENTIALITY,
        TS,
        (
            ("继续保密", "Kept secret from now on"),
            ("知悉信息的人继续保密，写明期限", "Whoever knows it keeps it secret, for a time"),
        ),
        (
            "{obligor}自本协议生效之日起{term}内，对下列信息保密，不向第三人提供，并使知悉该信息的员"
            "工签署保密承诺：{object}。法律、法规或者有权机关要求披露的除外，但应在披露前书面通知"
            "{obligee}。",
            "For {term} from the day on which this agreement takes effect, {obligor} keeps this "
            "information secret, gives it to no third person and has its staff who know it sign an "
            "undertaking: {object}. Disclosure required by law or by a competent authority is "
            "excepted, after written notice to {obligee}.",
        ),
        (
            *people(("保密一方", "Who keeps it secret"), ("对谁保密", "For whose sake")),
            SECRET,
            period("term", ("保密期限", "For how long")),
        ),
    ),
    span(
        "secret-no-compete",
        K.COOPERATE,
        TS,
        (
            ("竞业限制", "No competing work"),
            (
                "一定期间内不从事同类业务（一般不超过两年），另须约定补偿",
                "No work in the same trade for a time, as a rule two years at most, against pay",
            ),
        ),
        (
            text(
                "object",
                ("不从事的业务", "Which business"),
                ("同类折叠水杯的研发和销售", "development and sale of similar folding cups"),
            ),
            text("territory", ("地域", "Territory"), ("北京市", "Beijing")),
        ),
        (
            "{obligor}{span}，不在{territory}自营或者为他人从事{object}。上述义务以{obligee}按照本协"
            "议支付竞业限制补偿为前提。",
            "{obligor} does not, {span}, carry on in {territory}, for itself or others, {object}. "
            "The duty depends on {obligee} paying the compensation for it under this agreement.",
        ),
        people(),
    ),
    span(
        "secret-no-contact",
        K.COOPERATE,
        TS,
        (
            ("不招揽客户和员工", "No soliciting"),
            ("一定期间内不主动联系约定的客户或者员工", "Named customers or staff are not approached for a time"),
        ),
        (
            text(
                "object",
                ("客户或者员工名单", "Which customers or staff"),
                ("附件封存清单所列三十家客户", "the thirty customers in the sealed annex"),
            ),
        ),
        (
            "{obligor}{span}，不主动联系、招揽{object}，也不委托他人从事上述行为。上述义务向{obligee}承担。",
            "{obligor} does not, {span}, approach or solicit {object}, or have others do so. This "
            "duty is owed to {obligee}.",
        ),
        people(),
    ),
    duty(
        "secret-check",
        K.COOPERATE,
        TS,
        (
            ("第三方检查", "Check by a third person"),
            ("由鉴定或者取证机构检查是否已清除", "A forensic body checks that nothing is left"),
        ),
        (
            text(
                "object",
                ("检查的设备和系统", "What is checked"),
                ("研发部五台计算机和代码仓库", "five computers and the repository of the development department"),
            ),
            text(
                "method",
                ("检查机构和办法", "By whom and how"),
                (
                    "由示范电子数据鉴定所按附件关键词检索",
                    "the Example forensic institute, by the key words of the annex",
                ),
            ),
        ),
        (
            "{obligor}应{by}允许并配合对{object}进行检查，检查机构和办法为：{method}；检查报告交"
            "{obligee}，仅用于核实本协议的履行。",
            "{obligor} shall, {by}, allow and assist a check of {object}, as follows: {method}; the "
            "report goes to {obligee} and serves only to verify performance of this agreement.",
        ),
    ),
    stop(
        "competition-imitation",
        UC,
        (
            ("停止仿冒名称、包装和装潢", "End of imitation"),
            ("停止使用容易混淆的名称、包装、页面", "Names, packaging or pages that cause confusion are no longer used"),
        ),
        (
            text(
                "object",
                ("停止使用的名称、包装或者装潢", "Names, packaging or get-up"),
                ("绿色茶园图案的礼盒装潢", "the gift box with a green tea garden"),
            ),
            text(
                "goods", ("商品和场合", "Goods and places"), ("茶叶礼盒和网络页面", "gift boxes of tea and web pages")
            ),
        ),
        (
            "{obligor}{since}停止在{goods}上使用{object}以及与其近似、足以引起混淆的设计。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop using {object}, and designs so like it as to confuse, on "
            "{goods}. This duty is owed to {obligee}.",
        ),
    ),
    stop(
        "competition-claims",
        UC,
        (
            ("停止虚假宣传", "End of false advertising"),
            ("停止使用不真实或者引人误解的说法", "Untrue or misleading claims are no longer made"),
        ),
        (
            text("object", ("停止使用的宣传语", "Which claims"), ("“全国销量第一”", "“best seller nationwide”")),
            text(
                "place", ("宣传渠道", "Where"), ("产品包装、直播间和官网", "packaging, live streams and the web site")
            ),
        ),
        (
            "{obligor}{since}停止在{place}使用以下宣传语以及含义相同的表述：{object}。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop using these claims, or others of the same meaning, in "
            "{place}: {object}. This duty is owed to {obligee}.",
        ),
    ),
    stop(
        "competition-keywords",
        UC,
        (
            ("停止使用关键词推广", "End of keyword advertising"),
            ("停止把对方名称设为搜索关键词", "The other's name is no longer bought as a search word"),
        ),
        (
            text("object", ("关键词", "Key words"), ("“青禾”“青禾茶业”", "“青禾” and “青禾茶业”")),
            text("place", ("推广平台", "Platforms"), ("示范搜索平台的竞价推广", "paid search on the Example engine")),
        ),
        (
            "{obligor}{since}停止在{place}将{object}设置为推广关键词或者推广标题，并将其列入否定关键"
            "词。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop using {object} as key words or titles in {place}, and "
            "enter them as negative key words. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "competition-disparagement",
        K.TAKEDOWN,
        UC,
        (
            ("删除贬损内容", "Disparaging content removed"),
            ("删除诋毁对方商誉的文章、视频", "Posts and videos that run the other down are removed"),
        ),
        (addresses("object", ("网址清单", "Addresses")),),
        (
            "{obligor}应{by}删除下列网址中贬损{obligee}商业信誉和商品声誉的内容，不再重新发布，并在完"
            "成当日书面告知{obligee}：{object}。",
            "{obligor} shall, {by}, delete the content that disparages the business and goods of "
            "{obligee} from these addresses, not publish it again, and tell {obligee} in writing on "
            "the day it is done: {object}.",
        ),
    ),
    duty(
        "competition-correction",
        K.APOLOGY,
        UC,
        (
            ("发布更正声明", "Correction published"),
            ("更正不实说法，写明位置和天数", "An untrue claim is corrected, with place and days"),
        ),
        (
            text(
                "object",
                ("更正内容", "The correction"),
                ("本公司此前关于青禾茶业的说法没有依据", "our earlier words about Qinghe Tea had no basis"),
            ),
            text("method", ("发布位置", "Where"), ("原文章发布的同一账号置顶", "pinned on the same account")),
            count("days", ("连续天数", "For how many days")),
        ),
        (
            "{obligor}应{by}在{method}发布以下更正声明，并连续保留{days}日：“{object}”。声明面向{obligee}和公众。",
            "{obligor} shall, {by}, publish this correction on {method} and leave it there for "
            "{days} days on end: “{object}”. It is addressed to {obligee} and the public.",
        ),
    ),
    duty(
        "competition-account",
        K.COOPERATE,
        UC,
        (
            ("更改账号或者店铺名称", "Account or shop renamed"),
            ("把容易混淆的账号、店名改掉", "An account or shop with a confusing name is renamed"),
        ),
        (
            text(
                "object",
                ("现有账号或者店铺", "Which account or shop"),
                ("示范视频平台“青禾优选”账号", "the account “青禾优选” on the Example video platform"),
            ),
            text("sign", ("新名称中不得含有的文字", "What the new name may not contain"), ("“青禾”", "“青禾”")),
        ),
        (
            "{obligor}应{by}更改{object}的名称和头像，新名称不含{sign}，并将更改后的截图发送给{obligee}。",
            "{obligor} shall, {by}, change the name and picture of {object} to a name without "
            "{sign}, and send {obligee} a screenshot.",
        ),
    ),
)
