"""Cases 1 to 14 of the list of bad submissions: the notebook file."""

import json
import os
import stat
import zipfile

from cnnkit.classroom.batch import Batch
from cnnkit.classroom.collecting import collect
from tests.classroom.classes import RIGHT, class_in, data, order, pristine, result, results, solved


def tags_lost(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return notebook


def case_1_no_notebook():
    whole = data(solved())
    for content in (b"", whole[: len(whole) // 2], os.urandom(3000), b"<!DOCTYPE html><html>404</html>", b'"text"', b"[1, 2]"):
        found = result(content)
        assert (found.outcome, found.score) == ("unreadable_notebook", None)
        assert found.message


def case_2_odd_encodings():
    text = json.dumps(solved())
    forged = text.replace('"nbformat": 4', '"nbformat": 4, "nbformat": 4, "odd": NaN')
    for content in (b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"), forged.encode()):
        assert result(content).outcome == "pass"
    assert result(text.encode("latin-1") + b"\xff").outcome == "unreadable_notebook"


def case_3_other_formats():
    cell = {"cell_type": "code", "language": "python", "input": RIGHT.splitlines(keepends=True)}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    assert result(data(old)).outcome == "pass"
    assert any("old format 3" in note for note in result(data(old)).notes)
    assert result(data({**solved(), "nbformat_minor": 99})).outcome == "pass"
    newer = result(data({**solved(), "nbformat": 5}))
    assert newer.outcome == "unreadable_notebook" and "format 5" in newer.message


def case_4_giants(tmp_path):
    cell = {"cell_type": "code", "metadata": {}, "source": "1"}
    deep = b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    for content in (b" " * (21 << 20), data({"nbformat": 4, "cells": [cell] * 100_000}), deep):
        assert result(content).outcome == "unreadable_notebook"
    place = class_in(tmp_path / "class", ada=solved())
    with open(place / "ada" / "00_start_here.ipynb", "wb") as file:
        file.truncate(500 << 20)  # sparse
    (submission,) = collect(place, "00", ["double"]).submissions
    assert len(submission.read()) < 25 << 20


def case_5_names_and_archives(tmp_path):
    for name in ("lesson (1).ipynb", "LESSON.IPYNB", "Übung à la carte.ipynb"):
        place = tmp_path / name
        (place / "ada").mkdir(parents=True)
        (place / "ada" / name).write_text(pristine("00"), encoding="utf-8")
        (submission,) = collect(place, "00", ["double"]).submissions
        assert submission.path == f"ada/{name}"
    archive, content = tmp_path / "class.zip", data(solved())
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("Ada Lovelace_4711_assignsubmission_file/00.ipynb", content)
        for name in ("../../evil.ipynb", "/etc/evil.ipynb", "C:\\evil.ipynb", "bob\\..\\..\\evil.ipynb"):
            made.writestr(name, content)
        link = zipfile.ZipInfo("link/00.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("bomb/00.ipynb", b"0" * (64 << 20))
    collected = collect(archive, "00", ["double"])
    assert [s.student for s in collected.submissions] == ["Ada Lovelace"]
    assert collected.submissions[0].read() == content
    assert len(collected.refused) == 6
    assert all(any(word in entry for entry in collected.refused) for word in ("evil", "link", "bomb"))
    assert not list(tmp_path.rglob("evil*"))


def case_6_two_notebooks(tmp_path):
    place = class_in(tmp_path, ada=solved(answers={}))
    newer = place / "ada" / "00_start_here (1).ipynb"
    newer.write_bytes(data(solved()))
    os.utime(place / "ada" / "00_start_here.ipynb", (1, 1))
    (submission,) = collect(place, "00", ["double"]).submissions
    assert submission.path == "ada/00_start_here (1).ipynb"
    assert "00_start_here.ipynb" in submission.notes[0] and "(1)" in submission.notes[0]
    assert result(submission.read()).outcome == "pass"


def case_7_answer_deleted():
    notebook = solved("05")
    kept = [c for c in notebook["cells"] if c["metadata"].get("cnnkit", {}).get("exercise") != "max_pool_grad"]
    found = results(data({**notebook, "cells": kept}), "05")
    assert found["max_pool_grad"].outcome == "missing_function"
    assert {found[name].outcome for name in ("max_pool", "mean_pool_grad", "downsample_grad")} == {"pass"}


def case_8_cells_moved(tried):
    stub = 'def double(y):\n    raise NotImplementedError("exercise double")'
    helper, uses = "def twice(v):\n    return v * 2", "def double(y):\n    return twice(y.astype(float))"
    assert tried(helper, uses).outcome == "pass"  # split
    assert tried(f"{helper}\n\n\n{uses}").outcome == "pass"  # merged
    assert tried(RIGHT, stub, tags=("", "double")).outcome == "pass"  # copied above the stub
    below = tried(uses, helper)
    assert below.outcome == "pass" and "below its first use" in below.notes[0]
    notebook = solved()
    for cell in notebook["cells"]:
        if cell["metadata"].get("cnnkit"):
            cell.update(cell_type="markdown", source=f"```python\n{RIGHT}```")
    found = result(data(notebook))
    assert found.outcome == "pass" and any("turned into text" in note for note in found.notes)


def case_9_metadata_lost():
    found = result(data(tags_lost(solved())))
    assert found.outcome == "pass" and any("lost the marks" in note for note in found.notes)


def case_10_the_same_mark_twice():
    notebook = solved()
    tagged = next(c for c in notebook["cells"] if c["metadata"].get("cnnkit"))
    notebook["cells"].insert(0, {**tagged, "source": "def double(y):\n    return y"})
    found = result(data(notebook))
    assert found.outcome == "pass" and any("Two cells are marked" in note for note in found.notes)
    assert any("more than once" in note for note in found.notes)


def case_11_checks_changed():
    notebook = solved(answers={"double": "def double(y):\n    return y"})
    for cell in notebook["cells"]:
        if 'check("double"' in "".join(cell["source"]):
            cell["source"] = 'check("double", lambda y: 2.0 * y)'
            cell["metadata"] = {"nbgrader": {"grade": True, "grade_id": "double-test", "points": 1000}}
    found = result(data(notebook))
    assert found.outcome != "pass" and found.score < 1
    assert any("checks double was changed" in note for note in found.notes)
    assert any("points of double-test" in note for note in found.notes)


def case_12_forged_outputs():
    honest, forged = solved(answers={}), solved(answers={})
    for cell in forged["cells"]:
        if cell["cell_type"] == "code":
            shown = {"text/html": "<b style='color:green'>4/4</b>", "text/plain": "1.0"}
            cell["outputs"] = [{"output_type": "execute_result", "data": shown, "metadata": {}, "execution_count": 7}]
            cell["execution_count"] = 7
    one, other = result(data(honest)), result(data(forged))
    assert (one.outcome, one.score, one.page) == (other.outcome, other.score, other.page) == ("not_attempted", 0.0, one.page)


def case_13_the_same_file(tmp_path):
    place = class_in(tmp_path / "class", ada=solved(), bob=solved(), eve=solved(answers={}))
    out = tmp_path / "out"
    Batch(collect(place, "00", ["double"]), order(), out).run(progress=False)
    rows = (out / "grades.csv").read_text(encoding="utf-8").splitlines()
    assert "identical to the file of bob" in rows[1] and "identical to the file of ada" in rows[2]
    assert "identical" not in rows[3] and rows[1].startswith('"ada","1"')
    assert "ada, bob" in (out / "class.html").read_text(encoding="utf-8")


def case_14_untouched():
    for found in results(pristine("04").encode(), "04").values():
        assert (found.outcome, found.score, found.message) == ("not_attempted", 0.0, "Not attempted yet.")


