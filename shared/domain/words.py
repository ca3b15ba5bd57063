"""What people call the items of a job."""

from pydantic import BaseModel, ConfigDict


class Words(BaseModel):
    """The words of messages: "12 of 20 contracts analysed"."""

    model_config = ConfigDict(frozen=True)

    item: str = "item"
    items: str = "items"
    done: str = "done"

    def counted(self, number: int) -> str:
        """So many of them: `1 contract`, `2,000 contracts`."""
        return f"{number:,} {self.item if number == 1 else self.items}"
