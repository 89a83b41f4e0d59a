"""The settings every rail has; a rail adds its own beside its client (workers/rails/<rail>/settings.py)."""

from pydantic import Field, FilePath, SecretStr

from wallet.core.settings import GivenTogether, Url


class RailSettings(GivenTogether):
    """The settings of one rail; without them the rail does not exist."""

    base_url: Url = Field(default="", description="where it is asked, `https://…`")
    ca_bundle: FilePath | None = Field(
        default=None, description="a PEM file, for a certificate that ends in no public root"
    )
    read_seconds: float = Field(default=20, gt=0, le=60, description="how long an answer is waited for, in seconds")

    @classmethod
    def example(cls, base_url: str, key: str) -> dict[str, str]:
        """Return what its fields may hold at an address: those that have a form, their example; the others, the key."""
        fields = {name: cls.model_fields[name].examples or [key] for name in cls.needed()}
        return {name: str(examples[0]) for name, examples in fields.items()} | {"base_url": base_url}

    @property
    def secrets(self) -> list[str]:
        """Return every secret among them, which the wire masks in whatever comes back."""
        given = (getattr(self, name) for name in type(self).model_fields)
        return [value.get_secret_value() for value in given if isinstance(value, SecretStr)]
