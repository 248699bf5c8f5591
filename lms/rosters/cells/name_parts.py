"""What stands around a name in its cell: numbers, forms of address, remarks, other people."""

from __future__ import annotations

import re

from lms.registry.models import Sex
from lms.vietnamese import normal_text

_NUMBERING = re.compile(r"\s*(\d{1,4}\s*[.)/\-]+)\s*(?=[^\W\d_])")
_BOTH = r"\(?\s*(?:ông|anh|chú)\s*\)?\s*[/,(&]\s*(?:bà|chị|cô)\s*\)?"
_MEN, _WOMEN = "ông|anh|chú|mr", "bà|chị|cô|mrs|miss|ms"
_SIMPLE = re.compile(
    rf"\s*({_BOTH}|\(?(?:{_MEN}|{_WOMEN}|bác|đ/c|đồng chí|đ\.c)\)?)(?:\s*[.:]\s*|\s+)",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"\s*((?:GS|PGS|TSKH|TS|Ts|ThS|Ths|THS|KS|Ks|BS|Bs|BSCKI+|CN|LS|KTS)(?:\.\s*|\s+)|"
    r"(?i:tiến sĩ|thạc sĩ|kỹ sư|bác sĩ|cử nhân)\s+)(?=[^\W\d_])"
)
_ASIDES = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]?")
_QUOTED = re.compile(r"\s*[\"“”'‘](.*)[\"“”'’]\s*", re.DOTALL)
_STARS = re.compile(r"\s*[*†‡]+\s*$")
#: Where one name may end and another begin.
_BETWEEN = re.compile(r"[;,/&+\n\r|\\]+|\s(?:và|hoặc)\s|\s[-–—]+\s", re.IGNORECASE)
_OFFICE = re.compile(
    "(phó|trưởng|truong (phong|ban)|quản (lý|trị)|giám đốc|chủ tịch|kế toán|ủy viên) ?"
)
_LINE = re.compile(r"[\n\r]+")
FAMILY_NAMES = frozenset(
    """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh lâm đoàn trịnh mai tô
    tạ hà cao lương trương tăng thái châu quách phùng vương chu kiều triệu tống đồng khổng nghiêm lưu từ
    thân đàm giang hứa la lại mạc ninh phí quản tiêu tôn văn vi bạch cù doãn khuất kim lã lục mã nông phó
    quan thạch tưởng ung uông viên xa âu nhữ lò quàng cầm lường hoa giáp đường trà thiều
    nguyen tran le pham hoang huynh vu vo dang bui do ho ngo duong ly dao dinh doan trinh to ta ha luong
    truong
    """.split()  # noqa: SIM905 - reads best as lines of words
)
_PLACES = r"huyện|thành phố|tp\.?|thị xã|tx\.?|quận|xã|phường|thị trấn|tt\.?|khu vực|cụm|địa bàn|khối|nhóm|tổ"
_ORGANISATIONS = (
    r"htx|hợp tác xã|quỹ (?:tín dụng|tdnd)|qtdnd|qtd|liên hiệp|lhhtx|liên minh|công ty|ubnd|trung tâm|"
    r"đơn vị|các (?:htx|đơn vị|quỹ|hợp tác xã)"
)
NOT_A_PERSON = re.compile(rf"({_ORGANISATIONS}|{_PLACES})(?=[\s:.]|$)", re.IGNORECASE)


def numbering_and_name(text: str) -> tuple[str, str]:
    """The two parts of "3. Nguyễn Văn An"."""
    found = _NUMBERING.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def title_and_name(text: str) -> tuple[str, Sex, str]:
    """Forms of address and degrees before a name, and the sex that they tell."""
    titles: list[str] = []
    sex = Sex.UNKNOWN
    while found := _SIMPLE.match(text) or _DEGREES.match(text):
        title = normal_text(found[1])
        titles.append(title)
        sex = sex if sex != Sex.UNKNOWN else _sex_of(title)
        text = text[found.end() :]
    return " ".join(titles), sex, text


def _sex_of(title: str) -> Sex:
    bare = title.strip("() .").lower()
    if bare in _MEN.split("|"):
        return Sex.MALE
    return Sex.FEMALE if bare in _WOMEN.split("|") else Sex.UNKNOWN


def aside_and_name(text: str) -> tuple[str, str]:
    """What stands in brackets, and the name without it."""
    asides = [normal_text(aside) for aside in _ASIDES.findall(text)]
    if not asides:
        return "", text
    return "; ".join(filter(None, asides)), re.sub(" {2,}", " ", _ASIDES.sub(" ", text))


def without_signs(text: str) -> str:
    """The name without quotation marks around it and marks of footnotes after it."""
    starless = _STARS.sub("", text)
    quoted = _QUOTED.fullmatch(starless)
    return quoted[1] if quoted else starless


def could_be_family_name(title: str, name: str) -> bool:
    """True for "Ông Cao Thắng": "Ông" is a family name too, but not before another one."""
    parts = name.lower().split()
    return title.lower() == "ông" and not (len(parts) > 2 and parts[0] in FAMILY_NAMES)


def tail_and_name(text: str) -> tuple[str, str, bool]:
    """What follows the name after a sign, the name, and whether there are several people."""
    parts = [part for part in _BETWEEN.split(text) if normal_text(part)]
    if len(parts) < 2:
        return "", parts[0] if parts else "", False
    if len([part for part in parts if _could_be_a_person(part)]) > 1:
        return "", text, True
    lines = [part for part in _LINE.split(text) if part.strip()]
    if len(lines) == len(parts):
        return "", " ".join(lines), False
    name = parts[0]
    return normal_text(text.strip()[len(name.strip()) :]).strip(" ;,/&+|\\-–—"), name, False


def _could_be_a_person(part: str) -> bool:
    _title, _sex, name = title_and_name(numbering_and_name(part)[1])
    parts = normal_text(name).lower().split()
    if _OFFICE.match(" ".join(parts)):
        return False
    return len(parts) > 1 and parts[0] in FAMILY_NAMES
