"""The API: what each endpoint answers for the account, as Zoom documents it. Nothing here knows of sockets."""
