"""Clauses on trade marks, geographical indications and Olympic symbols."""

from __future__ import annotations

from odr.agreements.library.model import (
    PROOF,
    Family,
    Model,
    addresses,
    count,
    duty,
    licence,
    period,
    stop,
    text,
)
from odr.law.draft import ClauseKind

K, F = ClauseKind, Family
TM, GI, OLY = (F.TRADEMARK,), (F.GEOGRAPHICAL_INDICATION,), (F.OLYMPIC_SYMBOL,)

MODELS: tuple[Model, ...] = (
    duty(
        "trademark-packaging",
        K.DESTROY,
        TM,
        (
            ("更换包装和门头", "Packaging and shop signs replaced"),
            ("换掉带有标识的包装、招牌和宣传品", "Packaging, signs and advertising that bear the mark are replaced"),
        ),
        (
            text(
                "object",
                ("要更换的物品和数量", "What, and how many"),
                ("三家门店的门头招牌各一块", "the sign over the door of three shops"),
            ),
            text("sign", ("要去掉的标识", "The mark to go"), ("“青禾”文字", "the word “青禾”")),
            PROOF,
        ),
        (
            "{obligor}应{by}更换或者拆除带有{sign}的{object}，更换后不再出现该标识，并向{obligee}提供{proof}。",
            "{obligor} shall, {by}, replace or take down {object} bearing {sign}, so that the mark "
            "is no longer seen, and give {obligee} {proof}.",
        ),
    ),
    stop(
        "trademark-distinguish",
        TM,
        (
            ("附加区别标识", "Distinguishing matter added"),
            ("双方都继续使用，但要让人分得清", "Both go on using their signs but can be told apart"),
        ),
        (
            text(
                "object",
                ("受限制的使用方式", "Which use is limited"),
                ("单独突出使用“青禾”二字", "the two characters “青禾” used alone and prominently"),
            ),
            text(
                "matter",
                ("必须附加的区别标识", "What must be added"),
                ("“沃野”字样，字号不小于“青禾”", "the word “Verdant”, no smaller than “青禾”"),
            ),
            text(
                "goods",
                ("商品和场合", "Goods and places"),
                ("茶叶商品的包装和网络页面", "packaging and web pages for tea"),
            ),
        ),
        (
            "{obligor}{since}停止{object}；在{goods}上使用时，应同时清晰标注{matter}。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop {object}; when it is used on {goods}, {matter} is "
            "clearly shown with it. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "trademark-trade-name",
        K.COOPERATE,
        TM,
        (
            ("变更企业名称", "Company name changed"),
            ("字号与商标相同或者近似的，办理更名登记", "A company name like the mark is changed in the register"),
        ),
        (
            text(
                "object", ("要变更的企业名称", "Which name"), ("北京青禾食品有限公司", "Beijing Qinghe Foods Co., Ltd.")
            ),
            text(
                "sign",
                ("新名称中不得含有的文字", "What the new name may not contain"),
                ("“青禾”以及与其读音相同的文字", "“青禾” or words that sound the same"),
            ),
        ),
        (
            "{obligor}应{by}向登记机关办理企业名称变更登记（现名称：{object}），变更后的名称不含"
            "{sign}，并在登记完成后五日内向{obligee}提供登记证明。",
            "{obligor} shall, {by}, have its company name changed in the register (present name: "
            "{object}) to one without {sign}, and give {obligee} proof within five days after "
            "registration.",
        ),
    ),
    duty(
        "trademark-withdraw-filing",
        K.COOPERATE,
        TM,
        (
            ("撤回商标注册申请", "Trade mark application withdrawn"),
            ("把正在申请的近似标识撤回", "A pending application for a similar sign is withdrawn"),
        ),
        (
            text(
                "object",
                ("申请号和类别", "Application number and class"),
                ("第0000002号，第30类", "no. 0000002, class 30"),
            ),
        ),
        (
            "{obligor}应{by}向国家知识产权局撤回商标注册申请（{object}），并在收到受理凭证后五日内将"
            "其副本提供给{obligee}。",
            "{obligor} shall, {by}, withdraw its trade mark application ({object}) at the CNIPA, and "
            "give {obligee} a copy of the receipt within five days after it arrives.",
        ),
    ),
    licence(
        "trademark-licence",
        TM,
        (
            ("商标使用许可", "Trade mark licence"),
            ("许可使用商标，并约定质量和标注", "The mark may be used, with quality and marking agreed"),
        ),
        (
            text(
                "object",
                ("商标和注册号", "The mark and its number"),
                ("第0000001号“青禾”注册商标", "the registered mark “青禾”, no. 0000001"),
            ),
            text(
                "goods",
                ("核定商品和使用方式", "Goods and manner of use"),
                ("第30类茶叶的包装", "packaging of tea in class 30"),
            ),
            text("quality", ("质量标准", "Quality standard"), ("GB/T 9833标准", "the standard GB/T 9833")),
        ),
        (
            "{obligor}许可{obligee}{span}，在{territory}以{exclusive}许可的方式，在{goods}上使用"
            "{object}。{obligee}应保证商品符合{quality}，并在商品上标明自己的名称和商品产地；未经"
            "{obligor}书面同意不得再许可他人使用。期满后停止使用。",
            "{obligor} grants {obligee} a {exclusive} licence to use {object} in {territory} on "
            "{goods}, {span}. The goods of {obligee} shall meet {quality} and show its name and "
            "their origin; it grants no sub-licence without the written consent of {obligor}. When "
            "the time is over the use stops.",
        ),
    ),
    duty(
        "trademark-licence-record",
        K.COOPERATE,
        TM,
        (("许可备案", "Licence recorded"), ("到商标局办理许可备案", "The licence is recorded with the office")),
        (
            text(
                "object",
                ("备案的许可", "Which licence"),
                ("第0000001号商标的使用许可", "the licence of mark no. 0000001"),
            ),
        ),
        (
            "{obligor}应{by}就{object}向国家知识产权局报送备案，{obligee}提供所需材料；备案公告后五日"
            "内将其副本提供给{obligee}。",
            "{obligor} shall, {by}, file {object} with the CNIPA for record, for which {obligee} "
            "supplies the papers; within five days after publication {obligee} is given a copy.",
        ),
    ),
    stop(
        "gi-stop",
        GI,
        (
            ("停止使用地理标志", "End of use of a geographical indication"),
            (
                "不符合产地或者品质要求的，停止使用",
                "Goods not from the place or not of the quality no longer bear the name",
            ),
        ),
        (
            text(
                "object",
                ("地理标志名称和专用标志", "The name and the official sign"),
                ("“示范山绿茶”名称和地理标志专用标志", "the name “Shifan Mountain green tea” and the official sign"),
            ),
            text("goods", ("商品", "Goods"), ("产地在示范县以外的绿茶", "green tea from outside Shifan County")),
        ),
        (
            "{obligor}{since}停止在{goods}的包装、标签、交易文书和网络页面上使用{object}以及容易引起"
            "产地误认的文字、图形。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop using {object}, and words or pictures likely to mislead "
            "about origin, on packaging, labels, trade papers and web pages of {goods}. This duty is "
            "owed to {obligee}.",
        ),
    ),
    duty(
        "gi-label",
        K.COOPERATE,
        GI,
        (
            ("改正产地标注", "Origin labels corrected"),
            ("把标签改成真实产地", "Labels are changed to show the true origin"),
        ),
        (
            text(
                "object",
                ("要改正的标签或者页面", "Which labels or pages"),
                ("袋装绿茶的正面标签", "the front label of bagged green tea"),
            ),
            text(
                "origin",
                ("改为标注的产地", "The origin to be shown"),
                ("示范省平原县", "Pingyuan County, Shifan Province"),
            ),
            count("pieces", ("数量（件）", "How many (pieces)")),
        ),
        (
            "{obligor}应{by}改正{object}共{pieces}件，标明产地为{origin}，并向{obligee}提供改正后的样本。",
            "{obligor} shall, {by}, correct {object}, {pieces} pieces, to show {origin} as the "
            "origin, and give {obligee} a specimen.",
        ),
    ),
    duty(
        "gi-traceable",
        K.COOPERATE,
        GI,
        (
            ("建立产地追溯", "Origin can be traced"),
            ("留存进货凭证，可以查到产地", "Purchase vouchers are kept so that origin can be checked"),
        ),
        (
            text(
                "object",
                ("留存的凭证", "Which vouchers"),
                ("收购合同、产地证明和批次记录", "purchase contracts, certificates of origin and batch records"),
            ),
            period("keep", ("每批保存多久", "How long for each batch")),
        ),
        (
            "{obligor}应{by}建立{object}的留存制度，每批次保存{keep}，并在{obligee}书面要求后五个工作日内提供查阅。",
            "{obligor} shall, {by}, begin to keep {object}, each batch for {keep}, and show them to "
            "{obligee} within five working days after a written request.",
        ),
    ),
    stop(
        "olympic-stop",
        OLY,
        (
            ("停止使用奥林匹克标志", "End of use of Olympic symbols"),
            (
                "停止为商业目的使用五环、会徽、吉祥物等",
                "Rings, emblems, mascots and the like are no longer used in trade",
            ),
        ),
        (
            text(
                "object",
                ("停止使用的标志", "Which symbols"),
                ("奥林匹克五环图案和吉祥物形象", "the Olympic rings and the mascot"),
            ),
            text(
                "goods",
                ("商品、服务和场合", "Goods, services and places"),
                ("餐饮门店的海报和优惠券", "posters and coupons of restaurants"),
            ),
        ),
        (
            "{obligor}{since}停止为商业目的在{goods}上使用{object}以及与其近似的标志，不再以可能使人"
            "误认为存在赞助或者支持关系的方式作宣传。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop using {object} and similar symbols for trade on {goods}, "
            "and no longer advertise in a way that suggests sponsorship or support. This duty is "
            "owed to {obligee}.",
        ),
    ),
    duty(
        "olympic-takedown",
        K.TAKEDOWN,
        OLY,
        (
            ("删除奥林匹克相关宣传", "Olympic advertising removed"),
            ("删除海报、短视频和推文", "Posters, short videos and posts are removed"),
        ),
        (
            addresses("object", ("网址清单", "Addresses")),
            text("offline", ("线下宣传品", "Printed matter"), ("二十家门店的海报", "posters in twenty shops")),
        ),
        (
            "{obligor}应{by}删除下列页面中的奥林匹克标志：{object}；同时撤下{offline}，并书面告知{obligee}。",
            "{obligor} shall, {by}, delete the Olympic symbols from these pages: {object}; take down "
            "{offline}; and tell {obligee} in writing.",
        ),
    ),
    duty(
        "olympic-clarify",
        K.APOLOGY,
        OLY,
        (
            ("澄清没有赞助关系", "No sponsorship: a clarification"),
            ("公开说明自己不是赞助商", "A public statement that there is no sponsorship"),
        ),
        (
            text(
                "object",
                ("声明内容", "The statement"),
                ("本公司与奥林匹克运动会没有赞助关系", "our company is no sponsor of the Olympic Games"),
            ),
            text("method", ("发布位置", "Where"), ("本公司微信公众号首条", "the first item of our WeChat account")),
            count("days", ("连续天数", "For how many days")),
        ),
        (
            "{obligor}应{by}在{method}发布以下声明并连续保留{days}日：“{object}”。声明面向{obligee}和公众。",
            "{obligor} shall, {by}, publish this statement on {method} and leave it there for {days} "
            "days on end: “{object}”. It is addressed to {obligee} and the public.",
        ),
    ),
    duty(
        "olympic-goods",
        K.DESTROY,
        OLY,
        (
            ("销毁带有奥林匹克标志的物品", "Goods with Olympic symbols destroyed"),
            ("列明数量，销毁并留证", "Numbers listed, destroyed, with proof"),
        ),
        (
            text("object", ("物品", "The goods"), ("印有五环图案的纪念杯", "souvenir cups with the rings")),
            count("pieces", ("数量（件）", "How many (pieces)")),
            PROOF,
        ),
        (
            "{obligor}应{by}销毁{object}共{pieces}件，并向{obligee}提供{proof}。",
            "{obligor} shall, {by}, destroy {object}, {pieces} pieces, and give {obligee} {proof}.",
        ),
    ),
    duty(
        "olympic-source",
        K.COOPERATE,
        OLY,
        (
            ("说明带有奥林匹克标志的货物来源", "Source of goods with Olympic symbols named"),
            ("提供供货人、数量和凭证，便于查清", "Who supplied them, how many, and the vouchers are disclosed"),
        ),
        (
            text("object", ("物品", "The goods"), ("印有五环图案的纪念杯", "souvenir cups with the rings")),
            text(
                "papers",
                ("提供的资料", "Which papers"),
                ("供货合同、付款凭证和供货人名称", "supply contracts, proof of payment and the supplier's name"),
            ),
        ),
        (
            "{obligor}应{by}向{obligee}提供下列物品的{papers}，{obligee}仅可用于向供货人主张权利：{object}。",
            "{obligor} shall, {by}, give {obligee} {papers} for these goods, to be used only against "
            "the supplier: {object}.",
        ),
    ),
)
