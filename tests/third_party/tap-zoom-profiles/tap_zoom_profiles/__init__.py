"""Adds a stream below another plugin's, and changes another plugin's records."""

from tap_zoom_core import Parent, Rate, Stream, hookimpl

PROFILES = Stream(
    name="profiles",
    path="/users/{user_id}",
    parent=Parent("users", user_id="id"),
    rate=Rate.LIGHT,
    empty_on={1001},
    scopes=("user:read:admin", "user:read:user:admin"),
)


@hookimpl
def register_streams(config):
    """Register the profiles."""
    return [PROFILES]


@hookimpl
def provide_transform(stream):
    """Write users' departments in capitals."""
    return capitals if stream.name == "users" else None


def capitals(user):
    """Return a user whose department is in capitals."""
    return {**user, "dept": (user.get("dept") or "none").upper()}
