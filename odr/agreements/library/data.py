"""Clauses on data and on live events and exhibitions."""

from __future__ import annotations

from odr.agreements.library.model import (
    Family,
    Model,
    addresses,
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
DT, EV = (F.DATA,), (F.EVENT,)
DATASET = text(
    "object",
    ("数据集合的名称和范围", "The data, by name and extent"),
    ("2025年门店评价数据，约二百万条", "shop reviews of 2025, about two million entries"),
)
SHOW = text(
    "object",
    ("活动名称和场次", "Event and date"),
    ("“示范山音乐会”2026年国庆场", "the “Mount Shifan concert” of the 2026 holiday"),
)

MODELS: tuple[Model, ...] = (
    stop(
        "data-stop",
        DT,
        (
            ("停止抓取和使用数据", "End of scraping"),
            ("停止爬取、使用、转售数据", "Data are no longer scraped, used or sold on"),
        ),
        (
            DATASET,
            text(
                "place",
                ("来源和手段", "Source and means"),
                ("通过爬虫或者模拟登录访问“青禾点评”", "access to “Qinghe Reviews” by crawlers or simulated sign-in"),
            ),
        ),
        (
            "{obligor}{since}停止以{place}的方式获取下列数据，并停止使用、出售和向他人提供："
            "{object}。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop obtaining these data by {place}, and stop using, selling "
            "or supplying them: {object}. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "data-delete",
        K.DESTROY,
        DT,
        (
            ("删除数据并提供证明", "Data deleted, with proof"),
            ("连同备份、衍生副本一并删除，出具证明", "Backups and copies included, and proof is given"),
        ),
        (
            DATASET,
            text(
                "systems",
                ("存放的系统", "Where they are"),
                ("云服务器、备份盘和测试环境", "cloud servers, backup disks and test systems"),
            ),
            choice(
                "proof",
                ("删除证明", "Proof"),
                log=(
                    "系统删除日志和负责人签名的书面说明",
                    "deletion logs and a statement signed by the person in charge",
                ),
                expert=("第三方检测机构出具的报告", "the report of a third-party laboratory"),
                notary=("公证机构出具的公证书", "a notarial certificate"),
            ),
        ),
        (
            "{obligor}应{by}从{systems}中永久删除下列数据及其备份、副本，使其不能恢复，并向"
            "{obligee}提供{proof}：{object}。",
            "{obligor} shall, {by}, delete for good from {systems} these data with their backups and "
            "copies, so that they cannot be restored, and give {obligee} {proof}: {object}.",
        ),
    ),
    licence(
        "data-licence",
        DT,
        (
            ("数据使用许可", "Data licence"),
            ("约定接口、频次、用途和不得再提供", "Interface, frequency and purpose; not passed on"),
        ),
        (
            DATASET,
            text(
                "goods",
                ("用途和接口", "Purpose and interface"),
                ("经开放接口用于内部分析", "internal analysis through the open interface"),
            ),
            count("times", ("每日调用上限（次）", "Calls a day at most")),
        ),
        (
            "{obligor}许可{obligee}{span}，在{territory}以{exclusive}许可的方式使用下列数据，用途和接"
            "口为{goods}，每日调用不超过{times}次：{object}。{obligee}不得向第三人提供原始数据，不得"
            "用于识别特定自然人。期满后停止使用并删除。",
            "{obligor} grants {obligee} a {exclusive} licence to use these data in {territory}, "
            "{span}, for this purpose and through this interface: {goods}, no more than {times} "
            "calls a day: {object}. {obligee} passes no raw data on and identifies no person by "
            "them. When the time is over they are no longer used and are deleted.",
        ),
    ),
    duty(
        "data-copy",
        K.COOPERATE,
        DT,
        (("提供数据副本", "Copy of the data"), ("以约定格式交付一份数据", "A copy is delivered in an agreed format")),
        (
            DATASET,
            text(
                "method",
                ("格式和交付方式", "Format and how"),
                ("CSV文件，加密后以移动硬盘交付", "CSV files, encrypted, on a hard disk"),
            ),
        ),
        (
            "{obligor}应{by}向{obligee}交付下列数据的完整副本，格式和交付方式为{method}：{object}。",
            "{obligor} shall, {by}, deliver to {obligee} a full copy of these data, in this format "
            "and manner: {method}: {object}.",
        ),
    ),
    duty(
        "data-safeguards",
        K.COOPERATE,
        DT,
        (
            ("落实保护措施", "Safeguards put in place"),
            ("访问限制、日志和人员承诺", "Access limits, logs and undertakings of staff"),
        ),
        (
            text(
                "object",
                ("措施", "Which measures"),
                (
                    "按岗位授权、操作日志留存一年、员工保密承诺",
                    "access by post, logs kept for a year, undertakings of staff",
                ),
            ),
        ),
        (
            "{obligor}应{by}落实下列数据保护措施，并向{obligee}提供书面说明和记录：{object}。",
            "{obligor} shall, {by}, put these safeguards in place and give {obligee} a written "
            "account with records: {object}.",
        ),
    ),
    duty(
        "data-model",
        K.COOPERATE,
        DT,
        (
            ("下线用该数据训练的模型或者产品", "Models or products withdrawn"),
            ("停用、替换用涉案数据做出的产品", "What was made with the data is withdrawn or rebuilt"),
        ),
        (
            text("object", ("模型或者产品", "Which models or products"), ("“评价助手”1.0版", "“Review Assistant” 1.0")),
            text(
                "change",
                ("怎样处理", "What is done"),
                ("下线并以不含涉案数据的版本替换", "withdrawn and replaced by a version without the data"),
            ),
        ),
        (
            "{obligor}应{by}对{object}作如下处理，并向{obligee}提供书面说明：{change}。",
            "{obligor} shall, {by}, deal with {object} as follows and give {obligee} a written account: {change}.",
        ),
    ),
    stop(
        "event-stop",
        EV,
        (
            ("停止展出或者演出", "Show or exhibition stops"),
            ("停止展出展品、演出节目", "An exhibit or a number is no longer shown"),
        ),
        (
            text("object", ("展品或者节目", "Exhibit or number"), ("舞蹈节目《采茶》", "the dance “Picking tea”")),
            text(
                "place", ("展会或者场地", "Where"), ("2026年示范茶博会A12展位", "stand A12 of the 2026 Shifan tea fair")
            ),
        ),
        (
            "{obligor}{since}停止在{place}展出、演出{object}，不再以其作宣传。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop showing or performing {object} at {place}, and no longer "
            "advertise with it. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "event-remove",
        K.TAKEDOWN,
        EV,
        (
            ("撤下或者遮盖展品", "Exhibits removed or covered"),
            ("展会期间的快速处理", "A quick measure while the fair is on"),
        ),
        (
            text(
                "object",
                ("展品、海报和资料", "Exhibits, posters and leaflets"),
                ("QH-01型水杯样品和宣传册", "samples of the cup QH-01 and leaflets"),
            ),
            text("place", ("展位", "Stand"), ("A12展位", "stand A12")),
        ),
        (
            "{obligor}应{by}从{place}撤下或者遮盖{object}，在本届展会期间不再展出，并书面告知{obligee}和展会主办方。",
            "{obligor} shall, {by}, remove or cover {object} at {place}, not show them again at this "
            "fair, and tell {obligee} and the organiser in writing.",
        ),
    ),
    duty(
        "event-recordings",
        K.TAKEDOWN,
        EV,
        (
            ("删除直播回放和录像", "Recordings removed"),
            ("删除现场直播、录播和片段", "Streams, recordings and clips are deleted"),
        ),
        (SHOW, addresses("where", ("网址清单", "Addresses"))),
        (
            "{obligor}应{by}删除下列网址中{object}的直播回放、录像和片段，并在完成当日书面告知{obligee}：{where}。",
            "{obligor} shall, {by}, delete the replays, recordings and clips of {object} at these "
            "addresses, and tell {obligee} in writing on the day it is done: {where}.",
        ),
    ),
    pay(
        "event-refund",
        EV,
        (("退还票款", "Tickets refunded"), ("按票数说明退款总额", "The whole refund for a number of tickets")),
        (SHOW, count("pieces", ("门票数量（张）", "How many tickets"))),
        (
            "{obligor}应就{object}的门票{pieces}张向{obligee}退还票款共计{paid}。",
            "{obligor} shall refund {obligee} for {pieces} tickets to {object} {paid}.",
        ),
    ),
    duty(
        "event-tickets",
        K.COOPERATE,
        EV,
        (
            ("交付门票或者换场", "Tickets handed over or exchanged"),
            ("给出张数、场次和座位等级", "Number, date and category of seats"),
        ),
        (
            SHOW,
            count("pieces", ("门票数量（张）", "How many tickets")),
            text("seats", ("座位等级", "Seats"), ("一层A区", "ground floor, block A")),
        ),
        (
            "{obligor}应{by}向{obligee}交付{object}的门票{pieces}张，座位为{seats}，交付后不得撤销。",
            "{obligor} shall, {by}, hand {obligee} {pieces} tickets to {object}, seats: {seats}; "
            "they cannot be revoked.",
        ),
    ),
    duty(
        "event-again",
        K.COOPERATE,
        EV,
        (("补办活动", "Event held again"), ("补演、补展，写明日期和地点", "A show or exhibition is made up for")),
        (
            SHOW,
            text("place", ("补办地点", "Where"), ("示范剧场", "the Shifan theatre")),
            count("times", ("场次", "How many times")),
        ),
        (
            "{obligor}应{by}在{place}补办{object}共{times}场，规模和阵容不低于原定标准，并提前十日书面通知{obligee}。",
            "{obligor} shall, {by}, hold {object} again at {place}, {times} times, no smaller and "
            "with no lesser cast than first planned, and tell {obligee} in writing ten days before.",
        ),
    ),
    licence(
        "event-licence",
        EV,
        (
            ("现场录制和传播许可", "Recording licence"),
            ("允许录制、直播、点播某场活动", "An event may be recorded, streamed or shown"),
        ),
        (
            SHOW,
            text(
                "goods",
                ("许可的方式", "What is allowed"),
                ("录制一次并在示范视频平台点播", "one recording, on demand on the Example video platform"),
            ),
        ),
        (
            "{obligor}许可{obligee}{span}，在{territory}以{exclusive}许可的方式录制和传播{object}，方"
            "式限于{goods}，并应标明表演者和主办方。期满后停止传播。",
            "{obligor} grants {obligee} a {exclusive} licence to record and show {object} in "
            "{territory}, only as follows: {goods}, {span}; performers and organiser are named. When "
            "the time is over it is no longer shown.",
        ),
    ),
    duty(
        "event-return",
        K.COOPERATE,
        EV,
        (("返还展品和道具", "Exhibits handed back"), ("写明清单、状况和运输", "A list, condition and transport")),
        (
            text("object", ("展品或者道具", "Which things"), ("参展陶器十二件", "twelve pots lent for the exhibition")),
            text(
                "method",
                ("包装和运输", "Packing and transport"),
                ("原箱包装，保价快递", "in their own cases, by insured courier"),
            ),
        ),
        (
            "{obligor}应{by}向{obligee}返还{object}，包装和运输方式为{method}，费用由{obligor}承担；"
            "双方按清单核对状况。",
            "{obligor} shall, {by}, hand {object} back to {obligee}, packed and sent as follows: "
            "{method}, at the cost of {obligor}; both check their condition against the list.",
        ),
    ),
)
