"""The API: what each endpoint answers for the account, as Zoom documents it. No sockets here."""
