"""A small county's units tree."""

from cases import Register, UnitKind


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
