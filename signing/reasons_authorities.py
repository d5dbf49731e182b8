"""Why an authority for certificates, revocation or time gave nothing that could be used: one sentence per code."""

# Kept as in signing.reasons: code, Chinese, English.
AUTHORITIES: tuple[tuple[str, str, str], ...] = (
    (
        "revocation.unreachable",
        "暂时无法取得吊销列表，请稍后再试。",
        "A revocation list cannot be had now. Please try again later.",
    ),
    (
        "revocation.root_list_over",
        "根证书的吊销列表已过期，须由管理员重新签发。",
        "The root's revocation list has run out; the operator must issue it anew.",
    ),
    (
        "enrolment.unreachable",
        "暂时无法连接发证机构，请稍后再试；尚未签署任何内容。",
        "The certificate authority cannot be reached. Please try again later; nothing was signed.",
    ),
    (
        "enrolment.pending",
        "发证机构仍在处理，请约 {seconds} 秒后再试；尚未签署任何内容。",
        "The certificate authority needs more time. Please try again in about {seconds} seconds; nothing was signed.",
    ),
    (
        "enrolment.refused",
        "发证机构拒绝签发证书（{status}），请联系平台；尚未签署任何内容。",
        "The certificate authority refused the certificate ({status}). Please tell the platform; nothing was signed.",
    ),
    (
        "enrolment.reply_form",
        "发证机构的答复无法读取，请稍后再试；尚未签署任何内容。",
        "The certificate authority gave an answer that cannot be read. Please try again later; nothing was signed.",
    ),
    (
        "enrolment.other_key",
        "发证机构返回的证书不属于您的密钥，已停止；尚未签署任何内容。",
        "The authority returned a certificate for another key, so this was stopped; nothing was signed.",
    ),
    (
        "enrolment.profile",
        "发证机构返回的证书不符合要求（{what}），已停止；尚未签署任何内容。",
        "The authority's certificate is not as it must be ({what}), so this was stopped; nothing was signed.",
    ),
    (
        "enrolment.chain",
        "发证机构返回的证书不能通向已配置的根证书，已停止；尚未签署任何内容。",
        "The certificate does not lead to the roots the platform was given, so this was stopped; nothing was signed.",
    ),
    (
        "timestamp.all_failed",
        "所有时间戳服务（{count} 个）均无法使用，请稍后再试。",
        "None of the {count} time-stamp services can be used now. Please try again later.",
    ),
    ("timestamp.purpose", "该证书不是时间戳专用证书。", "The certificate is not one for time-stamping alone."),
    (
        "timestamp.refused",
        "时间戳服务拒绝了请求，请稍后再试。",
        "The time-stamp service refused the request. Please try again later.",
    ),
    (
        "timestamp.reply_form",
        "时间戳服务的答复无法读取。",
        "The time-stamp service gave an answer that cannot be read.",
    ),
    ("timestamp.other_question", "时间戳服务答复的不是本次请求。", "The time-stamp service answered another request."),
    ("timestamp.query_form", "时间戳请求格式错误。", "The time-stamp request is malformed."),
    ("timestamp.digest_size", "时间戳只接受 SHA-256 或 SM3 摘要。", "Only SHA-256 and SM3 digests are time-stamped."),
    (
        "timestamp.unreachable",
        "暂时无法连接时间戳服务，请稍后再试。",
        "The time-stamp service cannot be reached. Please try again later.",
    ),
    (
        "timestamp.bad_token",
        "时间戳服务给出的时间戳未通过检查。",
        "The time-stamp service gave a token that does not pass the check.",
    ),
    (
        "timestamp.clock",
        "本机时间与时间戳服务时间不一致，已停止签署。",
        "This machine's clock and the time-stamp service disagree; signing has stopped.",
    ),
    ("timestamp.form", "时间戳格式不符合 RFC 3161。", "The time-stamp does not have the form of RFC 3161."),
    ("timestamp.imprint", "时间戳所盖的不是这份内容。", "The time-stamp is for other content."),
)
