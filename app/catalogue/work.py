"""Kinds of support work 帮扶工作: what each is called, counted in and where the monthly report takes it.

The list follows what the notices ask to be recorded (yubei-2021-72 annex 2, national-2016 二（三）, guizhou-2020-52 二).
Amounts are whole numbers of ``base`` units; money is kept in 元 and shown in 万元.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

YUAN_IN_WAN = 10_000


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work: ``code`` is stored; ``synonyms`` are other words for it in tables and chats.

    ``figure`` is the field of the monthly report that its amount goes to; ``people`` the one that takes the number of
    people present; ``people_label`` what that number is called where the work has one. ``single`` kinds are entered one
    by one (a lecture has a topic); others as totals.
    """

    code: str
    label: str
    unit: str
    synonyms: tuple[str, ...] = ()
    figure: str = ""
    people: str = ""
    people_label: str = ""
    single: bool = False
    money: bool = False


WORKS: dict[str, Work] = {
    work.code: work
    for work in (
        Work("outpatients", "诊疗病人", "人次", ("门诊", "门诊病人", "诊疗", "接诊", "看病", "坐诊", "门诊量", "诊疗人次", "接诊病人", "诊治病人", "住院诊疗"), figure="report.outpatients"),
        Work("operations", "开展手术", "例", ("手术", "手术台次", "实施手术", "完成手术"), figure="report.operations"),
        Work("rounds", "教学查房", "次", ("查房", "业务查房"), figure="report.rounds", people_label="参加人数"),
        Work("tours", "巡回诊疗", "次", ("巡回医疗", "巡诊", "下乡巡诊", "入户巡诊", "送医上门"), figure="report.tours", people_label="诊疗人次", single=True),
        Work("lectures", "开展讲座", "次", ("讲座", "授课", "专题讲座", "学术讲座", "讲课"), figure="report.lectures", people="report.trained", people_label="听课人数", single=True),
        Work("trainings", "业务培训", "次", ("培训", "技能培训", "集中培训", "培训班"), people="report.trained", people_label="培训人数", single=True),
        Work("health_education", "开展健康教育宣传", "次", ("健康教育", "健康宣传", "健康宣教", "健教", "宣教", "健康教育讲座"), figure="report.health_education", people_label="受众人数", single=True),
        Work("donations", "援助设备、药品等", "万元", ("援助设备", "捐赠设备", "捐赠药品", "设备援助", "援助设备药品", "捐赠"), figure="report.donations", single=True, money=True),
        Work("funds", "援助资金", "万元", ("捐款", "资金支持", "捐赠资金", "援助经费"), single=True, money=True),
        Work("cases", "病例讨论", "次", ("疑难病例讨论", "病案讨论", "死亡病例讨论", "术前讨论"), people_label="参加人数", single=True),
        Work("consultations", "会诊", "例", ("院内会诊", "现场会诊", "疑难会诊")),
        Work("rescues", "急危重症抢救", "例", ("抢救", "急救", "危重抢救", "抢救病人")),
        Work("demonstrations", "手术示教", "次", ("操作示教", "示教", "技术示范", "手术带教"), people_label="参加人数", single=True),
        Work("guidance", "技术指导", "次", ("业务指导", "线上指导", "电话指导", "微信指导", "远程指导", "指导")),
        Work("tele_consultations", "远程会诊", "例", ("线上会诊", "视频会诊")),
        Work("tele_rounds", "远程查房", "次", ("线上查房", "视频查房"), people_label="参加人数"),
        Work("tele_imaging", "远程病理影像诊断", "例", ("远程影像", "远程病理", "远程心电", "远程读片", "远程诊断")),
        Work("tele_education", "远程教育", "次", ("线上培训", "远程培训", "线上讲座", "远程教学", "视频授课"), people_label="参加人数", single=True),
        Work("free_clinics", "义诊", "次", ("义诊活动", "大型义诊", "下乡义诊"), people_label="义诊人次", single=True),
        Work("publicity", "宣传报道", "篇", ("报道", "新闻稿", "信息报送", "宣传稿"), single=True),
        Work("management", "管理帮扶", "次", ("质控检查", "质量检查", "病历点评", "处方点评", "管理指导"), single=True),
        Work("referrals_up", "上转病人", "例", ("上转", "向上转诊")),
        Work("referrals_down", "下转病人", "例", ("下转", "向下转诊")),
        Work("other", "其它项目", "次", ("其他", "其它", "其他项目", "其他工作"), figure="report.other", single=True),
    )
}  # fmt: skip
"""Every kind by its code, in the order in which lists and papers show them."""

ONSITE, ONLINE = "onsite", "online"
MODES = {"": "", ONSITE: "现场", ONLINE: "线上"}
"""How the work was done, and what the screen calls it; '' when not told."""

DEVELOPMENTS = {
    "specialties": ("特色科室", "report.specialties"),
    "techniques": ("适宜技术", "report.techniques"),
    "rules": ("制度", "report.rules_made"),
    "services": ("服务项目", ""),
    "teams": ("技术团队", ""),
    "needs": ("医疗急需", ""),
}
"""Things built up at a receiving unit, that have a start and a state: label, and the report's field that counts them."""

DEVELOPMENT_STATES = ("计划", "进行中", "已开展", "已验收", "停止")

FIVE_ONES = {
    "leader": "对接一位学科带头人",
    "team": "帮助建立一个有效团队",
    "direction": "协助规划一个学科建设方向",
    "technique": "指导开展一项适宜新技术",
    "lecture": "示范讲演一堂学术管理课",
}
"""五个一 of a batch of experts (shaoxing-2017-66 三（二）5), in the document's order."""

CONTACTS = {
    "call": "电话沟通",
    "video": "视频会议",
    "visit": "互访",
    "meeting": "工作会议",
    "inspection": "督导检查",
    "quality": "质量检查",
    "exchange": "卫健部门交流",
}
"""沟通交流 by kind (guizhou-2020-52 二（一）, yubei-2021-72 四, shaoxing-2017-66 三（二）)."""

YEARLY = {
    "county_share": ("县域内就诊率", "%"),
    "referrals_up": ("上转病人", "例"),
    "referrals_down": ("下转病人", "例"),
    "outpatients": ("门急诊人次", "人次"),
    "inpatients": ("出院人次", "人次"),
    "operations": ("手术例数", "例"),
}
"""What is recorded of a receiving unit by year (sichuan-2017-122 三): label and unit."""

CONTENTS = ("理论讲座", "诊疗示范", "手术示教", "教学查房", "案例分析")
"""What a mentor teaches (sichuan-2017-122 二（三）)."""


def is_other(work: Work) -> bool:
    """Whether the monthly report has no line of its own for a kind of work."""
    return work.figure in ("", "report.other")


def kinds_of(figure: str) -> tuple[str, ...]:
    """The kinds of work that a figure of the monthly report counts, by amount or by the people present."""
    if figure == "report.other":
        return tuple(work.code for work in WORKS.values() if is_other(work))
    return tuple(work.code for work in WORKS.values() if figure in (work.figure, work.people))


SHARED = {
    figure: kinds
    for figure in dict.fromkeys(
        path for work in WORKS.values() for path in (work.figure, work.people) if path
    )
    if len(kinds := kinds_of(figure)) > 1
}
"""Figures that several kinds of work count for, with those kinds."""


def amount_of(work: Work, text: str) -> int | None:
    """A typed figure as whole base units (万元 become 元); None when it is no figure or not whole.

    Thousands may be parted by commas, and the work's own unit may follow (120人次, 0.5万元; 5000元 too). Negative figures are
    given back as such: whoever asks refuses them.
    """
    bare = text.strip().removesuffix(work.unit).strip()
    yuan = work.money and bare.endswith("元")
    try:
        number = Decimal(bare.removesuffix("元" if yuan else "").replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    if work.money and not yuan:
        number *= YUAN_IN_WAN
    if not number.is_finite() or number != number.to_integral_value() or abs(number) >= 10**12:
        return None
    return int(number)


def shown(work: Work, amount: int) -> str:
    """A kept amount as it is printed: ``120``, ``0.5``."""
    if not work.money:
        return str(amount)
    return format((Decimal(amount) / YUAN_IN_WAN).normalize(), "f")
