"""Clauses on plant varieties, layout designs of integrated circuits, and traditional culture."""

from __future__ import annotations

from odr.agreements.library.model import (
    PROOF,
    Family,
    Model,
    choice,
    count,
    duty,
    licence,
    pay,
    stop,
    text,
)
from odr.law.draft import ClauseKind

K, F = ClauseKind, Family
PV, LD, TC = (F.PLANT_VARIETY,), (F.LAYOUT_DESIGN,), (F.TRADITIONAL_CULTURE,)
VARIETY = text(
    "object",
    ("品种名称和品种权号", "Variety and its number"),
    ("“示范玉1号”，CNA20260001", "“Shifan Maize 1”, CNA20260001"),
)
CHIP = text(
    "object",
    ("芯片型号和布图登记号", "Chip and layout number"),
    ("QH5301芯片，BS.260000001", "the chip QH5301, BS.260000001"),
)
ELEMENT = text(
    "object",
    ("传统文化表达", "The traditional expression"),
    ("示范族绣片“山花”纹样", "the Shifan embroidery pattern “mountain flower”"),
)

MODELS: tuple[Model, ...] = (
    stop(
        "variety-stop",
        PV,
        (
            ("停止生产和销售种子、种苗", "Seed and plants no longer made or sold"),
            ("停止生产、繁殖、销售繁殖材料", "Propagating material is no longer produced or sold"),
        ),
        (
            VARIETY,
            text(
                "place",
                ("生产基地和销售渠道", "Fields and channels"),
                ("示范县制种基地和网络店铺", "the seed fields in Shifan County and online shops"),
            ),
        ),
        (
            "{obligor}{since}停止在{place}生产、繁殖、为繁殖进行处理、许诺销售和销售下列品种的繁殖材"
            "料，并停止将其重复用于生产另一品种的繁殖材料：{object}。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop producing, multiplying, conditioning, offering and "
            "selling at {place} the propagating material of this variety, and stop using it again "
            "and again to produce another: {object}. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "variety-destroy",
        K.DESTROY,
        PV,
        (
            ("销毁或者转商处理种子", "Seed destroyed or made into grain"),
            ("写明公斤数，销毁、灭活或者转作商品粮", "So many kilograms, destroyed, made sterile or sold as grain"),
        ),
        (
            VARIETY,
            count("kilos", ("数量（公斤）", "How much (kg)")),
            choice(
                "manner",
                ("处理方式", "How"),
                destroy=("销毁", "destroyed"),
                sterile=("灭活，使其不能再用作繁殖材料", "made sterile so that they cannot propagate"),
                grain=("转作商品粮处理，不作为种子流通", "sold as grain and not as seed"),
            ),
            PROOF,
        ),
        (
            "{obligor}应{by}将下列品种的繁殖材料共{kilos}公斤{manner}，并向{obligee}提供{proof}：{object}。",
            "{obligor} shall see to it that, {by}, {kilos} kg of the propagating material of this "
            "variety are {manner}, and give {obligee} {proof}: {object}.",
        ),
    ),
    duty(
        "variety-parents",
        K.COOPERATE,
        PV,
        (
            ("交还亲本", "Parent lines handed back"),
            ("把亲本、原种交还，写明数量", "Parent lines or basic seed are handed back"),
        ),
        (
            text(
                "object",
                ("亲本或者原种", "Which lines"),
                ("母本“示A”和父本“示B”", "the female line “Shi A” and the male line “Shi B”"),
            ),
            count("kilos", ("数量（公斤）", "How much (kg)")),
        ),
        (
            "{obligor}应{by}向{obligee}交还{object}共{kilos}公斤，不留存任何繁殖材料，双方签署交接清单。",
            "{obligor} shall, {by}, hand back to {obligee} {object}, {kilos} kg, and keep no "
            "propagating material; both sign a list.",
        ),
    ),
    licence(
        "variety-licence",
        PV,
        (
            ("品种生产经营许可", "Variety licence"),
            ("许可制种、销售，约定面积和产量", "Seed may be produced and sold, with area and quantity"),
        ),
        (
            VARIETY,
            text(
                "goods", ("许可的行为", "What is allowed"), ("生产和销售杂交种子", "producing and selling hybrid seed")
            ),
            count("area", ("每年面积（亩）", "Area a year (mu)")),
            count("kilos", ("每年产量上限（公斤）", "Most a year (kg)")),
        ),
        (
            "{obligor}许可{obligee}{span}，在{territory}以{exclusive}许可的方式就下列品种从事"
            "{goods}，每年面积不超过{area}亩，产量不超过{kilos}公斤：{object}。包装上应标明品种名称和"
            "许可信息。期满后停止。",
            "{obligor} grants {obligee} a {exclusive} licence for this variety in {territory}, "
            "{span}, for {goods}, no more than {area} mu and {kilos} kg a year: {object}. The "
            "packaging shows the variety and the licence. When the time is over it stops.",
        ),
    ),
    duty(
        "variety-sample",
        K.COOPERATE,
        PV,
        (
            ("封样和检测", "Samples sealed and tested"),
            ("共同封存样品，送检真实性", "Samples are sealed together and tested"),
        ),
        (
            VARIETY,
            count("samples", ("样品份数", "How many samples")),
            text(
                "method",
                ("检测机构和方法", "By whom and how"),
                ("示范种子检测中心，SSR分子标记法", "the Example seed centre, by SSR markers"),
            ),
        ),
        (
            "{obligor}应{by}与{obligee}共同封存下列品种的样品{samples}份，并送检，检测机构和方法为{method}：{object}。",
            "{obligor} shall, {by}, together with {obligee}, seal {samples} samples of this variety "
            "and have them tested, by {method}: {object}.",
        ),
    ),
    stop(
        "layout-stop",
        LD,
        (
            ("停止复制和商业利用布图", "Layout no longer copied or used"),
            (
                "停止复制、进口、销售芯片和含有它的产品",
                "The layout and chips with it are no longer copied, imported or sold",
            ),
        ),
        (
            CHIP,
            text(
                "goods", ("含有该芯片的产品", "Products with the chip"), ("QH系列充电器", "the QH series of chargers")
            ),
        ),
        (
            "{obligor}{since}停止复制下列布图设计，并停止为商业目的进口、销售含有该布图设计的芯片以及"
            "{goods}：{object}。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop copying this layout and stop importing or selling in "
            "trade the chips with it and {goods}: {object}. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "layout-masks",
        K.DESTROY,
        LD,
        (
            ("销毁掩膜版和数据", "Masks and data destroyed"),
            ("销毁掩膜、版图数据和晶圆", "Masks, layout data and wafers are destroyed"),
        ),
        (
            CHIP,
            text(
                "things",
                ("销毁的物品", "What is destroyed"),
                ("掩膜版、GDS数据和未切割晶圆", "masks, GDS data and uncut wafers"),
            ),
            count("pieces", ("数量（件）", "How many (pieces)")),
            PROOF,
        ),
        (
            "{obligor}应{by}销毁用于下列芯片的{things}共{pieces}件，并向{obligee}提供{proof}：{object}。",
            "{obligor} shall, {by}, destroy {things}, {pieces} pieces, that serve this chip, and "
            "give {obligee} {proof}: {object}.",
        ),
    ),
    licence(
        "layout-licence",
        LD,
        (
            ("布图设计使用许可", "Layout licence"),
            ("许可流片、销售，约定数量", "Chips may be made and sold, in a number"),
        ),
        (
            CHIP,
            text(
                "goods",
                ("许可的行为", "What is allowed"),
                ("委托代工厂流片并销售", "having them made by a foundry and selling them"),
            ),
            count("pieces", ("每年数量上限（片）", "Most a year (chips)")),
        ),
        (
            "{obligor}许可{obligee}{span}，在{territory}以{exclusive}许可的方式就下列布图设计从事"
            "{goods}，每年不超过{pieces}片：{object}。期满后停止。",
            "{obligor} grants {obligee} a {exclusive} licence for this layout in {territory}, "
            "{span}, for {goods}, no more than {pieces} chips a year: {object}. When the time is "
            "over it stops.",
        ),
    ),
    pay(
        "layout-stock-fee",
        LD,
        (
            ("善意库存的报酬", "Fee for stock bought in good faith"),
            ("购入时不知情的库存，付费后可以售完", "Stock bought unknowingly may be sold against a fee"),
        ),
        (CHIP, count("pieces", ("库存数量（片）", "Stock (chips)"))),
        (
            "就{obligor}善意购入、继续投入商业利用的库存芯片{pieces}片（{object}），{obligor}应向"
            "{obligee}支付报酬共计{paid}。",
            "For {pieces} chips in stock that {obligor} bought in good faith and goes on using in "
            "trade ({object}), it shall pay {obligee} {paid}.",
        ),
    ),
    duty(
        "layout-supplier",
        K.COOPERATE,
        LD,
        (("说明来源", "Supplier named"), ("提供上游供应商和采购凭证", "Supplier and purchase vouchers are disclosed")),
        (
            CHIP,
            text(
                "papers",
                ("提供的资料", "Which papers"),
                ("采购合同、发票和供应商名称", "purchase contracts, invoices and the supplier's name"),
            ),
        ),
        (
            "{obligor}应{by}向{obligee}提供下列芯片的{papers}，{obligee}仅可用于向上游主张权利：{object}。",
            "{obligor} shall, {by}, give {obligee} {papers} of this chip, to be used only against "
            "the source: {object}.",
        ),
    ),
    stop(
        "culture-stop",
        TC,
        (
            ("停止歪曲或者不当使用", "End of distorting use"),
            ("停止使用伤害传统和感情的产品、宣传", "Uses that distort a tradition or hurt feelings stop"),
        ),
        (
            ELEMENT,
            text("goods", ("产品和宣传", "Products and advertising"), ("地垫和鞋底图案", "floor mats and shoe soles")),
        ),
        (
            "{obligor}{since}停止在{goods}上使用{object}，不再以歪曲、贬损的方式展示。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop using {object} on {goods}, and no longer show it in a "
            "distorting or degrading way. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "culture-source",
        K.COOPERATE,
        TC,
        (
            ("注明来源", "Source named"),
            ("注明来源地区、民族或者传承人", "The place, people or bearer it comes from is named"),
        ),
        (
            ELEMENT,
            text(
                "credit",
                ("标注文字", "The words"),
                ("纹样来源：示范省示范县传统刺绣", "pattern: traditional embroidery of Shifan County, Shifan Province"),
            ),
            text("place", ("标注位置", "Where"), ("产品吊牌和网络详情页", "product tags and product pages")),
        ),
        (
            "{obligor}应{by}就{object}在{place}标注“{credit}”，并向{obligee}提供标注后的样本。",
            "{obligor} shall, {by}, as regards {object}, put “{credit}” on {place}, and give {obligee} a specimen.",
        ),
    ),
    licence(
        "culture-licence",
        TC,
        (
            ("传统文化使用和惠益分享", "Use with benefit sharing"),
            ("取得同意后使用，并约定方式和回馈", "Use with consent, and what is given in return"),
        ),
        (
            ELEMENT,
            text("goods", ("使用方式", "Manner of use"), ("女装印花", "prints on women's wear")),
            text(
                "share",
                ("惠益分享", "What is given back"),
                (
                    "每年为示范县传习所提供三十套教具",
                    "thirty sets of teaching material a year for the school in Shifan County",
                ),
            ),
        ),
        (
            "{obligor}许可{obligee}{span}，在{territory}以{exclusive}许可的方式使用{object}，使用方式"
            "为{goods}。{obligee}应注明来源，保持原有寓意，并履行以下惠益分享：{share}。本许可不妨碍"
            "当地居民依照传统使用。",
            "{obligor} grants {obligee} a {exclusive} licence to use {object} in {territory}, in "
            "this manner: {goods}, {span}. {obligee} names the source, keeps the meaning and gives "
            "in return: {share}. Traditional use by the local people is not affected.",
        ),
    ),
    duty(
        "culture-records",
        K.COOPERATE,
        TC,
        (
            ("交付采集资料副本", "Copies of recordings handed over"),
            ("把采集的录音、录像、图片副本交给来源地", "Copies of what was recorded go back to where it comes from"),
        ),
        (
            text(
                "object",
                ("资料", "Which material"),
                ("2025年采风录音三十小时和照片", "thirty hours of recordings and photographs of 2025"),
            ),
            text("method", ("交付方式", "How"), ("以移动硬盘交付并附目录", "on a hard disk with a list")),
        ),
        (
            "{obligor}应{by}向{obligee}交付{object}的完整副本，交付方式为{method}；未经{obligee}书面"
            "同意，不得另作商业使用。",
            "{obligor} shall, {by}, deliver to {obligee} a full copy of {object}, in this manner: "
            "{method}; without the written consent of {obligee} it makes no further commercial use "
            "of it.",
        ),
    ),
    duty(
        "culture-teaching",
        K.COOPERATE,
        TC,
        (("公益传习活动", "Public teaching"), ("举办若干场传习、展示活动", "A number of classes or shows is held")),
        (
            text(
                "object", ("活动内容", "What is held"), ("传统刺绣公益课程", "free classes in traditional embroidery")
            ),
            count("times", ("场次", "How many")),
            text("place", ("地点", "Where"), ("示范县文化馆", "the culture house of Shifan County")),
        ),
        (
            "{obligor}应{by}在{place}举办{object}共{times}场，费用自负，并在每场结束后五日内向"
            "{obligee}提供照片和签到表。",
            "{obligor} shall, {by}, hold {object} at {place}, {times} times at its own cost, and "
            "within five days after each give {obligee} photographs and the list of those present.",
        ),
    ),
)
