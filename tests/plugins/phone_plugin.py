"""A plugin that nobody installed, and the endpoint that it reads, with a person's particulars in it."""

from __future__ import annotations

from tap_zoom_core import Config, JsonSchema, Stream, hookimpl

SITES = {
    "next_page_token": "",
    "sites": [
        {
            "id": "s-1",
            "name": "Marie Curie",
            "email": "marie@corp.example.net",
            "owner_email": "marie@corp.example.net",
            "phone_number": "+33 1 23 45 67 89",
            "passcode": "843921",
            "host_key": "119922",
            "join_url": "https://acme.zoom.us/j/99?pwd=abcdef",
            "note": "write to marie@corp.example.net",
        },
        {"id": "s-2", "name": "", "email": "", "owner_email": "marie@corp.example.net"},
    ],
}


class Phone:
    """A plugin that nobody installed: one stream, and its schema."""

    __name__ = "phone"

    @hookimpl
    def register_streams(self, config: Config) -> list[Stream]:
        """Register the sites."""
        return [Stream(name="phone_sites", path="/phone/sites", records="sites", paged=True)]

    @hookimpl
    def provide_schema(self, stream: Stream) -> JsonSchema | None:
        """Give the sites' schema."""
        if stream.name != "phone_sites":
            return None
        properties = {name: {"type": ["string", "null"]} for name in SITES["sites"][0]}  # type: ignore[index]
        return {"type": "object", "properties": properties}
