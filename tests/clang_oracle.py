#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Holds the C reader to clang: every record, member, enumerator and macro of real headers.

    clang_oracle.py --c-dump PROGRAM [--arch ARCH]... -I DIR... HEADER...

HEADER is a name as in #include <HEADER>, or a glob below one of the include directories. The headers
and what they include from those directories are given to c_dump; the compiler sees one file that
includes them all. Any difference, and anything that one side has and the other has not, fails.
Macros with an empty body are not compared: there is nothing to compare. With --alone, c_dump gets
the headers only, without what they include, and has to know the rest by itself.
"""

import argparse
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

TARGETS = {
    "x86_64": ("x86_64-linux-gnu", "lp64"),
    "i386": ("i386-linux-gnu", "i386"),
    "s390x": ("s390x-linux-gnu", "be64"),
    "windows": ("x86_64-pc-windows-msvc", "llp64"),
}

# The reader's ABIs claim to be GCC, and Microsoft's compiler.
GCC = ["-fgnuc-version=12.2.0", "-U__clang__", "-U__clang_major__", "-U__clang_minor__",
       "-U__clang_patchlevel__"]
MSVC = ["-fgnuc-version=0", "-fms-compatibility-version=19.20", "-U__clang__", "-U__x86_64__",
        "-U__x86_64", "-U__amd64__", "-U__amd64"]


def run(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          errors="replace", check=False, **options)


class Clang:
    def __init__(self, program, target, include_dirs, folder):
        resources = run([program, "-print-resource-dir"]).stdout.strip()
        self.command = [program, "--target=" + target, "-std=gnu17", "-w", "-nostdinc",
                        "-ferror-limit=0", "-Wno-everything", "-fno-caret-diagnostics"]
        self.command += MSVC if "windows" in target else GCC
        for each in include_dirs:
            self.command += ["-isystem", each]
        self.command += ["-isystem", os.path.join(resources, "include")]
        self.folder = folder

    def __call__(self, text, *options):
        path = os.path.join(self.folder, "query.c")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return run(self.command + list(options) + [path])


def final_macros(output):
    """{name: (file, has a body, is a function)} at the end of the file, and the names that are
    defined somewhere and not any more at the end, from -E -dD."""
    macros, undone = {}, set()
    current = ""
    for line in output.splitlines():
        marker = re.match(r'# \d+ "(.*)"', line)
        if marker:
            current = marker.group(1)
        elif line.startswith("#define "):
            match = re.match(r"#define ([^\s(]+)(\(?)\s*(.*)", line)
            macros[match.group(1)] = (current, bool(match.group(3)), bool(match.group(2)))
            undone.discard(match.group(1))
        elif line.startswith("#undef "):
            if macros.pop(line[7:].strip(), None):
                undone.add(line[7:].strip())
    return macros, undone


def values(clang, prefix, expressions):
    """The values of integer constant expressions; None for what clang does not take for one."""
    lines = [prefix]
    first = prefix.count("\n") + 2
    for number, each in enumerate(expressions):
        lines.append("enum { et_q_%d = %s };" % (number, each))
    result = clang("\n".join(lines), "-fsyntax-only")
    bad = set()
    for match in re.finditer(r"query\.c:(\d+):\d+: (?:fatal )?error", result.stderr):
        bad.add(int(match.group(1)) - first)
    # An error inside a macro's expansion is reported at the macro, with a note where it was used.
    for match in re.finditer(r"query\.c:(\d+):\d+: note: expanded from", result.stderr):
        bad.add(int(match.group(1)) - first)
    good = [n for n in range(len(expressions)) if n not in bad]
    text = [prefix, "const unsigned long long et_values[] = {"]
    text += ["(unsigned long long)(%s)," % expressions[n] for n in good]
    text += ["0x5555555555555555ULL };"]
    result = clang("\n".join(text), "-S", "-emit-llvm", "-o", "-")
    match = re.search(r"@et_values = .*?\[\d+ x i64\] \[(.*?)\]", result.stdout)
    if not match:
        sys.exit("clang_oracle: clang gave no values:\n" + result.stderr[:2000])
    numbers = [int(x.split()[1]) % 2 ** 64 for x in match.group(1).split(", ")]
    if len(numbers) != len(good) + 1:
        sys.exit("clang_oracle: %d values for %d expressions" % (len(numbers) - 1, len(good)))
    answers = [None] * len(expressions)
    for n, number in zip(good, numbers):
        answers[n] = number
    return answers


class Tree:
    """Records and enumerators of clang's AST, with the files they are in."""

    def __init__(self, ast):
        self.file = ""
        self.records = {}   # "struct x" or typedef's name: declaration
        self.files = {}     # the same: file
        self.enumerators = {}
        self.aliases = {}   # typedef's name: type
        self.by_id = {}
        for node in ast["inner"]:
            self.visit(node)

    def place(self, node):
        """JSON gives a file only where it differs from the last one that was printed."""
        def walk(value):
            if "file" in value:
                self.file = value["file"]
            if "spellingLoc" in value:
                walk(value["spellingLoc"])
            if "expansionLoc" in value:
                walk(value["expansionLoc"])
                return
        walk(node.get("loc", {}))
        result = self.file
        for end in ("begin", "end"):
            walk(node.get("range", {}).get(end, {}))
        return result

    def visit(self, node):
        file = self.place(node)
        kind = node.get("kind")
        if kind == "RecordDecl" and node.get("completeDefinition"):
            self.by_id[node["id"]] = node
            node["et_file"] = file
            if node.get("name"):
                key = node["tagUsed"] + " " + node["name"]
                self.records[key] = node
                self.files[key] = file
        elif kind == "EnumConstantDecl":
            self.enumerators[node["name"]] = file
        elif kind == "TypedefDecl":
            self.typedef(node)
        for inner in node.get("inner", []):
            if isinstance(inner, dict):
                self.visit(inner)

    def typedef(self, node):
        self.aliases[node["name"]] = node["type"].get("desugaredQualType", node["type"]["qualType"])
        for inner in node.get("inner", []):
            owned = inner.get("ownedTagDecl") or {}
            record = self.by_id.get(owned.get("id"))
            if record is not None and not record.get("name") and inner.get("kind") == "ElaboratedType":
                if node["name"] not in self.records and not record.get("et_typedef"):
                    record["et_typedef"] = node["name"]
                    self.records[node["name"]] = record
                    self.files[node["name"]] = record["et_file"]


def strip_type(type_node):
    """Element type, without qualifiers, and its number of dimensions."""
    name = type_node.get("desugaredQualType", type_node["qualType"])
    name = re.sub(r"\b(const|volatile)\b ?", "", name)
    array = re.sub(r"\(.*\)", "", name).count("[")
    name = re.sub(r"\s*(\[[^\]]*\])+$", "", name)
    return name.strip(), array


def leaves(tree, record, prefix, spelled, found, element=None, depth=0):
    """Appends (path for clang, path as ours, whose bit-field) of all scalars.

    A bit-field belongs to the outermost record (""), or to the element of an array of records, given
    as (the element's path, the element's type).
    """
    unnamed = None
    for node in record.get("inner", []):
        if node.get("kind") == "RecordDecl" and node.get("completeDefinition"):
            unnamed = node
        if node.get("kind") != "FieldDecl":
            continue
        name, array = strip_type(node["type"])
        name, array_too = strip_type({"qualType": tree.aliases.get(name, name)})
        array += array_too
        first = "[0]" * array
        field = node.get("name")
        nested = None
        if "(unnamed" in name or "(anonymous" in name:
            nested = unnamed if "enum " not in name else None
        elif name in tree.records:
            nested = tree.records[name]
        if nested is not None and depth < 64:
            within = (prefix + field + first, name) if array else element
            if field:
                leaves(tree, nested, prefix + field + first + ".",
                       spelled + field + ("[]." if array else "."), found, within, depth + 1)
            else:
                leaves(tree, nested, prefix, spelled, found, element, depth + 1)
        elif field:
            owner = (element or ("", "")) if node.get("isBitfield") else None
            found.append((prefix + field, spelled + field, owner))


def type_key(name):
    """A type without a name is known by its place."""
    match = re.search(r"\((?:unnamed|anonymous)[^)]* at (.*)\)", name)
    return match.group(1) if match else name


def bit_fields(dump):
    """{record's name: [(first bit, width, ...)]} in order, from -fdump-record-layouts."""
    result = {}
    current = None
    for line in dump.splitlines():
        if line.startswith("*** Dumping AST Record Layout"):
            current = ""
            continue
        if line.startswith("*** Dumping IRgen"):
            current = None
        if current is None:
            continue
        match = re.match(r"\s*(\d+)(?::(\d+)-(\d+)|:-)? \| ( *)(.*)", line)
        if not match:
            continue
        if current == "":
            current = type_key(match.group(5).strip())
            result.setdefault(current, [])
            continue
        if match.group(2) is not None:
            last = match.group(5).split(" ")[-1]
            first = int(match.group(1)) * 8 + int(match.group(2))
            result[current].append((last, first, int(match.group(3)) - int(match.group(2)) + 1))
    return result


def read_dump(output):
    macros, functions, enumerators, records, members = {}, set(), {}, {}, {}
    names = {}
    for line in output.splitlines():
        part = line.split("\t")
        value = None if len(part) < 3 or part[2] in ("-", "unknown") else part[2]
        if part[0] == "M":
            macros[part[1]] = None if value is None else int(value)
            functions.discard(part[1])
        elif part[0] == "F":
            functions.add(part[1])
            macros.pop(part[1], None)
        elif part[0] == "E":
            enumerators[part[1]] = None if value is None else int(value)
        elif part[0] == "R":
            records[part[1]] = (value, int(part[3]), int(part[4]), part[5])
            members[part[1]] = {}
        elif part[0] == "T":
            names[part[2]] = part[1]
        elif part[0] == "L":
            members[part[1]][part[2]] = (int(part[3]), int(part[4]), int(part[5]))
    return macros, functions, enumerators, records, members


class Comparison:
    def __init__(self, arch):
        self.arch = arch
        self.counts = {}
        self.differences = []

    def same(self, what, name, ours, clangs):
        self.counts[what] = self.counts.get(what, 0) + 1
        if ours != clangs:
            self.differences.append("%s: %s %s: we say %s, clang says %s" % (
                self.arch, what, name, ours, clangs))

    def keys(self, what, ours, clangs):
        for name in sorted(set(ours) - set(clangs)):
            self.differences.append("%s: %s %s: only we have it" % (self.arch, what, name))
        for name in sorted(set(clangs) - set(ours)):
            self.differences.append("%s: %s %s: only clang has it" % (self.arch, what, name))
        return sorted(set(ours) & set(clangs))


def compare_constants(comparison, clang, prefix, macros, tree, inside, dump):
    our_macros, our_functions, our_enumerators = dump[0:3]
    theirs = {n for n, (f, body, func) in macros.items() if inside(f) and not func and body}
    empty = {n for n, (f, body, func) in macros.items() if inside(f) and not func and not body}
    functions = {n for n, (f, _, func) in macros.items() if inside(f) and func}
    ours = {n: v for n, v in our_macros.items() if n not in empty}
    names = comparison.keys("macro", ours, theirs)
    for name, value in zip(names, values(clang, prefix, names)):
        comparison.same("macro" if value is not None else "macro without a value", name,
                        ours[name], value)
    comparison.keys("function-like macro", our_functions, functions)
    comparison.counts["function-like macro"] = len(functions)
    theirs = [n for n, f in tree.enumerators.items() if inside(f)]
    names = comparison.keys("enumerator", our_enumerators, theirs)
    # A macro may have the enumerator's name; the enumerator is meant.
    undefined = prefix + "".join("#undef %s\n" % n for n in names if n in macros)
    for name, value in zip(names, values(clang, undefined, names)):
        comparison.same("enumerator", name, our_enumerators[name], value)


def compare_records(comparison, clang, prefix, tree, inside, dump, macros):
    records, members = dump[3:5]
    theirs = {}
    for key, record in tree.records.items():
        if inside(tree.files[key]):
            theirs[key.split(" ")[-1]] = key
    names = comparison.keys("record", records, theirs)
    undefined = "".join("#undef %s\n" % n for n, m in macros.items()
                        if not m[2] and inside(m[0]) and not n.startswith("__"))
    prefix = prefix + undefined
    queries, wanted = [], []
    bits = {}
    for name in names:
        key = theirs[name]
        queries += ["sizeof(%s)" % key, "_Alignof(%s)" % key]
        wanted += [(name, None, "size"), (name, None, "align")]
        found = []
        leaves(tree, tree.records[key], "", "", found)
        comparison.keys("member of " + name, members[name], [f[1] for f in found])
        bits[name] = [f for f in found if f[2] is not None]
        for path, ours, is_bits in found:
            if is_bits is not None or ours not in members[name]:
                continue
            queries.append("__builtin_offsetof(%s, %s)" % (key, path))
            wanted.append((name, ours, "offset"))
            queries.append("sizeof(((%s *)0)->%s)" % (key, path))
            wanted.append((name, ours, "size"))
    for (name, path, what), value in zip(wanted, values(clang, prefix, queries)):
        if path is None:
            comparison.same("record's " + what, name,
                            records[name][1 if what == "size" else 2], value)
        elif what == "offset":
            comparison.same("offset", name + "." + path, members[name][path][0],
                            None if value is None else value * 8)
        else:
            ours = members[name][path][1]
            # sizeof an open array is no question; clang has no answer.
            comparison.same("size", name + "." + path, ours, 0 if value is None else value)
    if any(bits.values()):
        compare_bits(comparison, clang, prefix, {n: theirs[n] for n in names}, bits, members)


def compare_bits(comparison, clang, prefix, keys, bits, members):
    """Bit-fields have no offsetof: clang prints where they are, in order."""
    elements = sorted({f[2] + (keys[n],) for n in keys for f in bits[n] if f[2][0]})
    dump = clang(prefix + "\n".join("int et_s_%d[sizeof(%s)];" % (i, key)
                                    for i, key in enumerate(keys.values())),
                 "-fsyntax-only", "-Xclang", "-fdump-record-layouts")
    layouts = bit_fields(dump.stdout)
    starts = values(clang, prefix, ["__builtin_offsetof(%s, %s)" % (key, path)
                                    for path, _, key in elements])
    start = {(path, key): value * 8 for (path, _, key), value in zip(elements, starts)}
    for name, key in keys.items():
        for owner in sorted({f[2] for f in bits[name]}):
            mine = [f[1] for f in bits[name] if f[2] == owner]
            placed = [b for b in layouts.get(type_key(owner[1]) or key, []) if b[0]]
            # What belongs to elements of arrays inside is not printed with the record.
            if len(placed) != len(mine):
                comparison.differences.append("%s: %s: clang places %d bit-fields of %d" % (
                    comparison.arch, name, len(placed), len(mine)))
                continue
            base = start.get((owner[0], key), 0)
            for ours, (_, first, width) in zip(mine, placed):
                if ours in members[name]:
                    comparison.same("bit-field", name + "." + ours,
                                    (members[name][ours][0], members[name][ours][2]),
                                    (base + first, width))


def find_headers(patterns, include_dirs):
    headers = []
    for pattern in patterns:
        found = []
        for each in include_dirs:
            for path in sorted(glob.glob(os.path.join(each, pattern))):
                name = os.path.relpath(path, each)
                if name not in found:
                    found.append(name)
        headers += [h for h in (found or [pattern]) if h not in headers]
    return headers


def compare(arch, options, folder):
    target, abi = TARGETS[arch]
    dirs = [os.path.abspath(d.replace("{arch}", target)) for d in options.include]
    outside = [os.path.abspath(d.replace("{arch}", target)) for d in options.outside]
    clang = Clang(options.clang, target, dirs + outside, folder)
    headers = find_headers(options.headers, dirs)
    prefix = "".join("#include <%s>\n" % h for h in options.before + headers)
    result = clang(prefix, "-E", "-dD")
    if result.returncode:
        sys.exit("clang_oracle: clang does not take the headers:\n" + result.stderr[:2000])

    def inside(path):
        if options.alone:
            return any(path == os.path.join(d, h) for d in dirs for h in headers)
        return any(path.startswith(d + "/") for d in dirs)

    macros, undone = final_macros(result.stdout)
    files = []
    for path in re.findall(r'^# \d+ "(.*?)"', result.stdout, re.M):
        if inside(path) and path not in files:
            files.append(path)
    tree = Tree(json.loads(clang(prefix, "-fsyntax-only", "-Xclang", "-ast-dump=json").stdout))
    output = run([options.c_dump, "-a", abi] + files)
    if output.stderr:
        print(output.stderr, end="")
    comparison = Comparison(arch)
    if output.returncode or output.stderr:
        comparison.differences.append(arch + ": c_dump complained")
    dump = read_dump(output.stdout)
    # What another file undefines is still that file's definition to us, and nothing to clang.
    # So is what a header says that the compiler only sees redefined.
    for name in undone.union(n for n, m in macros.items() if not inside(m[0])):
        dump[0].pop(name, None)
        dump[1].discard(name)
    compare_constants(comparison, clang, prefix, macros, tree, inside, dump)
    compare_records(comparison, clang, prefix, tree, inside, dump, macros)
    print("%s: %d files: %s" % (arch, len(files), ", ".join(
        "%s: %d" % each for each in sorted(comparison.counts.items()))))
    for each in comparison.differences:
        print(each)
    return len(comparison.differences)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--c-dump", required=True)
    parser.add_argument("--clang", default="clang")
    parser.add_argument("--arch", action="append", choices=sorted(TARGETS))
    parser.add_argument("-I", dest="include", action="append", required=True,
                        help="include directory; {arch} stands for the target's triplet")
    parser.add_argument("-X", dest="outside", action="append", default=[],
                        help="include directory whose headers only the compiler sees")
    parser.add_argument("--before", action="append", default=[], metavar="HEADER",
                        help="header to include first")
    parser.add_argument("--alone", action="store_true",
                        help="keep what the headers include from c_dump")
    parser.add_argument("headers", nargs="+")
    options = parser.parse_args()
    differences = 0
    with tempfile.TemporaryDirectory() as folder:
        for arch in options.arch or ["x86_64", "i386", "s390x"]:
            differences += compare(arch, options, folder)
    if differences:
        print("%d differences" % differences)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
