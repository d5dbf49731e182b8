"""The words of proposals' states."""

from __future__ import annotations

from signing.wording import Words

STATES = {
    "put": (Words(zh="等待回答", en="Open for answers"), "todo"),
    "accepted": (Words(zh="各方均已接受", en="Accepted by all"), "done"),
    "not_accepted": (Words(zh="未获各方一致接受", en="Not accepted by all"), "stopped"),
    "withdrawn": (Words(zh="已撤回", en="Withdrawn"), "stopped"),
    "void": (Words(zh="作废", en="Void"), "stopped"),
}
