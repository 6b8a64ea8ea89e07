"""Rules of the house that a program can check."""

import ast
import json
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "cnnkit"
MODULES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST_FILE = 340  # about 300, and a little for the formatter
LONGEST_FUNCTION = 60  # one screen, without the docstring
LONGEST_CELL = 15
# data by nature: a page of exercises or of mistakes is read entry by entry
TABLES = re.compile(r"lessons/lesson_\d\d/exercises\.py|mistakes/")


def each(paths):
    """Make one test of a rule for many files, which names every file that breaks it."""

    def gather(rule):
        def test():
            broken = []
            for path in paths:
                try:
                    rule(path)
                except Exception as error:  # a file that cannot be read breaks a rule too
                    broken.append(f"{path.relative_to(ROOT)}: {error or type(error).__name__}")
            assert paths
            assert not broken, "\n".join(broken)

        return test

    return gather


each_module, each_notebook = each(MODULES), each(NOTEBOOKS)


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def declared(tree):
    """The names in __all__, or None."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return ast.literal_eval(node.value)
    return None


@each_module
def test_all_is_sorted_and_true(path):
    tree = tree_of(path)
    names = declared(tree)
    if names is None:
        assert path.name in ("__main__.py", "__init__.py", "solutions.py", "doctor.py") or path.parent.name == "kernels"
        return
    defined = {n.name for n in tree.body if hasattr(n, "name")}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            defined |= {n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            defined.add(node.target.id)
        if isinstance(node, ast.Import | ast.ImportFrom):
            defined |= {a.asname or a.name for a in node.names}
    lazy = any(getattr(n, "name", "") == "__getattr__" for n in tree.body)

    assert list(names) == sorted(set(names), key=lambda n: (not n.isupper(), not n[0].isupper(), n))
    assert lazy or set(names) <= defined


@each_module
def test_files_are_short_and_functions_fit_one_screen(path):
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(PACKAGE).as_posix()
    if not TABLES.match(name):
        assert len(text.splitlines()) <= LONGEST_FILE, "make it a folder of the same name"
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@each_module
def test_public_functions_have_a_sentence_and_an_example(path):
    tree = tree_of(path)
    name = path.relative_to(PACKAGE).as_posix()
    names = declared(tree) or ()
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name not in names:
            continue
        doc = ast.get_docstring(node) or ""
        assert doc, f"{node.name} needs a docstring"
        assert doc.split("\n")[0].rstrip().endswith((".", "?", ":")), f"{node.name}: one plain sentence first"
        operations = ("conv.py", "pool/", "transposed.py", "filterbank/", "losses", "activations")
        if name.startswith(operations) and isinstance(node, ast.FunctionDef):
            assert ">>>" in doc, f"{node.name} needs an example"


@each_module
def test_no_file_is_named_after_nothing(path):
    assert path.stem not in {"utils", "core", "common", "helpers", "misc"}


def test_kernels_are_compiled_in_one_way():
    spellings = set()
    for path in (PACKAGE / "kernels").glob("*.py"):
        spellings |= set(re.findall(r"\bnjit\([^)]*\)", path.read_text(encoding="utf-8")))

    assert len(spellings) <= 4, spellings  # serial, parallel, inlined, spliced


def test_make_check_leaves_out_what_is_marked_and_nothing_else():
    """So says CONTRIBUTING; a folder or a file that is passed over holds marked tests alone."""
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE).group(1)
    assert re.findall(r'-m "([^"]*)"', recipe) == ["not slow and not browser"]
    assert " -k " not in recipe and "--deselect" not in recipe
    passed_over = [ROOT / name for name in re.findall(r"--ignore[= ](\S+)", recipe)]
    for path in (file for name in passed_over for file in ([name] if name.is_file() else name.rglob("test_*.py"))):
        whole = path.parent / "conftest.py"  # marks all of its folder
        marked = re.search(r"^pytestmark = .*pytest\.mark\.(slow|browser)\b", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert marked or "add_marker(pytest.mark.browser)" in whole.read_text(encoding="utf-8"), f"{path.name} is left out without a mark"


def test_the_conda_environment_is_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    listed = {line.strip()[2:].split("  #")[0].strip() for line in lines if line.strip().startswith("- ")}
    listed -= {"conda-forge", "nodefaults", "pip", "pip:", "-e ."}

    wanted = {item.replace("matplotlib>", "matplotlib-base>") for item in project["dependencies"]}
    assert listed == wanted | {"python" + project["requires-python"]}


def test_no_machine_and_no_registry_is_named():
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    hosts = "|".join(("py" + "pi.org", "python" + "hosted", "npm" + "js", "registry" + ".npm"))
    secret = re.compile(rf"{hosts}|(?<![\w.])/(?:work|farm|root|home)/\w", re.IGNORECASE)
    for name in filter(None, files):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".js", ".css", ".toml", ".yml", ".yaml", ".ipynb", ".json", ""}:
            text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
            assert not secret.search(text), name


# --- notebooks ---------------------------------------------------------------------------------------


def cells_of(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


@each_notebook
def test_a_lesson_is_a_clean_notebook(path):
    raw = path.read_text(encoding="utf-8")
    notebook = json.loads(raw)
    cells = notebook["cells"]

    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "widgets" not in notebook["metadata"]
    assert len({cell["id"] for cell in cells}) == len(cells)
    assert len(raw) < 200_000
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None


@each_notebook
def test_a_lesson_has_one_title_and_short_cells(path):
    text = [source(c) for c in cells_of(path) if c["cell_type"] == "markdown"]
    code = [source(c) for c in cells_of(path) if c["cell_type"] == "code"]

    assert sum(len(re.findall(r"^# ", t, re.MULTILINE)) for t in text) == 1
    for cell in code:
        assert len(cell.splitlines()) <= LONGEST_CELL, cell


@each_notebook
def test_a_figure_ends_its_cell_or_nobody_sees_it(path):
    shown = re.compile(r"(show_\w+|check|expose|\w*Explorer|Predict|Recap|TrainingDashboard|PoseTraining)$")
    for cell in cells_of(path):
        body = ast.parse(source(cell)).body if cell["cell_type"] == "code" else []
        calls = [n.value for line in body[:-1] for n in ast.walk(line) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Call)]
        assert not any(shown.match(getattr(call.func, "id", "")) for call in calls), source(cell)


@each_notebook
def test_only_exercise_cells_define_something(path):
    for cell in cells_of(path):
        if cell["cell_type"] != "code":
            continue
        exercise = cell["metadata"].get("cnnkit", {}).get("exercise")
        body = ast.parse(source(cell)).body
        defines = [n for n in body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
        assert bool(defines) == bool(exercise), source(cell)
        if exercise:
            assert len(body) == 1 and ast.get_docstring(body[0])
            assert f'NotImplementedError("exercise {exercise}")' in source(cell)


@each_notebook
def test_a_link_looks_like_one(path):
    """JupyterLab gives code its own colour and ground, inside of links too."""
    for cell in cells_of(path):
        if cell["cell_type"] == "markdown":
            assert not re.search(r"\[[^\]]*`[^\]]*\]\(", source(cell)), source(cell)


@each_notebook
def test_no_word_is_loud(path):
    prose = "\n".join(source(c) for c in cells_of(path) if c["cell_type"] == "markdown")
    prose = re.sub(r"\$[^$]*\$|`[^`]*`|!\[", "", prose)

    assert "!" not in prose
    assert not re.search("[\U0001f300-\U0001faff☀-➿]", prose)


def test_the_top_level_is_what_the_readme_promises():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    known = {"CHANGELOG.md", "CONTRIBUTING.md", "DATA_LICENSES.md", "INSTRUCTORS.md", "LICENSE", "Makefile", "README.md", "conftest.py"}
    known |= {"cnnkit", "environment.yml", "notebooks", "pyproject.toml", "tests", "tools"}
    assert {name for line in listed.stdout.split() if not (name := line.split("/")[0]).startswith(".")} == known


@each_notebook
def test_no_backslash_of_a_formula_became_a_control_character(path):
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        assert not re.search(r"[\x00-\x09\x0b-\x1f]", "".join(cell["source"])), cell["id"]
