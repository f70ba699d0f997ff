"""`comity format`: the house style, without a word or a comment lost."""

import random
import re
import shutil

import pytest

from comity.builder.positions import tokens
from comity.editing.formatting import laid_out, turtle_files
from conftest import ROOT, SAMPLE, run

FILES = [*turtle_files((ROOT / "data", ROOT / "ontology"))]
COMMENT = re.compile(r"#~\d+~")

UNTIDY = """\
PREFIX b: <http://b.example/>  # the second
@prefix a: <http://a.example/>.
# About the thing.

a:thing   a b:Kind;b:name "A # no comment"@en,"Б"@ru ;; # its names
  # two numbers
 b:n 1 , 2.5;
 b:part [ b:of a:thing ; ] ; b:list ( 1
   2 ) ; .
[] a <http://www.w3.org/2002/07/owl#Axiom> ; <http://www.w3.org/2002/07/owl#annotatedSource> a:thing .
# The end."""
TIDY = """\
@prefix b: <http://b.example/> . # the second
@prefix a: <http://a.example/> .

# About the thing.

a:thing a b:Kind ;
    b:name "A # no comment"@en , "Б"@ru ; # its names
    # two numbers
    b:n 1 , 2.5 ;
    b:part [ b:of a:thing ] ;
    b:list ( 1
        2 ) .
[] a <http://www.w3.org/2002/07/owl#Axiom> ; <http://www.w3.org/2002/07/owl#annotatedSource> a:thing .

# The end.
"""


def test_an_untidy_file_comes_out_tidy():
    assert laid_out(UNTIDY) == TIDY
    assert laid_out(TIDY) == TIDY
    assert laid_out(UNTIDY.replace("\n", "\r\n")) == TIDY


def test_the_dossier_is_in_the_house_style():
    assert len(FILES) > 200
    for path in FILES:
        assert laid_out(path.read_text()) == path.read_text(), path


def test_prefixes_stand_by_name_unless_something_hangs_on_their_order():
    sorted_ones = laid_out("@prefix b: <x:b> .\n@prefix a: <x:a> .\n")
    assert sorted_ones == "@prefix a: <x:a> .\n@prefix b: <x:b> .\n"
    for text in ("@prefix b: <x:b> .\n@prefix b: <x:c> .\n", "@base <x:y/> .\n@prefix a: <z> .\n"):
        assert laid_out(text) == text


@pytest.mark.parametrize("seed", range(60))
def test_comments_anywhere_stay_and_a_second_time_changes_nothing(seed):
    draw = random.Random(seed)
    text = draw.choice(FILES).read_text()
    offsets = [offset for *_, offset in tokens(text)]
    for number, offset in enumerate(sorted(draw.sample(offsets, min(20, len(offsets))))[::-1]):
        between = draw.choice([" #~{}~\n", "\n#~{}~\n", "\n\n\n#~{}~\n\n\n", "\r\n  #~{}~\r"])
        text = text[:offset] + between.format(number) + text[offset:]
    tidy = laid_out(text)
    assert sorted(COMMENT.findall(tidy)) == sorted(COMMENT.findall(text))
    assert laid_out(tidy) == tidy


def test_the_command_writes_says_and_checks(tmp_path):
    dossier = shutil.copytree(SAMPLE, tmp_path / "d")
    assert run("format", dossier).returncode == 0
    assert run("format", dossier, "--check").returncode == 0
    untidy = dossier / "data" / "untidy.ttl"
    untidy.write_text(UNTIDY)
    checked = run("format", dossier, "--check")
    assert (checked.returncode, checked.stdout) == (1, f"{untidy}\n")
    shown = run("format", dossier, "--diff")
    assert '+    b:name "A # no comment"@en , "Б"@ru ; # its names' in shown.stdout
    assert untidy.read_text() == UNTIDY
    assert run("format", dossier).returncode == 0
    assert untidy.read_text() == TIDY


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.ttl", b"<x:a> <x:b> .", "line 1"),
        ("x.ttl", '<x:a> <x:b> "é" .'.encode("latin-1"), "UTF-8"),
        ("x.ttl", b"<x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> .", "stays as it is"),
        ("x.nt", b"", "no Turtle file"),
    ],
)
def test_what_cannot_be_formatted_is_said_and_nothing_is_written(tmp_path, name, content, words):
    (tmp_path / "a.ttl").write_text(UNTIDY)
    path = tmp_path / name
    path.write_bytes(content)
    done = run("format", tmp_path / "a.ttl", path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert words in done.stderr
    assert (tmp_path / "a.ttl").read_text() == UNTIDY
    assert path.read_bytes() == content


def test_a_link_stays_a_link_and_a_mode_a_mode(tmp_path):
    path, link = tmp_path / "elsewhere.ttl", tmp_path / "link.ttl"
    path.write_text(UNTIDY)
    path.chmod(0o640)
    link.symlink_to(path)
    assert run("format", link).returncode == 0
    assert (link.is_symlink(), path.read_text()) == (True, TIDY)
    assert path.stat().st_mode & 0o777 == 0o640
