"""What MongoDB's driver reads in a URI: `uri.py URI`, as JSON."""

import json
import sys

from pymongo.uri_parser import parse_uri

parsed = parse_uri(sys.argv[1])
options = parsed["options"]
seen = {name: parsed[name] for name in ("username", "password", "database")}
for name in ("authSource", "retryWrites", "w", "serverSelectionTimeoutMS"):
    seen[name] = options.get(name)
print(json.dumps(seen))
