"""Clauses on patents: making and selling, tools, other designs, licences, rewards of inventors."""

from __future__ import annotations

from odr.agreements.library.model import (
    PROOF,
    Family,
    Model,
    choice,
    count,
    duty,
    fixed,
    licence,
    pay,
    people,
    stop,
    text,
)
from odr.law.draft import ClauseKind

K, F = ClauseKind, Family
PT = (F.PATENT,)
PRODUCT = text("object", ("产品名称和型号", "Product and model"), ("QH-01型折叠水杯", "the folding cup QH-01"))

MODELS: tuple[Model, ...] = (
    stop(
        "patent-stop",
        PT,
        (
            ("停止制造和销售", "Making and selling stop"),
            (
                "停止制造、使用、许诺销售、销售、进口某个产品",
                "A product is no longer made, used, offered, sold or imported",
            ),
        ),
        (
            PRODUCT,
            choice(
                "acts",
                ("停止哪些行为", "Which acts"),
                all=("制造、使用、许诺销售、销售和进口", "making, using, offering for sale, selling and importing"),
                sale=("许诺销售和销售", "offering for sale and selling"),
                make=("制造和销售", "making and selling"),
            ),
        ),
        (
            "{obligor}{since}停止{acts}{object}，并停止委托他人从事上述行为。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop {acts} {object}, and stop having others do so. This duty "
            "is owed to {obligee}.",
        ),
    ),
    stop(
        "patent-stop-method",
        PT,
        (("停止使用方法", "End of use of a process"), ("停止使用某个工艺或者方法", "A process is no longer used")),
        (
            text("object", ("工艺或者方法", "The process"), ("低温烘干工艺", "the low-temperature drying process")),
            text("place", ("生产线和地点", "Lines and places"), ("示范厂区二号生产线", "line 2 of the Shifan works")),
        ),
        (
            "{obligor}{since}停止在{place}使用{object}，并停止使用、许诺销售、销售依照该方法直接获得"
            "的产品。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop using {object} at {place}, and stop using, offering for "
            "sale and selling what is directly made by it. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "patent-moulds",
        K.DESTROY,
        PT,
        (
            ("销毁专用模具和设备", "Moulds and tools destroyed"),
            ("销毁专门用来制造的模具、设备", "Tools made only for the product are destroyed"),
        ),
        (
            text(
                "object",
                ("模具或者设备", "Moulds or tools"),
                ("QH-01型水杯注塑模具", "injection moulds for the cup QH-01"),
            ),
            count("pieces", ("数量（套）", "How many (sets)")),
            PROOF,
        ),
        (
            "{obligor}应{by}销毁专用于制造上述产品的{object}共{pieces}套，并向{obligee}提供{proof}。",
            "{obligor} shall, {by}, destroy {object}, {pieces} sets, which serve only to make the "
            "product, and give {obligee} {proof}.",
        ),
    ),
    duty(
        "patent-redesign",
        K.COOPERATE,
        PT,
        (
            ("改用其他设计", "Another design"),
            ("改变结构或者外观后再生产", "The product is changed before it is made again"),
        ),
        (
            PRODUCT,
            text(
                "change",
                ("改成什么", "Changed to what"),
                ("将卡扣改为螺纹连接，见附图", "a screw thread instead of the snap, as drawn in the annex"),
            ),
        ),
        (
            "{obligor}应{by}完成{object}的设计变更，变更内容为：{change}；此后生产的产品均采用变更后"
            "的设计，并向{obligee}提供一件样品。",
            "{obligor} shall, {by}, change the design of {object} as follows: {change}; whatever is "
            "made after that has the new design, and {obligee} is given one sample.",
        ),
    ),
    licence(
        "patent-licence",
        PT,
        (
            ("专利实施许可", "Patent licence"),
            ("允许对方制造、销售专利产品", "The other side may make and sell the product"),
        ),
        (
            text(
                "object",
                ("专利号和名称", "Patent number and title"),
                ("ZL202610000001.0，折叠水杯", "ZL202610000001.0, folding cup"),
            ),
            text(
                "goods",
                ("实施方式和产品", "Acts and products"),
                ("制造、销售QH-01型水杯", "making and selling the cup QH-01"),
            ),
            count("pieces", ("每年至多多少件", "How many a year at most")),
        ),
        (
            "{obligor}许可{obligee}{span}，在{territory}以{exclusive}许可的方式实施{object}，实施方式"
            "为{goods}，每年不超过{pieces}件。未经{obligor}书面同意，{obligee}不得许可他人实施。期满"
            "后停止实施。",
            "{obligor} grants {obligee} a {exclusive} licence to work {object} in {territory}, by "
            "{goods}, no more than {pieces} pieces a year, {span}. {obligee} grants no sub-licence "
            "without the written consent of {obligor}. When the time is over the working stops.",
        ),
    ),
    duty(
        "patent-licence-record",
        K.COOPERATE,
        PT,
        (("实施许可备案", "Patent licence recorded"), ("到国家知识产权局备案", "The licence is recorded at the CNIPA")),
        (
            text(
                "object",
                ("备案的许可", "Which licence"),
                ("ZL202610000001.0的实施许可", "the licence under ZL202610000001.0"),
            ),
        ),
        (
            "{obligor}应{by}就{object}向国家知识产权局办理备案，并在备案后五日内将证明副本提供给{obligee}。",
            "{obligor} shall, {by}, have {object} recorded at the CNIPA, and give {obligee} a copy "
            "of the proof within five days after that.",
        ),
    ),
    duty(
        "patent-assist-filing",
        K.COOPERATE,
        PT,
        (
            ("配合办理登记手续", "Help with register entries"),
            ("签署办理著录项目变更等手续需要的文件", "Papers for an entry in the register are signed"),
        ),
        (
            text(
                "object",
                ("需要签署的文件", "Which papers"),
                ("著录项目变更申报书和证明文件", "the request for a change of entries and its proofs"),
            ),
        ),
        (
            "{obligor}应{by}签署并向{obligee}交付办理登记手续所需的下列文件：{object}。登记结果以国家"
            "知识产权局的决定为准。",
            "{obligor} shall, {by}, sign and hand to {obligee} these papers for the register: "
            "{object}. What is entered is for the CNIPA to decide.",
        ),
    ),
    pay(
        "patent-reward",
        PT,
        (
            ("职务发明奖励和报酬", "Reward of an inventor"),
            ("单位向发明人支付奖励、报酬", "An employer pays a reward or remuneration"),
        ),
        (
            text(
                "object",
                ("专利和计算期间", "The patent and the time it is for"),
                ("ZL202610000001.0，2024年度和2025年度", "ZL202610000001.0, the years 2024 and 2025"),
            ),
        ),
        (
            "{obligor}应就{object}向{obligee}支付职务发明的奖励和报酬共计{paid}。",
            "{obligor} shall pay {obligee}, as reward and remuneration for a service invention ({object}), {paid}.",
        ),
    ),
    fixed(
        "patent-customers",
        K.WAIVER,
        PT,
        (
            ("不向下游客户主张", "Customers left alone"),
            ("付清款项后，已售出的产品可以继续使用", "Once paid, products already sold may stay in use"),
        ),
        (
            "{obligee}付清本协议约定的款项后，{obligor}不就{object}向{obligee}的客户和最终用户提出主"
            "张，上述产品可以继续使用和维修。",
            "Once {obligee} has paid what this agreement provides, {obligor} makes no claim against "
            "the customers and end users of {obligee} about {object}, which may stay in use and be "
            "repaired.",
        ),
        (
            *people(("权利一方", "Who holds the patent"), ("付款一方", "Who pays")),
            text(
                "object",
                ("已经售出的产品", "Which products"),
                ("2026年7月前售出的8,000件水杯", "the 8,000 cups sold before July 2026"),
            ),
        ),
    ),
)
