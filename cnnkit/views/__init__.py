"""What each explorer shows, as frozen dataclasses of arrays that the package computed.

Nothing here knows a browser: `cnnkit.widgets` draws these, tests hold them against `reference`.
"""
