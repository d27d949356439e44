#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Holds use_dump to a compiler: renames definitions in a copy of a consumer's imported headers,
compiles the translation units that include them, and compares the lines of the errors with the uses
that were found.

    use_mutate.py --dump build/tests/use_dump --consumer QEMU --build QEMU/build --deps DEPS.json

DEPS.json is a list of [output, source, [files]]: which files below the consumer each translation
unit of the build's compile_commands.json reads (as cc -M tells). A developer's program, not a test of
the suite: it needs a consumer that is ready to build.
"""
import argparse
import collections
import json
import os
import random
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

WORD = r'[A-Za-z_]\w*'


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument('--dump', required=True)
    parser.add_argument('--consumer', required=True)
    parser.add_argument('--build', required=True)
    parser.add_argument('--deps', required=True)
    parser.add_argument('--imported', action='append',
                        default=[], help='a folder of imported headers')
    parser.add_argument('--leave-out', action='append', default=[])
    parser.add_argument('--include', action='append', default=[])
    parser.add_argument('--headers', default='.', help='regular expression of headers to change')
    parser.add_argument('--kinds', default='name,member,tag')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--count', type=int, default=40)
    parser.add_argument('--units', type=int, default=60)
    parser.add_argument('--used', action='store_true', help='only what the sources mention')
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--verbose', action='store_true')
    return parser.parse_args()


def strip_comments(text):
    def blank(match):
        return re.sub(r'[^\n]', ' ', match.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*', blank, text, flags=re.S)


def definitions(path, text):
    """(kind, header, record, name) of what a header defines."""
    clean = strip_comments(text)
    found = []
    for match in re.finditer(r'^[ \t]*#[ \t]*define[ \t]+(' + WORD + r')(\(?)', clean, re.M):
        name = match.group(1)
        if not re.search(r'_H_*$', name) and not name.startswith('__'):
            found.append(('name', path, 'function-macro' if match.group(2) else 'macro', name))
    for match in re.finditer(r'\benum\s*(' + WORD + r')?\s*\{([^{}]*)\}', clean):
        for item in re.sub(r'\([^()]*\)', '', re.sub(r'^\s*#.*$', '', match.group(2), flags=re.M)).split(','):
            name = re.match(r'\s*(' + WORD + ')', item)
            if name:
                found.append(('name', path, 'enumerator', name.group(1)))
    for match in re.finditer(r'^(struct|union)\s+(' + WORD + r')\s*\{', clean, re.M):
        end = match.end()
        depth = 1
        while end < len(clean) and depth:
            depth += {'{': 1, '}': -1}.get(clean[end], 0)
            end += 1
        body = clean[match.end():end - 1]
        found.append(('tag', path, match.group(1), match.group(2)))
        if '{' in body:
            continue
        offset = 0
        for item in re.split(r'(;)', body):
            plain = re.sub(r'^\s*#.*$', lambda m: ' ' * len(m.group(0)), item, flags=re.M)
            name = re.search(r'(' + WORD + r')\s*((\[[^]]*\]\s*)*|:\s*\w+\s*)$', plain)
            if name and re.match(r'\s*[A-Za-z_]', plain) and '(' not in plain and ',' not in plain:
                found.append(('member', path, match.group(2), name.group(1),
                              match.end() + offset + name.start(1)))
            offset += len(item)
    return found


class Tree:
    def __init__(self, opts):
        self.opts = opts
        self.root = os.path.realpath(opts.consumer)
        self.imported = opts.imported or ['include/standard-headers/', 'linux-headers/']
        self.headers = {}
        for folder in self.imported:
            for where, _, names in os.walk(os.path.join(self.root, folder)):
                for name in names:
                    if name.endswith('.h'):
                        path = os.path.relpath(os.path.join(where, name), self.root)
                        with open(os.path.join(self.root, path), errors='replace') as file:
                            self.headers[path] = file.read()
        with open(opts.deps) as file:
            self.deps = json.load(file)
        self.texts = {}

    def is_imported(self, path):
        return any(path.startswith(folder) for folder in self.imported)

    def words(self, path):
        if path not in self.texts:
            try:
                with open(os.path.join(self.root, path), errors='replace') as file:
                    self.texts[path] = frozenset(re.findall(WORD, file.read()))
            except OSError:
                self.texts[path] = frozenset()
        return self.texts[path]


def choose(tree, rng):
    opts = tree.opts
    kinds = opts.kinds.split(',')
    all_found = []
    for path, text in sorted(tree.headers.items()):
        if re.search(opts.headers, path):
            all_found += [d for d in definitions(path, text) if d[0] in kinds]
    if opts.used:
        own = set()
        for _, _, files in tree.deps:
            for path in files:
                if not tree.is_imported(path):
                    own |= tree.words(path)
        all_found = [d for d in all_found if d[3] in own]
    rng.shuffle(all_found)
    chosen = []
    names = set()
    for each in all_found:
        if len(chosen) >= opts.count:
            break
        if each[3] in names:
            continue
        if each[0] == 'member' and re.search(r'(->|\.)\s*' + each[3] + r'\b', tree.headers[each[1]]):
            continue
        names.add(each[3])
        chosen.append(each)
    return chosen


def mutate(tree, chosen, folder):
    """Writes the changed headers below folder; returns the queries."""
    texts = dict(tree.headers)
    queries = []
    members = collections.defaultdict(list)
    for each in chosen:
        if each[0] == 'member':
            members[each[1]].append(each)
            queries.append(('member-gone', each[1], each[2], each[3]))
    # From the end of a file on, so that places before stay.
    for path, list_ in members.items():
        for each in sorted(list_, key=lambda e: -e[4]):
            text = texts[path]
            assert text[each[4]:].startswith(each[3]), (path, each)
            texts[path] = text[:each[4]] + each[3] + '_gone' + text[each[4] + len(each[3]):]
    for each in chosen:
        if each[0] == 'name':
            pattern = re.compile(r'\b' + each[3] + r'\b')
            for path in texts:
                if each[3] not in texts[path]:
                    continue
                for other in definitions(path, tree.headers[path]):
                    if other[0] == 'name' and other[3] == each[3]:
                        queries.append(('name-gone', path, each[3], other[2]))
                        break
                texts[path] = pattern.sub(each[3] + '_gone', texts[path])
        elif each[0] == 'tag':
            pattern = re.compile(r'\b(struct|union)(\s+)' + each[3] + r'\b')
            for path in texts:
                if each[3] in texts[path]:
                    if re.search(r'\b(struct|union)\s+' + each[3] + r'\s*\{', texts[path]):
                        queries.append(('tag-gone', path, each[3]))
                    texts[path] = pattern.sub(r'\1\2' + each[3] + '_gone', texts[path])
    changed = []
    for path, text in texts.items():
        if text != tree.headers[path]:
            target = os.path.join(folder, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, 'w') as file:
                file.write(text)
            changed.append(path)
            alias = re.sub(r'^linux-headers/asm-x86/', 'linux-headers/asm/', path)
            if alias != path:
                target = os.path.join(folder, alias)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, 'w') as file:
                    file.write(text)
    return sorted(set(queries)), changed


def find_uses(tree, queries, folder):
    path = os.path.join(folder, 'queries')
    with open(path, 'w') as file:
        for query in queries:
            file.write('\t'.join(query) + '\n')
    command = [tree.opts.dump]
    for each in tree.imported:
        command += ['-x', each]
    for each in tree.opts.leave_out or ['roms/']:
        command += ['-l', each]
    for each in tree.opts.include:
        command += ['-I', each]
    result = subprocess.run(command + [tree.root, path], capture_output=True, text=True, check=True)
    print(result.stderr.strip())
    uses = []
    for line in result.stdout.splitlines():
        match = re.match(r'([^:]+):(\d+):(\d+): (certain|likely)([^:]*): (\S+) (\S+) \((\w+)\): (.*)', line)
        if not match:
            sys.exit('not understood: ' + line)
        uses.append((match.group(1), int(match.group(2)), match.group(4), match.group(7), line))
    return uses


def commands(tree):
    with open(os.path.join(tree.opts.build, 'compile_commands.json')) as file:
        return {entry['output']: entry for entry in json.load(file) if 'output' in entry}


def arguments(entry, folder, tree):
    words = shlex.split(entry['command'])
    kept = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in ('-MQ', '-MF', '-o'):
            skip = True
        elif word not in ('-MD', '-c'):
            kept.append(word)
    extra = []
    if folder:
        for each in ['include', 'linux-headers']:
            extra += ['-iquote', os.path.join(folder, each)]
        extra += ['-iquote', folder, '-isystem', os.path.join(folder, 'linux-headers')]
        for each in tree.imported:
            extra += ['-isystem', os.path.join(folder, each)]
    return kept[:1] + extra + kept[1:] + ['-fsyntax-only', '-fmax-errors=0', '-w',
                                          '-Werror=implicit-function-declaration']


def compile_unit(job):
    tree, entry, folder = job
    result = subprocess.run(arguments(entry, folder, tree), cwd=entry['directory'],
                            capture_output=True, text=True, env=dict(os.environ, LC_ALL='C'))
    errors = []
    for line in result.stderr.splitlines():
        match = re.match(r'(.+?):(\d+):(\d+): (fatal error|error|note): (.*)', line)
        if not match:
            continue
        path = os.path.relpath(os.path.realpath(os.path.join(entry['directory'], match.group(1))),
                               tree.root)
        if match.group(4) == 'note':
            if errors and match.group(5).startswith('in expansion of macro'):
                errors[-1][3].append((path, int(match.group(2))))
        else:
            errors.append((path, int(match.group(2)), match.group(5), []))
    return errors


def line_text(tree, path, line):
    try:
        with open(os.path.join(tree.root, path), errors='replace') as file:
            return file.read().splitlines()[line - 1]
    except (OSError, IndexError):
        return ''


def is_compiled(tree, entries, path, line, name):
    """Whether a unit has the name at the line once the branches are chosen."""
    for entry in entries:
        words = [w for w in arguments(entry, None, tree) if w != '-fsyntax-only']
        result = subprocess.run(words + ['-E'], cwd=entry['directory'], capture_output=True,
                                text=True, errors='replace')
        current, number = None, 0
        for text in result.stdout.splitlines():
            match = re.match(r'# (\d+) "([^"]+)"', text)
            if match:
                number = int(match.group(1))
                current = os.path.relpath(
                    os.path.realpath(os.path.join(entry['directory'], match.group(2))), tree.root)
                continue
            if current == path and number == line:
                return True if text.strip() else None
            number += 1
    return False


def main():
    opts = options()
    rng = random.Random(opts.seed)
    tree = Tree(opts)
    chosen = choose(tree, rng)
    names = {each[3] for each in chosen}
    with tempfile.TemporaryDirectory() as folder:
        queries, changed = mutate(tree, chosen, folder)
        uses = find_uses(tree, queries, folder)
        changed = set(changed)
        units = [(output, files) for output, _, files in tree.deps
                 # These have links to the headers beside them.
                 if not any(f.startswith('subprojects/') for f in files[:1]) and
                 changed & set(files) and
                 any(not tree.is_imported(f) and names & tree.words(f) for f in files)]
        used_files = {use[0] for use in uses}
        rng.shuffle(units)
        # Units that have uses which no other has come first.
        picked, open_files, left = [], set(used_files), list(units)
        while left and len(picked) < opts.units:
            best = max(left, key=lambda unit: len(open_files & set(unit[1])))
            left.remove(best)
            picked.append(best)
            open_files -= set(best[1])
        entries = commands(tree)
        picked = [(entries[output], files) for output, files in picked if output in entries]
        print('%d changes, %d queries, %d uses; %d of %d units' %
              (len(chosen), len(queries), len(uses), len(picked), len(units)))
        with ThreadPoolExecutor(opts.jobs) as pool:
            results = list(pool.map(compile_unit, [(tree, entry, folder) for entry, _ in picked]))
    by_line = collections.defaultdict(list)
    for use in uses:
        by_line[use[0], use[1]].append(use)
    misses, weak, cascades, error_lines = {}, {}, {}, {}
    # A compiler tells of a name once a function, or once at all.
    undeclared = collections.defaultdict(set)
    for (_, files), errors in zip(picked, results):
        for path, line, message, notes in errors:
            for place in notes:
                error_lines.setdefault(place, message)
            error_lines[path, line] = message
            name = re.search(r"[‘'](\w+)[’'] undeclared", message)
            for other in files if name else ():
                undeclared[other].add(name.group(1))
            if path.startswith('..') or tree.is_imported(path):
                cascades[path, line] = message
                continue
            found = by_line.get((path, line), [])
            mentions = names & set(re.findall(WORD, message + ' ' + line_text(tree, path, line)))
            if any(use[2] == 'certain' for use in found):
                continue
            if found:
                weak[path, line] = message
            elif mentions:
                misses[path, line] = message
            else:
                cascades[path, line] = message
    compiled = collections.defaultdict(list)
    for entry, files in picked:
        for path in files:
            if len(compiled[path]) < 3:
                compiled[path].append(entry)
    false = []
    unchecked = 0
    certain = [use for use in uses if use[2] == 'certain']
    for use in certain:
        if use[0] not in compiled:
            unchecked += 1
            continue
        if (use[0], use[1]) in error_lines or use[3].split('.')[-1] in undeclared[use[0]]:
            continue
        state = is_compiled(tree, compiled[use[0]], use[0], use[1], use[3])
        if state is not False and state is not None:
            false.append(use)
    print('errors: %d lines in own files; certain uses: %d, %d of them not compiled' % (
        len([p for p in error_lines if not tree.is_imported(p[0])]), len(certain), unchecked))
    for title, places in (('MISS', misses), ('only likely', weak), ('other', cascades)):
        for (path, line), message in sorted(places.items()):
            if title != 'other' or opts.verbose:
                print('%s: %s:%d: %s | %s' % (title, path, line, message,
                                              line_text(tree, path, line).strip()))
    for use in false:
        print('FALSE: %s | %s' % (use[4], line_text(tree, use[0], use[1]).strip()))
    print('misses %d, only likely %d, false %d, other %d' % (
        len(misses), len(weak), len(false), len(cascades)))
    if opts.verbose:
        for use in uses:
            print(use[4])
    return 1 if misses or false else 0


if __name__ == '__main__':
    sys.exit(main())
