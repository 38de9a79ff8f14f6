"""What stands at the foot of each --help: commands to copy. A blank line keeps two of them apart."""

from __future__ import annotations

TAP = """\
Examples:

tap-zoom init

tap-zoom --config config.json > out.jsonl

tap-zoom --config config.json --state state.json | target-duckdb --config duckdb.json

tap-zoom --config ENV sync --stream users --stream meetings

tap-zoom select 'meetings.*' '!meetings.settings.*' --output catalog.json

tap-zoom streams --format mermaid

Exit codes:

0 done; 1 the sync, or a stream of it, failed; 2 bad usage, config, catalog or state;
3 a plugin is at fault; 130 interrupted; 141 the reader of stdout went away; 143 terminated.
"""
SYNC = """\
Examples:

tap-zoom sync --config config.json --plugin reports > reports.jsonl

tap-zoom sync --config account.json --config yours.json --state state.json --report report.json

TAP_ZOOM_ACCESS_TOKEN=... tap-zoom sync --config ENV --stream users -q
"""
SELECT = """\
Examples:

tap-zoom select users 'meetings.*' '!meetings.settings.*' > catalog.json

tap-zoom select '!*_files' '!users.phone*' --output catalog.json
"""
INIT = """\
Examples:

tap-zoom init --output config.json

tap-zoom init --token-url https://zoomgov.com/oauth/token --api-url https://api.zoomgov.com/v2
"""
STREAMS = """\
Examples:

tap-zoom streams

tap-zoom streams --format mermaid > graph.mmd

tap-zoom streams | cut -f1,6
"""
