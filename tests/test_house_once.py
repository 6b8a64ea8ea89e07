"""What stands once in the house: a name has one meaning, a thing one place, and no two rooms wait for each other."""

import ast
import re
from collections import defaultdict

from test_house_rules import MODULES, PACKAGE, ROOT, declared, tree_of

SCRIPTS = sorted((PACKAGE / "widgets").rglob("*.js"))
# what stands in the sandbox has the names of the package on purpose: notebooks ask for them there
OUTSIDE = {PACKAGE / "classroom" / "inside" / "nets.py"}


def test_a_class_has_a_name_of_its_own():
    places = defaultdict(list)
    for path in set(MODULES) - OUTSIDE:
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path.relative_to(PACKAGE).as_posix())

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_what_a_front_door_offers_is_not_named_like_a_room():
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    offered = {name for path in PACKAGE.glob("*/__init__.py") for name in declared(tree_of(path)) or ()}

    # `cnnkit doctor` runs one; the reference writes each operation again under its name
    assert rooms & offered <= {"doctor", "linear"}


def _defined(text):
    """Names of the functions at the top of a script."""
    names = re.findall(r"^(?:export )?(?:async )?function (\w+)|^(?:export )?const (\w+) = \(?[\w, {}=]*\)? =>", text, re.MULTILINE)
    return {one or other for one, other in names}


def test_an_explorer_does_not_write_again_what_the_board_offers():
    board = {name for path in SCRIPTS if path.parent.name == "board" for name in _defined(path.read_text(encoding="utf-8"))}
    for path in SCRIPTS:
        if path.parent.name not in ("board", "questions"):
            assert not board & _defined(path.read_text(encoding="utf-8")), path.parent.name


def test_elements_of_drawings_are_made_in_one_place():
    assert [path.name for path in SCRIPTS if "createElementNS" in path.read_text(encoding="utf-8")] == ["element.js"]


def test_no_function_stands_in_two_scripts():
    bodies = defaultdict(set)
    for path in SCRIPTS:
        for body in re.findall(r"^(?:export )?function \w+\(.*?\) \{\n(.*?)^\}", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            plain = re.sub(r"\s+", "", body)
            if len(plain) > 120:
                bodies[plain].add(path.relative_to(PACKAGE).as_posix())

    assert [places for places in bodies.values() if len(places) > 1] == []


def test_node_is_started_from_one_place():
    tests = (*(ROOT / "tests").rglob("*.py"), ROOT / "conftest.py")
    call = "which(" + '"node")'

    assert [path.name for path in tests if call in path.read_text(encoding="utf-8")] == ["conftest.py"]


def test_live_work_has_one_kind_of_thread():
    starting = [path.relative_to(PACKAGE).as_posix() for path in MODULES if "widgets" in path.parts and "Thread(" in path.read_text(encoding="utf-8")]

    assert starting == ["widgets/board/run.py"]


def _imported(tree):
    return {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names
    }  # fmt: skip


def test_no_module_changes_another():
    changed = set()
    for path in MODULES:
        tree = tree_of(path)
        names = _imported(tree)
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for target in targets:
                if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id in names:
                    changed.add(path.relative_to(PACKAGE).as_posix())

    assert changed <= {"kernels/cache.py"}  # Numba offers no other way to say where compiled code lies


def _made_here(tree):
    """What a file defines or sets: functions, names and attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for part in (part for target in targets if isinstance(target, ast.AST) for part in ast.walk(target)):
            yield getattr(part, "attr", getattr(part, "id", ""))


def test_nobody_reaches_into_the_state_of_another_room():
    """What a name with an underscore holds is the business of the folder that makes it."""
    rooms = defaultdict(set)
    for path in MODULES:
        rooms[path.parent if path.parent != PACKAGE else path] |= set(_made_here(tree_of(path)))
    reaching = {
        f"{path.relative_to(PACKAGE).as_posix()}: {ast.unparse(node)}"
        for path in MODULES for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr)
        and node.attr not in rooms[path.parent if path.parent != PACKAGE else path]
        and ast.unparse(node.value) not in ("self", "cls", "super()", "os")  # its own, inherited; os._exit is a door
    }  # fmt: skip

    taken = {
        f"{path.relative_to(PACKAGE).as_posix()}: {alias.name}"
        for path in MODULES for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module for alias in node.names
        if re.match(r"_[a-z]", alias.name) and alias.name not in rooms[path.parent if path.parent != PACKAGE else path]
    }  # fmt: skip

    assert reaching == set()
    assert taken == set()


def test_kernels_are_called_by_their_names():
    """Not by strings, in which a wrong letter would show only when the kernel is needed."""
    for path in MODULES:
        tree = tree_of(path)
        names = _imported(tree)
        asked = [
            ast.unparse(node) for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("getattr", "vars")
            and isinstance(node.args[0], ast.Name) and node.args[0].id in names and "kernels" in (path.parent.name, node.args[0].id)
        ]  # fmt: skip
        assert asked == [], path


def _needs(path):
    """Files of the package that a file imports when it is loaded; what a function imports comes later."""
    for node in tree_of(path).body:
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith("cnnkit")):
            base = path.parents[node.level - 1] if node.level else ROOT
            folder = base.joinpath(*(node.module or "").split(".")) if node.module else base
            for one in (folder, *(folder / alias.name for alias in node.names)):
                if one.with_suffix(".py").is_file():
                    yield one.with_suffix(".py")
            # a package's own front door may list its rooms; a room that goes out through that door is a circle
            if (folder / "__init__.py").is_file() and not any((folder / alias.name).with_suffix(".py").is_file() for alias in node.names):
                yield folder / "__init__.py"


def test_no_two_files_wait_for_each_other():
    needs = {path: set(_needs(path)) - {path} for path in MODULES}
    done, open_ = set(), []

    def visit(path):
        assert path not in open_, " → ".join(one.relative_to(PACKAGE).as_posix() for one in [*open_[open_.index(path):], path])
        if path in done:
            return
        open_.append(path)
        for one in needs.get(path, ()):
            visit(one)
        done.add(open_.pop())

    for path in needs:
        visit(path)


def test_layers_answer_for_themselves():
    """Nobody outside asks a layer what kind it is, but for the pictures that show only some kinds."""
    kinds = {node.name for path in (PACKAGE / "layers").glob("*.py") for node in tree_of(path).body if isinstance(node, ast.ClassDef)} - {"Layer"}
    asking = set()
    for path in MODULES:
        if path.parent.name != "layers":
            for node in ast.walk(tree_of(path)):
                judges = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance"
                if judges and kinds & {name.id for name in ast.walk(node.args[1]) if isinstance(name, ast.Name)}:
                    asking.add(path.relative_to(PACKAGE).as_posix())

    assert asking <= {"widgets/depth/view.py", "widgets/comparison/view.py"}


def test_an_exercise_does_not_repeat_its_lesson():
    for path in PACKAGE.glob("lessons/lesson_*/*.py"):
        assert not re.search(r"\blesson=\"\d\d\"", path.read_text(encoding="utf-8")), path


def test_no_function_of_the_lessons_stands_twice():
    places = defaultdict(list)
    for path in PACKAGE.glob("lessons/**/exercises.py"):
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                places[ast.unparse(node.args), *map(ast.unparse, body)].append(f"{path.parent.name}: {node.name}")

    assert [found for found in places.values() if len(found) > 1] == []


def test_every_field_of_an_exercise_is_read():
    fields = re.findall(r"^    (\w+): ", (PACKAGE / "grader" / "exercise.py").read_text(encoding="utf-8"), re.MULTILINE)
    code = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)

    assert fields and {name for name in fields if not re.search(rf"\.{name}\b", code)} == set()


def test_every_test_asserts():
    """By itself, or through what it calls: a function of the tests that does, or a program that fails aloud."""
    functions = [
        (path, *function)
        for path in (*(ROOT / "tests").rglob("*.py"), ROOT / "conftest.py") if "programs" not in path.parts
        for function in _functions(tree_of(path))
    ]  # fmt: skip
    asserting = {"check_call", "expect", "wait_for_function", "wait_for_selector", "wait_for"}
    before = set()
    while asserting != before:
        before = set(asserting)
        asserting |= {node.name for _, node, asserts, calls in functions if asserts or calls & asserting}

    silent = [f"{path.name}: {node.name}" for path, node, asserts, calls in functions
              if node.name.startswith("test_") and not (asserts or calls & asserting)]  # fmt: skip
    assert functions and silent == []


def _functions(tree):
    """Every function, at any depth: (node, whether it asserts, what it calls and takes), in one walk."""
    found = []

    def walk(node, around):
        if isinstance(node, ast.FunctionDef):
            around = (*around, len(found))
            found.append([node, False, {argument.arg for argument in node.args.args}])
        for k in around:
            if isinstance(node, ast.Assert) or _raises(node):
                found[k][1] = True
            elif isinstance(node, ast.Call):
                found[k][2].add(getattr(node.func, "id", getattr(node.func, "attr", "")))
        for part in ast.iter_child_nodes(node):
            walk(part, around)

    walk(tree, ())
    return found


def _raises(node):
    return isinstance(node, ast.Attribute | ast.Name) and bool(re.match(r"raises|warns|assert_", getattr(node, "attr", getattr(node, "id", ""))))
