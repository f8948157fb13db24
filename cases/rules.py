"""All rules that are data, loaded and checked against each other."""

from dataclasses import dataclass

from cases.calendar import WorkingCalendar
from cases.clocks import Clocks, load_clocks
from cases.notices import Notices, load_notices
from cases.workflow import Filing, Step, Workflow, load_workflow


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What the register goes by."""

    workflow: Workflow
    clocks: Clocks
    notices: Notices

    def __post_init__(self) -> None:
        events: dict[str, Filing | Step] = {"filing": self.workflow.filing, **self.workflow.steps}
        for name, step in events.items():
            clocks = step.clocks
            if clocks - set(self.clocks.rules):
                raise ValueError(f"{name} names clocks that do not exist: {sorted(clocks - set(self.clocks.rules))}")
            for notice in filter(None, (step.notice, getattr(step, "tells_others", None))):
                if {notice, f"timeline_{notice}"} - self.notices.names:
                    raise ValueError(f"{name} names a notice that does not exist: {notice}")
        for clock, rule in self.clocks.rules.items():
            if set(rule.routes) - set(self.workflow.routes):
                raise ValueError(f"{clock} names routes that do not exist: {sorted(rule.routes)}")


def load_rules() -> Rules:
    """The rules as they are shipped."""
    return Rules(workflow=load_workflow(), clocks=Clocks(load_clocks(), WorkingCalendar()), notices=load_notices())
