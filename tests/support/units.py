"""A small county's units tree."""

from argon2 import PasswordHasher

from cases import Official, Register, Role, UnitKind


def county(register: Register) -> None:
    """A county: its government, and under it the petition office, the land bureau with a branch, a town, discipline."""
    create = register.units.create
    place = {"region": "360721", "by": "chen"}
    create("gov", "赣县区人民政府", kind=UnitKind.GOVERNMENT, people=["高区长"], **place)
    create("office", "赣县区信访局", kind=UnitKind.PETITION_OFFICE, parent="gov", **place)
    create("disc", "赣县区纪委监委", kind=UnitKind.DISCIPLINE, parent="gov", **place)
    create(
        "land",
        "县自然资源局",
        kind=UnitKind.HANDLING,
        parent="gov",
        remit=["自然资源", "农村农业/征地补偿"],
        aliases=["国土局"],
        people=["刘德海"],
        **place,
    )
    create("land.ml", "梅林自然资源所", kind=UnitKind.HANDLING, parent="land", **place)
    create("town", "茅店镇人民政府", kind=UnitKind.HANDLING, parent="gov", remit=["农村农业"], **place)


def prefecture(register: Register) -> None:
    """A prefecture of two counties, each with an office, a land bureau and a discipline unit."""
    create = register.units.create
    _level(register, "", "市", "360700", parent=None)
    _level(register, "a.", "甲县", "360721", parent="gov")
    _level(register, "b.", "乙县", "360726", parent="gov")
    create("a.land.ml", "梅林所", kind=UnitKind.HANDLING, parent="a.land", region="360721", by="chen")


def _level(register: Register, prefix: str, place: str, region: str, *, parent: str | None) -> None:
    gov = f"{prefix}gov"
    register.units.create(gov, f"{place}人民政府", kind=UnitKind.GOVERNMENT, parent=parent, region=region, by="chen")
    kinds = {
        "office": ("信访局", UnitKind.PETITION_OFFICE),
        "land": ("自然资源局", UnitKind.HANDLING),
        "disc": ("纪委监委", UnitKind.DISCIPLINE),
    }
    for code, (name, kind) in kinds.items():
        remit = ["自然资源", "农村农业/征地补偿"] if code == "land" else []
        values = {"parent": gov, "region": region, "remit": remit, "by": "chen"}
        register.units.create(f"{prefix}{code}", f"{place}{name}", kind=kind, **values)


def member(register: Register, role: Role, unit: str | None, *, name: str = "") -> Official:
    """A member of staff of one role, in a unit or in none, as they are known when signed in."""
    name = name or f"{role.value}.{unit or 'none'}"
    # As weak as it can be made: strength is tested where passwords are kept.
    register.staff._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    register.staff.create(name, "correct horse", roles=[role], unit=unit)
    return register.staff.sign_in(name, "correct horse", address="here")[1]
