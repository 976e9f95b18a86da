"""Holds the list of what is built in against Cargo.lock: sbom.py LIST Cargo.lock"""

import json
import re
import sys

listed, lock = sys.argv[1:]
text = open(lock, encoding="utf-8").read()
locked = {}
for package in re.split(r"^\[\[package\]\]$", text, flags=re.M)[1:]:
    field = dict(re.findall(r'^(name|version|checksum) = "(.*)"$', package, re.M))
    locked[field["name"], field["version"]] = field.get("checksum")

faults = []
components = json.load(open(listed, encoding="utf-8"))["components"]
for c in components:
    name = c["name"], c["version"]
    digest = next((h["content"] for h in c.get("hashes", []) if h["alg"] == "SHA-256"), None)
    if name not in locked:
        faults.append(f"{name[0]} {name[1]} is listed and not in Cargo.lock")
    elif digest != locked[name]:
        faults.append(f"{name[0]} {name[1]} has another digest than in Cargo.lock")
    elif not c.get("licenses"):
        faults.append(f"{name[0]} {name[1]} has no licence")
if not components:
    faults.append("nothing is listed")
if faults:
    sys.exit("\n".join(faults))
print(f"{len(components)} crates are listed, each as Cargo.lock has it")
