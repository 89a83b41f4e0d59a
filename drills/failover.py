"""failover: a cluster under load loses its parts one by one; then the books against what was acknowledged."""

from drills.asked import Asked
from drills.story import Story


def rehearse(asked: Asked, story: Story) -> None:
    """Play the drill."""
    story.judge("the drill", f"size {asked.size} is not written yet", "written", held=False)
