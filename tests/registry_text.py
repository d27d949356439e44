#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Holds the registry to the standard's text: places, names, values, types, and what is missing.

usage: registry_text.py [-v] TEXT_DIRECTORY [SOURCE_ROOT]

TEXT_DIRECTORY has the TeX of one edition. Every difference that errata.yaml does not list is printed,
and makes the exit status 1. -v also prints what could not be checked mechanically.
"""
import pathlib
import re
import sys

import yaml

SCALARS = {"u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "le16", "le32", "le64", "be16", "be32", "be64", "char"}

EDITION = "1.4"  # whose lines the registry's places are

# Names in listings that define nothing of the wire: examples, and helpers of the text's own.
NOT_DEFINITIONS = {
    "VIRTIO_FLD_A": "an example of how constants of a field are written",
    "VIRTIO_FLD_B": "an example of how constants of a field are written",
    "S": "an example of a structure",
    "UNUSED": "a feature bit that is to stay free",
    "ALIGN": "the text's arithmetic for the legacy layout",
    "OPCODE": "an argument",
    "VIDIOC_G_FMT": "V4L2's, quoted as an example",
}


def clean(line):
    """A line of TeX without what may stand inside a name."""
    line = line.replace("\\_", "_").replace("\\textunderscore ", "_").replace("\\-", "")
    line = re.sub(r"\\allowbreak\s*", "", line)
    return line.replace("\\%", "%").replace("\\&", "&").replace("\\#", "#")


def plain(title):
    """A heading or label as a reader sees it."""
    title = clean(title).replace("~", " ").replace("---", "-").replace("--", "-")
    for _ in range(3):
        title = re.sub(r"\\[a-zA-Z]+(?:\[[^\]]*\])?\{([^{}]*)\}", r"\1", title)
    title = re.sub(r"\\[a-zA-Z]+\s*", "", title).replace("{", "").replace("}", "")
    return re.sub(r"\s+", " ", title).strip()


def braced(text, start):
    """The contents of the braces that open at start, and the place behind them."""
    depth = 0
    for i in range(start, min(len(text), start + 2000)):
        if text[i] == "{" and text[i - 1] != "\\":
            depth += 1
        elif text[i] == "}" and text[i - 1] != "\\":
            depth -= 1
            if not depth:
                return text[start + 1 : i], i + 1
    return "", start + 1


class Text:
    """The files of the standard: lines, and headings by label and by title."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = {}
        self.by_label = {}
        self.titles = set()
        self.words = set()
        for path in sorted(self.root.rglob("*.tex")):
            text = path.read_text(encoding="utf-8", errors="replace")
            self.files[path.relative_to(self.root).as_posix()] = text.split("\n")
            self.words.update(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", clean(text)))
            self.read_headings(text)

    def read_headings(self, text):
        heading = re.compile(r"\\(?:chapter|(?:sub)*section|(?:sub)*paragraph)\*?(?:\[[^\]]*\])?\s*\{")
        for match in heading.finditer(text):
            title, end = braced(text, match.end() - 1)
            title = plain(title)
            self.titles.add(title)
            label = re.compile(r"\s*\\label\s*\{").match(text, end)
            while label:
                name, end = braced(text, label.end() - 1)
                self.by_label[plain(name)] = title
                label = re.compile(r"\s*\\label\s*\{").match(text, end)
        # \devicenormative{\paragraph}{Title}{Label}: the text's own macros for requirements.
        normative = re.compile(r"\\(device|driver)normative\s*\{\\\w+\*?\}\s*(?=\{)")
        for match in normative.finditer(text):
            title, end = braced(text, match.end())
            label, _ = braced(text, end)
            title = plain(f"{match.group(1).capitalize()} Requirements: {title}")
            self.titles.add(title)
            self.by_label[plain(f"{match.group(1)}normative:{label}")] = title

    def line(self, file, number):
        lines = self.files.get(file)
        if lines is None or number < 1 or number > len(lines):
            return None
        return lines[number - 1]


class Checker:
    def __init__(self, text, documents):
        self.text = text
        self.documents = [d for d in documents if "interface" in d]
        self.differences = []
        self.excused = []
        self.unchecked = []
        self.counts = {}
        self.values = {}
        self.known = set(NOT_DEFINITIONS)
        self.errata = {}
        for document in documents:
            for erratum in document.get("errata", []):
                key = (erratum["interface"], erratum["definition"])
                self.errata.setdefault(key, []).append(erratum)
                self.known.add(erratum["definition"].split(".")[-1])
        for document in self.documents:
            self.collect(document)

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def differ(self, interface, name, place, message):
        """A difference, unless an erratum about the definition or its record says so."""
        for key in ((interface, name), (interface, name.split(".")[0])):
            for erratum in self.errata.get(key, []):
                if place == erratum["at"] or key[1] == name:
                    self.excused.append(f"{place}: {name}: {message}")
                    return
        self.differences.append(f"{place}: {interface}: {name}: {message}")

    # What the registry has.

    @staticmethod
    def spellings(node):
        names = list(node.get("former", []))
        aliases = node.get("aliases", [])
        if isinstance(aliases, dict):
            for value in aliases.values():
                names += value if isinstance(value, list) else [value]
        else:
            names += aliases
        return names

    def collect(self, document):
        for constants in document.get("constants", {}).values():
            for node in constants["values"]:
                self.known.update([node["name"], *self.spellings(node)])
                if "value" in node:
                    self.values.setdefault(node["name"], node["value"])
        for kind in ("records", "views", "virtqueues"):
            for node in document.get(kind, []):
                self.known.update([node["name"], *self.spellings(node)])
        for block in document.get("registers", {}).values():
            for node in block["values"]:
                self.known.update([node["name"], *self.spellings(node)])

    # Places.

    def place(self, document, node, group=None):
        at = node.get("at", (group or {}).get("at"))
        if at is None:
            return None
        if isinstance(at, int):
            return document.get("text"), at
        file, _, number = at.rpartition(":")
        return file, int(number)

    def window(self, place, more=2):
        """The line of a place, and it with the lines that follow, cleaned."""
        line = self.text.line(*place)
        following = [self.text.line(place[0], place[1] + i) or "" for i in range(1, more + 1)]
        return clean(line), clean(" ".join([line, *following]))

    def check_place(self, document, node, name, group=None, status="standard"):
        """Whether the line exists and has the name. Returns the place, or None."""
        place = self.place(document, node, group)
        interface = document["interface"]
        short = name.split(".")[-1]
        if place is None:
            if status == "standard":
                self.differ(interface, name, "no line", "every definition of the text has one ('at')")
            else:
                self.unchecked.append(f"{interface}: {name}: no line ({status})")
            return None
        where = f"{place[0]}:{place[1]}"
        if self.text.line(*place) is None:
            self.differ(interface, name, where, "there is no such line")
            return None
        self.count("places")
        line, joined = self.window(place)
        # A family of virtqueues stands there with its numbers: requestq1.
        found = re.search(rf"(?<![A-Za-z0-9_]){re.escape(short)}(\d+|(?![A-Za-z0-9_]))", line)
        if not found:
            squeezed = re.sub(r"[\s\\]", "", joined)
            found = short in squeezed and short not in re.sub(
                r"[\s\\]", "", self.window((place[0], place[1] + 1))[1]
            )
        if not found:  # in a table's head: Device Status
            found = re.sub(r"[\W_]", "", short.lower()) in re.sub(r"[\W_]", "", plain(line).lower())
        if not found and status in ("de-facto", "reserved", "legacy") and short not in self.text.words:
            self.unchecked.append(f"{where}: {name}: a name of the trees ({status})")
            return place
        if not found and short not in self.text.words:
            self.unchecked.append(f"{where}: {name}: a name that is nowhere in the text")
            return place
        if not found:
            self.differ(interface, name, where, f"the line has no '{short}': {line.strip()[:70]}")
        return place

    def check_sections(self, document):
        for name, section in document.get("sections", {}).items():
            self.count("sections")
            title = plain(section["title"])
            where = f"{document['interface']}.yaml"
            if "label" not in section:
                if title not in self.text.titles:
                    self.differ(document["interface"], name, where, f"no heading '{title}'")
                continue
            label = plain(section["label"])
            if label not in self.text.by_label:
                self.differ(document["interface"], name, where, f"no label '{label}'")
            elif self.text.by_label[label] != title:
                have = self.text.by_label[label]
                self.differ(document["interface"], name, where, f"the heading is '{have}', not '{title}'")

    # Constants.

    def number(self, expression):
        """The value of a constant expression as C writes it, or None."""
        expression = re.sub(r"/\*.*?(\*/|$)|//.*", "", expression).strip().rstrip(";,").strip()
        expression = re.sub(r"\b(0[xX][0-9a-fA-F]+|\d+)[uUlL]+\b", r"\1", expression)
        names = {}
        for name in re.findall(r"\b[A-Za-z_]\w*", re.sub(r"\b0[xX][0-9a-fA-F]+", "", expression)):
            if name not in self.values:
                return None
            names[name] = self.values[name]
        for name, value in names.items():
            expression = re.sub(rf"\b{name}\b", str(value), expression)
        expression = re.sub(r"\b0+(?=\d)", "", expression)
        if not re.fullmatch(r"[0-9a-fA-FxX\s()<>|+*&-]+", expression) or "**" in expression:
            return None
        if re.search(r"<<\s*\(?\s*\d{3,}", expression):
            return None
        try:
            return int(eval(expression, {"__builtins__": {}}))  # only digits and operators get here
        except (SyntaxError, TypeError, ValueError, NameError):
            return None

    def enumerator(self, place, name):
        """The value of an enumerator without one of its own: counted from the last that has one."""
        pattern = re.compile(r"^\s*([A-Z][A-Z0-9_]*)\s*(?:=\s*([^,/]+))?\s*,?\s*(?:/\*.*)?$")
        if not pattern.match(clean(self.text.line(*place))):
            return None
        steps = 0
        for number in range(place[1], max(place[1] - 120, 0), -1):
            line = clean(self.text.line(place[0], number))
            if re.search(r"\benum\b.*\{", line):
                return steps - 1
            match = pattern.match(line)
            if match and match.group(2):
                base = self.number(match.group(2))
                return None if base is None else base + steps
            if match:
                steps += 1
            if "begin{lstlisting}" in line or re.match(r"\s*#define", line):
                return None
        return None

    def value_at(self, place, name):
        """The value that the text gives a name on a line, or None when the form is not known."""
        line, joined = self.window(place)
        n = rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])"
        define = re.search(rf"#define\s+{n}\s+(.*)", line)
        if define:
            body = define.group(1)
            if body.rstrip().endswith("\\"):
                body = re.search(rf"#define\s+{n}\s+(.*)", joined).group(1).replace("\\", " ")
                body = body.split("#define")[0]
            if "OPCODE" in body:
                return None
            prose = re.match(r"(\S+)\s+\([a-z ]+\)", body)  # 0 (for automatic receive steering)
            return self.number(prose.group(1) if prose else body)
        match = re.search(rf"{n}\s*=\s*([^,/]+)", line)
        if match:
            return self.number(match.group(1))
        match = re.search(rf"{n}\s*\]?\s*\((?:bit )?((?:0x)?[0-9a-fA-F]+)\s*\)", line)
        if match:
            return self.number(match.group(1))
        cells = [plain(cell) for cell in re.split(r"(?<!\\)&", self.text.line(*place).replace("\\\\", ""))]
        if len(cells) > 1 and (name not in self.text.words or any(name in cell.split() for cell in cells)):
            # A row of a table; where the name is the trees' alone, the row says what it is in words.
            numbers = [cell for cell in cells if re.fullmatch(r"0x[0-9a-fA-F]+|\d+", cell)]
            if len(numbers) == 1:
                return self.number(numbers[0])
        return self.enumerator(place, name)

    def check_constants(self, document):
        for set_name, constants in document.get("constants", {}).items():
            for node in constants["values"]:
                status = node.get("status", constants.get("status", "standard"))
                place = self.check_place(document, node, node["name"], constants, status)
                if place is None or "value" not in node:
                    continue
                value = None
                for name in [node["name"], *self.spellings(node)]:
                    value = self.value_at(place, name)
                    if value is not None:
                        break
                where = f"{place[0]}:{place[1]}"
                if value is None:
                    self.unchecked.append(f"{where}: {node['name']}: no value that can be read")
                    continue
                self.count("values")
                mine = node["value"]
                good = {mine}
                if constants["representation"] == "bit":
                    good.add(1 << mine)
                if constants["representation"] == "mask" and value < 64 and 1 << value == mine:
                    good.add(value)
                if value not in good:
                    self.differ(
                        document["interface"], node["name"], where, f"{value} in the text, {mine} in the registry"
                    )

    # Records.

    def check_count(self, field, dimensions):
        """Whether the array dimensions of the text are the field's; None when nobody can say."""
        counts = field.get("count")
        counts = [] if counts is None else counts if isinstance(counts, list) else [counts]
        if len(counts) != len(dimensions):
            return False
        for count, text in zip(counts, dimensions):
            text = re.sub(r"/\*.*?\*/", "", text).strip()
            if count == "open" and text:
                return None
            if isinstance(count, int) and self.number(text) not in (count, None):
                return False
            if isinstance(count, dict) and "constant" in count and text != count["constant"]:
                return False
        return True

    def check_type(self, document, name, field, place):
        line, joined = self.window(place)
        short = re.escape(field["name"])
        match = re.search(rf"\b((?:struct|union)\s+\w+|\w+)\s+{short}\s*((?:\[[^\]]*\]\s*)*)\s*(?::\s*(\d+))?\s*[;,(]?", line)
        kind = field["type"]
        where = f"{place[0]}:{place[1]}"
        if isinstance(kind, dict) and "record" not in kind:
            if not re.search(rf"\}}\s*{short}\b|\b(struct|union)\b", line):
                self.unchecked.append(f"{where}: {name}: no nested type that can be read")
            else:
                self.count("types")
            return
        if isinstance(kind, dict) and re.search(rf"\}}\s*{short}\b", line):
            self.count("types")  # the end of a struct with a tag, which is a record of its own
            return
        if not match or match.group(1) in ("field", "the", "and"):
            self.unchecked.append(f"{where}: {name}: no type that can be read")
            return
        text = re.sub(r"\s+", " ", match.group(1))
        wanted = {kind} if isinstance(kind, str) else {f"{k} {kind['record']}" for k in ("struct", "union")}
        if isinstance(kind, dict):
            wanted.add(kind["record"])
        if "u8" in wanted:
            wanted.add("le8")
        if text not in wanted and text not in SCALARS and text not in ("le8",) and not text.startswith(("struct", "union")):
            self.unchecked.append(f"{where}: {name}: '{text}' is no type")
            return
        self.count("types")
        if text not in wanted:
            self.differ(document["interface"], name, where, f"{text} in the text, {' or '.join(sorted(wanted))} in the registry")
        dimensions = re.findall(r"\[([^\]]*)\]", match.group(2))
        good = self.check_count(field, dimensions)
        if good is None:
            self.unchecked.append(f"{where}: {name}: an array whose length is in words")
        elif not good:
            self.differ(document["interface"], name, where, f"the array is {match.group(2).strip() or 'none'} in the text")

    def check_fields(self, document, status, path, fields):
        for field in fields:
            kind = field["type"]
            if "name" in field:
                name = f"{path}.{field['name']}"
                place = self.check_place(document, field, name, None, status)
                if place and "bits" not in field:
                    self.check_type(document, name, field, place)
            for part in field.get("bits", []):
                if "at" in part:
                    name = f"{path}.{part['name']}"
                    place = self.check_place(document, part, name, None, status)
                    width = place and re.search(rf"\b{re.escape(part['name'])}\s*:\s*(\d+)", self.window(place)[0])
                    if width:
                        self.count("types")
                        if int(width.group(1)) != part["width"]:
                            self.differ(document["interface"], name, f"{place[0]}:{place[1]}", f"{width.group(1)} bits in the text")
            if isinstance(kind, dict):
                inner = kind.get("struct") or kind.get("union") or []
                self.check_fields(document, status, path, inner)

    def check_records(self, document):
        for record in document.get("records", []):
            status = record.get("status", "standard")
            self.check_place(document, record, record["name"], None, status)
            bodies = [record.get("fields", [])] + [s["fields"] for s in record.get("segments", [])]
            for fields in bodies:
                self.check_fields(document, status, record["name"], fields)
            self.check_order(document, record, bodies)

    def check_order(self, document, record, bodies):
        """Fields of one listing stand in the registry in the order of their lines."""
        places = []
        def walk(fields):
            for field in fields:
                place = self.place(document, field)
                kind = field["type"]
                inner = isinstance(kind, dict) and (kind.get("struct") or kind.get("union"))
                if inner:  # its name may stand before or behind its members
                    walk(inner)
                elif place and "name" in field:
                    places.append((place, field["name"]))
        for fields in bodies:
            walk(fields)
        for (one, first), (other, second) in zip(places, places[1:]):
            if one[0] == other[0] and one[1] > other[1]:
                self.differ(document["interface"], record["name"], f"{one[0]}:{one[1]}", f"'{first}' comes after '{second}' in the text")

    def check_others(self, document):
        for block in document.get("registers", {}).values():
            for node in block["values"]:
                place = self.check_place(document, node, node["name"], block, node.get("status", block.get("status", "standard")))
                if not place:
                    continue
                line = self.window(place)[0]
                offsets = re.findall(r"\{(0x[0-9a-fA-F]+)\+?\}", line)
                names = re.findall(r"\{(\w+)\}", line)
                if not offsets or node["name"] not in names:
                    continue
                # Two registers in one row: the first name has the first offset.
                offset = offsets[min(names.index(node["name"]), len(offsets) - 1)]
                self.count("values")
                if int(offset, 16) != node["offset"]:
                    where = f"{place[0]}:{place[1]}"
                    self.differ(document["interface"], node["name"], where, f"offset {offset} in the text")
        for node in document.get("virtqueues", []):
            self.check_place(document, node, node["name"], None, node.get("status", document.get("status", "standard")))
        for node in document.get("commands", []):
            if "at" in node:
                self.check_place(document, node, node["name"], None, node.get("status", "standard"))

    # What the text has and the registry lacks.

    def missing(self):
        files = sorted({d["text"] for d in self.documents if d.get("text")})
        for file in files:
            enum = listing = False
            for number, raw in enumerate(self.text.files.get(file, []), 1):
                line = clean(raw)
                listing = (listing or "\\begin{lstlisting}" in line) and "\\end{lstlisting}" not in line
                names = re.findall(r"(?<!\\)#define\s+([A-Za-z_]\w*)(?!\w*\()", raw.replace("\\_", "_"))
                if listing:
                    names += re.findall(r"\b(?:struct|union)\s+(\w+)\s*\{", line)
                    if re.search(r"\benum\b.*\{", line):
                        enum = True
                    elif enum and "}" in line:
                        enum = False
                    elif enum:
                        names += re.findall(r"^\s*([A-Z][A-Z0-9_]*)\s*(?:=|,|$|/\*)", line)
                names += re.findall(r"\\item\s*\[?\s*(VIRTIO_[A-Z0-9_]+)\s*\(\d+\)", line)
                row = re.match(r"\s*(0x[0-9a-fA-F]+|\d+)\s*&\s*(.*)", line)
                if row:
                    names += re.findall(r"^VIRTIO_[A-Z0-9_]+", plain(row.group(2)))
                for name in names:
                    self.count("names in listings")
                    if name not in self.known:
                        self.differ("?", name, f"{file}:{number}", "is not in the registry")

    def run(self):
        for document in self.documents:
            self.check_sections(document)
            self.check_constants(document)
            self.check_records(document)
            self.check_others(document)
        self.missing()


def newest(node):
    """The registry's data without what only older editions have, and their errata."""
    if isinstance(node, dict):
        return {key: newest(value) for key, value in node.items()}
    if isinstance(node, list):
        return [
            newest(value)
            for value in node
            if not isinstance(value, dict)
            or (value.get("until", EDITION) == EDITION and value.get("edition", EDITION) == EDITION)
        ]
    return node


def main():
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    if not arguments:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    root = pathlib.Path(arguments[1] if len(arguments) > 1 else pathlib.Path(__file__).parents[1])
    documents = [newest(yaml.safe_load(p.read_text(encoding="utf-8"))) for p in sorted((root / "registry").glob("*.yaml"))]
    text = Text(arguments[0])
    if not text.files or not documents:
        print("nothing to compare", file=sys.stderr)
        return 2
    checker = Checker(text, documents)
    checker.run()
    for line in sorted(set(checker.differences)):
        print(line)
    if "-v" in sys.argv[1:]:
        for line in checker.excused:
            print(f"erratum: {line}")
        for line in checker.unchecked:
            print(f"unchecked: {line}")
    print(
        f"{len(set(checker.differences))} differences; "
        + ", ".join(f"{number} {what}" for what, number in checker.counts.items())
        + f" checked, {len(checker.excused)} excused by errata, {len(checker.unchecked)} not checkable"
    )
    return 1 if checker.differences else 0


if __name__ == "__main__":
    sys.exit(main())
