"""Fictional people and organisations for the demo. Every organisation's name says that it is fictional."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lms.registry.models import OrganisationKind, Sex

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Đinh Mai Tô Lương Hà Khúc Quách".split()
MIDDLE = {
    Sex.MALE: "Văn Đức Hữu Quốc Xuân Công Đình Minh Ngọc Bá Trọng Duy".split(),
    Sex.FEMALE: "Thị Thị Thị Ngọc Thu Thanh Kim Bích Hồng Minh".split(),
}
GIVEN = {
    Sex.MALE: "An Ân Bình Chiến Cường Dũng Đạt Đông Giang Hải Hiếu Hùng Khánh Kiên Lâm Long Mạnh Nam "
    "Nghĩa Phúc Quân Quyết Sơn Tài Thắng Thành Thuận Toàn Trung Tuấn Tùng Út Vinh Vượng".split(),
    Sex.FEMALE: "Ánh Chi Cúc Dung Duyên Đào Hà Hạnh Hằng Hiền Hoa Hòa Huệ Hương Lan Liên Loan Lý Mai Mến "
    "Nga Nguyệt Nhung Oanh Phượng Quỳnh Sen Thảo Thắm Thúy Tươi Tuyết Vân Yến".split(),
}
COOPERATIVES = (
    "HTX Nông nghiệp Lúa Vàng", "HTX Rau sạch Bình Minh", "HTX DVNN Đồng Xanh", "HTX Thủy sản Cửa Biển",
    "HTX Chăn nuôi Hưng Thịnh", "HTX Hoa cây cảnh Sông Hồng", "HTX Nấm Sạch Phúc An", "HTX Gạo Quê Lúa",
    "HTX Dệt may Tân Tiến", "HTX Chế biến nông sản An Khang", "HTX Nhãn lồng Phố Xưa",
    "HTX Dược liệu Vườn Nhà",
    "HTX Môi trường Xanh", "HTX Cơ giới hóa Quyết Thắng", "HTX Trái cây Bãi Bồi", "HTX Mây tre Khéo Tay",
    "HTX Gà đồi Sáng Sớm", "HTX Sen hồ Thanh Bình", "HTX Ngao sạch Tiền Phong", "HTX Bánh cáy Hương Quê",
    "HTX Vận tải Đoàn Kết", "HTX Khoai tây Vụ Đông", "HTX Chiếu cói Làng Nghề", "HTX Mật ong Hoa Nhãn",
)  # fmt: skip
CREDIT_FUNDS = (
    "QTDND Tương Trợ",
    "QTDND Đồng Tâm",
    "QTDND Nghĩa Tình",
    "QTDND Chung Sức",
    "QTDND Ấm No",
)
MARK = " (minh họa)"
POSITIONS = {
    OrganisationKind.COOPERATIVE: (
        "Giám đốc",
        "Chủ tịch HĐQT",
        "Phó giám đốc",
        "Kế toán",
        "Kiểm soát viên",
    ),
    OrganisationKind.CREDIT_FUND: (
        "Chủ tịch HĐQT",
        "Giám đốc",
        "Kế toán trưởng",
        "Cán bộ tín dụng",
    ),
}
SEED = 2024
FIRST_PHONE = 900_000_000


@dataclass(frozen=True)
class MadeUpPerson:
    """Somebody who does not exist."""

    full_name: str
    sex: Sex
    birth_date: date
    phone: str


def people(count: int) -> Iterator[MadeUpPerson]:
    """The same people every time; no two share a name and a birth date, or a number."""
    chance = random.Random(SEED)  # noqa: S311
    known: set[tuple[str, date]] = set()
    while len(known) < count:
        sex = chance.choices((Sex.MALE, Sex.FEMALE), (55, 45))[0]
        words = chance.choice(FAMILY), chance.choice(MIDDLE[sex]), chance.choice(GIVEN[sex])
        birth = date(chance.randint(1958, 1995), chance.randint(1, 12), chance.randint(1, 28))
        if (" ".join(words), birth) in known:
            continue
        known.add((" ".join(words), birth))
        yield MadeUpPerson(" ".join(words), sex, birth, f"0{FIRST_PHONE + len(known)}")


def organisations() -> list[tuple[str, OrganisationKind]]:
    """Name, marked as fictional, and kind."""
    kinds = [(name, OrganisationKind.COOPERATIVE) for name in COOPERATIVES]
    kinds += [(name, OrganisationKind.CREDIT_FUND) for name in CREDIT_FUNDS]
    return [(name + MARK, kind) for name, kind in kinds]
