#!/usr/bin/python3
"""Writes the sentences of core/ as a C++ file that lupdate understands.

core/ sees no Qt, so its sentences are literals: inside Message(...), makeError(...) and the
table of presets, whole sentences anywhere else (tables, emplace_back), and the purposes and
licences of models/catalogue.json. All go into the context "core".

usage: collect_core_messages.py SOURCE_FOLDER > core_messages.cpp
"""
import json
import re
import sys
from pathlib import Path

CALL = re.compile(r"\b(?:Message|makeError|builtIn)\s*[({]")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\s*"((?:[^"\\]|\\.)*)")*')
PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')
COMMENT = re.compile(r'//[^\n]*|"(?:[^"\\\n]|\\.)*"')


def without_comments(text):
    return COMMENT.sub(lambda m: m.group() if m.group().startswith('"') else "", text)


def call_end(text, start):
    """The index after the bracket that closes the one before start."""
    depth, i = 1, start
    while i < len(text) and depth:
        if text[i] == '"':
            i = PIECE.match(text, i).end()
            continue
        depth += (text[i] in "({") - (text[i] in ")}")
        i += 1
    return i


def sentences(text):
    for call in CALL.finditer(text):
        body = text[call.end() : call_end(text, call.end())]
        for literal in LITERAL.finditer(body):
            joined = "".join(PIECE.findall(literal.group()))
            # What a message begins with is its pattern, also where it is only a few words.
            is_pattern = call.group().startswith("Message") and not body[: literal.start()].strip()
            if is_sentence(joined) or (is_pattern and re.search(r"[A-Za-z]{2}", joined)):
                yield joined


def whole_sentences(text):
    """Literals anywhere that begin like a sentence and end like one or have placeholders."""
    for literal in LITERAL.finditer(text):
        joined = "".join(PIECE.findall(literal.group()))
        ends = joined.endswith(".") or re.search(r"%\d", joined)
        if joined.count(" ") >= 2 and re.match(r"[A-Z%]", joined) and ends:
            yield joined


def is_sentence(text):
    """Words for people, and no identifier, lone placeholder or part of a sentence: the
    arguments of a message are not looked up in a translation."""
    letters = re.sub(r"%\d|\\.", "", text)
    whole = text[:1].isupper() or text.endswith(".") or re.search(r"%\d", text)
    return bool(whole and re.search(r"[A-Za-z]{2}", letters))


def main():
    root = Path(sys.argv[1])
    found = set()
    for file in sorted(root.glob("core/**/*")):
        if file.suffix in (".cpp", ".h"):
            text = without_comments(file.read_text(encoding="utf-8"))
            found.update(sentences(text))
            found.update(whole_sentences(text))
    catalogue = json.loads((root / "models/catalogue.json").read_text(encoding="utf-8"))
    for entry in catalogue["models"]:
        for key in ("purpose", "licence"):
            found.add(entry[key].replace("\\", "\\\\").replace('"', '\\"'))
    print("static const char* const sentences[] = {")
    for sentence in sorted(found):
        print(f'    QT_TRANSLATE_NOOP("core", "{sentence}"),')
    print("};")


main()
