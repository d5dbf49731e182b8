"""Clauses on works and on software: copying, pictures online, attribution, source code, copies in use."""

from __future__ import annotations

from odr.agreements.library.model import (
    PROOF,
    Family,
    Model,
    addresses,
    choice,
    count,
    duty,
    licence,
    pay,
    people,
    period,
    span,
    stop,
    text,
)
from odr.law.draft import ClauseKind

K, F = ClauseKind, Family
CR, SW = (F.COPYRIGHT,), (F.SOFTWARE,)
PROGRAM = text(
    "object",
    ("软件名称和版本", "Program and version"),
    ("“青禾”库存管理软件2.1版", "the stock program “Qinghe”, version 2.1"),
)

MODELS: tuple[Model, ...] = (
    stop(
        "copyright-stop",
        CR,
        (
            ("停止复制和发行", "Copying and distribution stop"),
            ("停止印刷、复制、销售作品", "A work is no longer printed, copied or sold"),
        ),
        (
            text("object", ("作品", "The work"), ("图书《示范山茶事》", "the book “Tea of Mount Shifan”")),
            text(
                "place",
                ("停止的方式和渠道", "Which acts and channels"),
                ("印刷、销售和赠送", "printing, selling and giving away"),
            ),
        ),
        (
            "{obligor}{since}停止以{place}的方式使用{object}。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop using {object} by {place}. This duty is owed to {obligee}.",
        ),
    ),
    stop(
        "copyright-stop-online",
        CR,
        (
            ("停止网络传播", "Online use stops"),
            ("停止在网站、公众号、短视频等传播", "A work is no longer shown on web sites, accounts or videos"),
        ),
        (
            text("object", ("作品", "The work"), ("短片《采茶》", "the short film “Picking tea”")),
            text(
                "place",
                ("平台和账号", "Platforms and accounts"),
                ("示范视频平台的“沃野食品”账号", "the account “Verdant Foods” on the Example video platform"),
            ),
        ),
        (
            "{obligor}{since}停止通过{place}向公众提供{object}，包括点播、直播、下载和转发。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop making {object} available to the public through {place}, "
            "on demand, live, for download or by forwarding. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "copyright-images-takedown",
        K.TAKEDOWN,
        CR,
        (
            ("删除图片", "Pictures removed"),
            ("列出网址和张数，删除网上使用的图片", "Pictures used online, by address and number, are deleted"),
        ),
        (
            count("pieces", ("图片数量（张）", "How many pictures")),
            addresses("object", ("图片所在网址", "Addresses of the pictures")),
        ),
        (
            "{obligor}应{by}从下列网址以及自有服务器、缓存中删除涉案图片共{pieces}张，并在完成当日将"
            "截图发送给{obligee}：{object}。",
            "{obligor} shall, {by}, delete the {pieces} pictures of this case from these addresses "
            "and from its own servers and caches, and send {obligee} screenshots on the day it is "
            "done: {object}.",
        ),
    ),
    licence(
        "copyright-images-licence",
        CR,
        (
            ("图片补签许可", "Pictures licensed"),
            ("付费后可以继续使用约定的图片", "Once paid for, the pictures may stay in use"),
        ),
        (
            text(
                "object",
                ("图片编号", "Which pictures"),
                ("图库编号QH-0001至QH-0012", "library numbers QH-0001 to QH-0012"),
            ),
            count("pieces", ("图片数量（张）", "How many pictures")),
            text(
                "goods",
                ("使用方式", "Manner of use"),
                ("在官方网站和公众号文章中作配图", "as illustrations on the web site and in articles"),
            ),
        ),
        (
            "{obligor}许可{obligee}{span}，在{territory}以{exclusive}许可的方式使用{object}，共"
            "{pieces}张，使用方式为{goods}。{obligee}不得转授权，不得用于商标注册。期满后停止使用并删"
            "除。",
            "{obligor} grants {obligee} a {exclusive} licence to use {object}, {pieces} pictures, in "
            "{territory}, in this manner: {goods}, {span}. {obligee} neither grants sub-licences nor "
            "registers them as trade marks. When the time is over the pictures are no longer used "
            "and are deleted.",
        ),
    ),
    pay(
        "copyright-images-pay",
        CR,
        (("图片使用费", "Fee for pictures"), ("按张数说明一笔总的费用", "One sum for a number of pictures")),
        (count("pieces", ("图片数量（张）", "How many pictures")),),
        (
            "{obligor}应就已经使用的{pieces}张图片向{obligee}支付费用共计{paid}。",
            "{obligor} shall pay {obligee}, for {pieces} pictures already used, {paid}.",
        ),
    ),
    duty(
        "copyright-attribution",
        K.COOPERATE,
        CR,
        (
            ("补充署名和出处", "Name and source added"),
            ("在文章、图片旁补上姓名和来源", "The name and the source are put beside the work"),
        ),
        (
            text(
                "object",
                ("补充署名的位置", "Where it is added"),
                ("公众号2026年5月文章第三幅图片下方", "under the third picture of the article of May 2026"),
            ),
            text("credit", ("署名文字", "The words"), ("摄影：李青", "photograph: Li Qing")),
        ),
        (
            "{obligor}应{by}在{object}补充标注“{credit}”，字号不小于正文，并将完成后的页面截图发送给{obligee}。",
            "{obligor} shall, {by}, add “{credit}” at this place: {object}, in letters no smaller "
            "than the text, and send {obligee} a screenshot.",
        ),
    ),
    duty(
        "copyright-recall",
        K.COOPERATE,
        CR,
        (
            ("召回已发出的复制件", "Copies called back"),
            ("从经销商处收回图书、光盘", "Books or discs are called back from dealers"),
        ),
        (
            text(
                "object",
                ("召回的复制件", "Which copies"),
                ("图书《示范山茶事》2026年版", "the 2026 edition of “Tea of Mount Shifan”"),
            ),
            count("pieces", ("已经发出的数量（册、张）", "How many were sent out")),
        ),
        (
            "{obligor}应{by}书面通知全部经销商退回{object}（已发出{pieces}件），并将通知、退回清单提供给{obligee}。",
            "{obligor} shall, {by}, ask all dealers in writing to return {object} ({pieces} sent "
            "out), and give {obligee} the notices and a list of returns.",
        ),
    ),
    licence(
        "copyright-licence",
        CR,
        (
            ("作品使用许可", "Licence of a work"),
            ("许可出版、改编、传播作品", "A work may be published, adapted or shown"),
        ),
        (
            text("object", ("作品", "The work"), ("小说《示范山》", "the novel “Mount Shifan”")),
            text(
                "goods",
                ("许可的使用方式", "What is allowed"),
                ("以中文简体出版纸质图书和电子书", "a paper edition and an e-book in simplified Chinese"),
            ),
        ),
        (
            "{obligor}许可{obligee}{span}，在{territory}以{exclusive}许可的方式使用{object}，使用方式"
            "限于{goods}。使用时应为作者署名并保持作品完整。期满后停止使用。",
            "{obligor} grants {obligee} a {exclusive} licence to use {object} in {territory}, only "
            "as follows: {goods}, {span}. The author is named and the work kept whole. When the time "
            "is over the use stops.",
        ),
    ),
    stop(
        "software-stop",
        SW,
        (
            ("停止使用软件", "End of use of a program"),
            ("停止安装、运行、复制软件", "A program is no longer installed, run or copied"),
        ),
        (
            PROGRAM,
            text(
                "place",
                ("设备和场所", "Machines and places"),
                ("北京办公室全部计算机", "all computers in the Beijing office"),
            ),
        ),
        (
            "{obligor}{since}停止在{place}安装、运行、复制{object}，并停止向他人提供。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop installing, running and copying {object} at {place}, and "
            "stop supplying it to others. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "software-uninstall",
        K.DESTROY,
        SW,
        (
            ("卸载并出具证明", "Copies removed, with proof"),
            ("列明套数，卸载后提供证明", "A number of copies is removed and proof given"),
        ),
        (PROGRAM, count("pieces", ("复制件数量（套）", "How many copies")), PROOF),
        (
            "{obligor}应{by}卸载并删除{object}的复制件共{pieces}套（含备份和安装包），并向{obligee}提供{proof}。",
            "{obligor} shall, {by}, uninstall and delete {pieces} copies of {object}, with backups "
            "and installers, and give {obligee} {proof}.",
        ),
    ),
    licence(
        "software-licence",
        SW,
        (
            ("补购软件许可", "Software licence"),
            ("按用户数或者设备数使用正版软件", "Use by a number of users or machines"),
        ),
        (
            PROGRAM,
            count("pieces", ("许可数量", "How many")),
            choice(
                "counted",
                ("按什么计数", "Counted by"),
                users=("名用户", "users"),
                machines=("台设备", "machines"),
                servers=("台服务器", "servers"),
            ),
            text("goods", ("使用范围", "What for"), ("仅供内部办公使用", "internal office work only")),
        ),
        (
            "{obligor}许可{obligee}{span}，在{territory}以{exclusive}许可的方式使用{object}，数量为"
            "{pieces}{counted}，用途限于{goods}。超过数量使用的，应先补足许可。",
            "{obligor} grants {obligee} a {exclusive} licence to use {object} in {territory}, "
            "{span}, for {pieces} {counted} and only for this: {goods}. More licences are bought "
            "before more are used.",
        ),
    ),
    duty(
        "software-source",
        K.COOPERATE,
        SW,
        (
            ("交付源代码和文档", "Source code delivered"),
            ("写明版本、介质和验收办法", "Version, medium and how it is checked"),
        ),
        (
            PROGRAM,
            text(
                "contents",
                ("交付内容", "What is delivered"),
                (
                    "全部源代码、构建脚本、数据库结构和说明文档",
                    "all source code, build scripts, database schema and documentation",
                ),
            ),
            text(
                "method",
                ("交付方式", "How"),
                ("刻录光盘一份并上传至指定代码仓库", "one disc and an upload to the named repository"),
            ),
            period("test", ("收到后多久内验收", "Checked within what time after receipt")),
        ),
        (
            "{obligor}应{by}向{obligee}交付{object}的{contents}，交付方式为{method}。{obligee}应在收"
            "到后{test}内按照说明文档构建并验收；交付内容不能构建的，{obligor}应在收到书面通知后十日"
            "内补齐。",
            "{obligor} shall, {by}, deliver to {obligee} for {object}: {contents}, in this manner: "
            "{method}. Within {test} after receipt {obligee} builds and checks it as documented; if "
            "it does not build, {obligor} completes it within ten days after written notice.",
        ),
    ),
    duty(
        "software-open-source",
        K.COOPERATE,
        SW,
        (
            ("履行开源许可证", "Open-source licence kept"),
            ("公布源代码、附上许可证和声明", "Source is published, licence and notices are added"),
        ),
        (
            PROGRAM,
            text(
                "terms",
                ("许可证名称和版本", "Name and version of the licence"),
                ("GPL-2.0许可证", "the GPL-2.0 licence"),
            ),
            addresses("where", ("公布源代码的网址", "Address where the source is published")),
        ),
        (
            "{obligor}应{by}按照{terms}，在{where}公布{object}的对应源代码，在产品和文档中附上许可证"
            "全文和原有声明，并书面告知{obligee}。",
            "{obligor} shall, {by}, as {terms} requires, publish the corresponding source of "
            "{object} at {where}, put the licence and the original notices into the product and its "
            "documents, and tell {obligee} in writing.",
        ),
    ),
    duty(
        "software-fix",
        K.COOPERATE,
        SW,
        (("修复缺陷", "Defects repaired"), ("列明缺陷和验收标准", "Which defects, and when they count as repaired")),
        (
            PROGRAM,
            text("defects", ("缺陷清单", "Which defects"), ("附件一所列第1项至第6项", "items 1 to 6 of annex 1")),
            text(
                "test", ("验收标准", "How it is tested"), ("附件一所列用例全部通过", "all test cases of annex 1 pass")
            ),
        ),
        (
            "{obligor}应{by}修复{object}的下列缺陷并交付{obligee}：{defects}；验收标准为：{test}。",
            "{obligor} shall, {by}, repair these defects of {object} and deliver the result to "
            "{obligee}: {defects}; it is tested as follows: {test}.",
        ),
    ),
    span(
        "software-maintenance",
        K.COOPERATE,
        SW,
        (("继续维护", "Maintenance goes on"), ("在一段时间内提供升级和支持", "Updates and support for a time")),
        (
            PROGRAM,
            text(
                "goods",
                ("维护内容", "What is done"),
                ("安全更新和工作时间电话支持", "security updates and telephone support in office hours"),
            ),
            period("answer", ("报障后多久内响应", "Answer within what time after a report")),
        ),
        (
            "{obligor}应{span}，为{obligee}使用的{object}提供维护，内容为{goods}，并在收到书面报障后{answer}内响应。",
            "{obligor} shall maintain {object} for {obligee}, {span}, by {goods}, and answer within "
            "{answer} after a written report.",
        ),
        people(),
    ),
)
