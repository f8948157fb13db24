"""What the product is served without."""

import subprocess
import sys

SERVES = """
import sys
from bot import unused
unused.leave_out(unused.TRAINERS)
import bot.commands.serve
unused.leave_out()
import actions, bot.dialogue, bot.matters
from nlu.text.nature import propose_nature
assert propose_nature("请问办准生证要带什么材料").nature == "consultation"
print(*(name for name in ("sklearn", "telegram", "twilio") if getattr(sys.modules.get(name), "__file__", None)))
"""


def test_serving_imports_nothing_that_only_training_needs() -> None:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", SERVES], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
