"""The account: what it holds, each row a function of the seed. Nothing here knows of HTTP."""
