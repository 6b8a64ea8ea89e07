"""One JupyterLab and one Chromium for each worker of the browser tests; each test opens a notebook of its own.

Without Chromium the tests are skipped with a reason, except in CI, where that is a failure.
Nothing but this machine may be asked for anything: other requests are refused and fail the test.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

SHOTS = Path(__file__).parent / "shots"
WIDTH, HEIGHT = 1280, 800
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    # nothing in the background may ask the network
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # what is not on this machine goes to a port where nobody listens, so nothing leaves; to intercept
    # requests instead would switch the cache off
    "--proxy-server=127.0.0.1:9",
    # timers and frames at full speed, also in a window that nobody looks at
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
)

LEARNERS_SETTINGS = Path(__file__).parents[2] / "cnnkit" / "lab" / "labconfig" / "default_setting_overrides.json"
LAB_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/apputils-extension:themes": {"theme": LIGHT},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    # other modes leave cells outside the window out of the page
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if "budgets" in item.fixturenames:
                item.add_marker(pytest.mark.alone)


def _chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        reason = "no Chromium on this machine (Debian: apt-get install chromium)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium."""
    path = _chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """Address and folder of a JupyterLab whose settings and data are all its own."""
    _chromium()
    home, root = tmp_path_factory.mktemp("lab-home"), tmp_path_factory.mktemp("lab-root")
    overrides = home / "config" / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(json.loads(LEARNERS_SETTINGS.read_text(encoding="utf-8")) | LAB_SETTINGS))
    private = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "user-settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
        "CNNKIT_STATE": "state",
    }
    environment = os.environ | {name: str(home / folder) for name, folder in private.items()}
    environment["JUPYTER_PLATFORM_DIRS"] = "1"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, log = f"http://127.0.0.1:{port}", home / "server.log"
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": root,
        "ServerApp.password": "",
        "IdentityProvider.token": "",
        "ServerApp.disable_check_xsrf": True,
        "ServerApp.terminals_enabled": False,
        "LabApp.expose_app_in_browser": True,
        "LabApp.extension_manager": "readonly",
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--{name}={value}" for name, value in options.items()]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, stdout=output, stderr=output, env=environment, start_new_session=True
        )
        try:
            _wait_until_up(server, address, log)
            yield address, root
        finally:
            _stop(server)


def _wait_until_up(server, address: str, log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/api/status", timeout=2).read()
            return
        time.sleep(0.2)
    pytest.fail("JupyterLab did not start:\n" + log.read_text(errors="replace")[-3000:])


def _stop(server) -> None:
    # the first interrupt makes the server ask "really?", the second signal is the answer
    for stop in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, stop)
        time.sleep(0.3)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)


def _is_splash(text: str) -> bool:
    """On a busy machine JupyterLab takes its splash screen away twice and complains of it.

    Only a complaint whose every frame lies in JupyterLab's own script is meant.
    """
    frames = [line for line in text.splitlines() if line.lstrip().startswith("at ")]
    own = all("/static/lab/jlab_core." in frame for frame in frames)
    return "'removeChild' on 'Node'" in text and bool(frames) and own


@pytest.fixture(scope="session")
def context(browser):
    """One browser profile: JupyterLab's scripts are read from its cache after the first page."""
    size = {"width": WIDTH, "height": HEIGHT}
    context = browser.new_context(viewport=size, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(context):
    """A page that collects console errors; nothing in it may ask for what is not on this machine."""
    page = context.new_page()
    page.set_default_timeout(30_000)
    errors, offsite = [], []
    page.shutting_down = False  # what JupyterLab says about a kernel that we end is not ours

    def complain(text: str) -> None:
        if not page.shutting_down and not _is_splash(text):
            errors.append(text)

    page.on("console", lambda said: complain(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complain(f"{error}\n{error.stack}"))

    def guard(request):
        if not request.url.startswith(("http://127.0.0.1", "data:", "blob:")):
            offsite.append(request.url)

    page.on("request", guard)
    yield page
    page.close()
    assert not offsite, f"asked for something outside this machine: {offsite}"
    assert not errors, f"the browser's console has errors: {errors}"


IDLE = """() => {
    const open = window.jupyterapp.shell.currentWidget;
    return open?.sessionContext?.session?.kernel?.status === 'idle' }"""

FINISHED = """() => {
    const open = window.jupyterapp.shell.currentWidget;
    const cells = [...open.content.model.cells].filter(
        cell => cell.type === 'code' && cell.sharedModel.getSource().trim());
    return cells.every(cell => cell.executionCount !== null)
        && open.sessionContext.session.kernel.status === 'idle' }"""

CELL_ERRORS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
    .filter(cell => cell.type === 'code')
    .flatMap(cell => cell.outputs.toJSON().filter(output => output.output_type === 'error')
        .map(output => output.ename + ': ' + output.evalue))"""


@pytest.fixture
def notebook(page, lab, request):
    """Open a notebook of the given cells, run it, and return the page; `theme` is light or dark."""
    address, root = lab

    def run(*sources: str, theme: str = LIGHT):
        name = f"{request.node.name.replace('[', '-').replace(']', '')}.ipynb"
        new = nbformat.v4
        book = new.new_notebook(cells=[new.new_code_cell(source) for source in sources])
        # without a kernelspec JupyterLab asks for one and waits for ever
        book.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        nbformat.write(book, root / name)
        page.goto(f"{address}/doc/tree/{name}?reset", wait_until="domcontentloaded")
        page.wait_for_function("() => window.jupyterapp !== undefined", timeout=60_000)
        page.evaluate("() => window.jupyterapp.restored.then(() => true)")
        # JupyterLab remembers the theme of the test before
        if page.evaluate("() => document.body.dataset.jpThemeName") != theme:
            change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
            page.evaluate(change, theme)
            shown = "theme => document.body.dataset.jpThemeName === theme"
            page.wait_for_function(shown, arg=theme)
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.wait_for_function(IDLE, timeout=90_000)
        page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_function(FINISHED, timeout=90_000)
        failed = page.evaluate(CELL_ERRORS)
        assert not failed, f"cells failed: {failed}"
        return page

    yield run
    page.shutting_down = True
    # do not leave kernels behind: they share two processors with the next test
    page.evaluate("""() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()""")


class OnScreen:
    """One explorer as a learner meets it: reads its words, focuses, presses keys.

    Parameters
    ----------
    page : Page
        The page that it stands in.
    place : int
        Which explorer of the page.
    """

    def __init__(self, page, place: int = 0):
        self.page = page
        self.root = page.locator("section.ck").nth(place)
        self.root.wait_for()
        page.wait_for_function("root => root.dataset.state === 'ready'", arg=self.handle)

    @property
    def handle(self):
        return self.root.element_handle()

    def data(self, name: str) -> str:
        return self.root.evaluate("(root, name) => root.dataset[name]", name)

    def settle(self) -> None:
        """Wait until the picture on the screen is the one that Python published last."""
        self.page.wait_for_function(
            "root => new Promise(done => requestAnimationFrame(() => requestAnimationFrame("
            "() => done(root.dataset.serial === root.dataset.drawn))))",
            arg=self.handle,
        )

    def sum(self) -> str:
        return self.root.locator(".ck-sum").inner_text()

    def status(self) -> str:
        return self.root.locator(".ck-status").inner_text()

    def message(self) -> str:
        return self.root.locator(".ck-message").text_content()

    def notes(self) -> str:
        return self.root.locator(".ck-notes").inner_text()

    def grid(self, name: str):
        return self.root.locator(f"canvas[data-grid={name}]")

    def go(self, grid: str, row: int, column: int) -> None:
        """Walk there with arrow keys alone, from wherever the cursor of that grid is."""
        self.grid(grid).focus()
        keyboard = self.page.keyboard
        for key, count in (("PageUp", 1), ("Home", 1), ("ArrowDown", row), ("ArrowRight", column)):
            for _ in range(count):
                keyboard.press(key)
        wanted = f"{grid}:{row},{column}"
        self.page.wait_for_function(
            "([root, wanted]) => root.dataset.cursor === wanted", arg=[self.handle, wanted]
        )
        self.settle()

    def control(self, name: str):
        return self.root.locator(f"[data-control={name}]").locator("input, select, button").first

    def set_slider(self, name: str, value: int) -> None:
        """Press arrow keys on a slider until it says `value`; each press waits for its picture."""
        handle = self.control(name)
        handle.focus()
        for _ in range(40):
            now = int(handle.input_value())
            if now == value:
                return
            self.press_for_picture("ArrowRight" if now < value else "ArrowLeft")
        raise AssertionError(f"slider {name} does not reach {value}")

    def choose(self, name: str, text: str) -> None:
        """Pick an option of a menu, or a tab, by what it says."""
        before = self.data("serial")
        box = self.root.locator(f"[data-control={name}]")
        if box.locator("select").count():
            box.locator("select").select_option(label=text)
        else:
            # by keyboard: a pointer can miss while a change of theme moves the page
            box.get_by_label(text, exact=True).press("Space")
        self.after(before)

    def press_button(self, name: str) -> None:
        """Focus a button by its name, press it with the keyboard and wait for its picture."""
        before = self.data("serial")
        self.root.get_by_role("button", name=name, exact=True).press("Enter")
        self.after(before)

    def press_for_picture(self, key: str) -> float:
        """Press a key on the focused control; milliseconds until its new picture was painted."""
        self.settle()  # a picture that is still to be drawn is none of this key
        before = self.data("drawn")
        self.root.evaluate(ARM, before)
        self.page.keyboard.press(key)
        return self.root.evaluate("root => root.painted")

    def after(self, serial: str, seconds: float = 30) -> None:
        """Wait for the picture that follows the one numbered `serial`."""
        self.page.wait_for_function(
            "([root, old]) => root.dataset.drawn !== old && root.dataset.drawn === root.dataset.serial",
            arg=[self.handle, serial],
            timeout=1000 * seconds,
        )


# from the key press to the frame after the one that drew the new picture
ARM = """(root, before) => {
    let start = null;
    document.addEventListener('keydown', () => { start ??= performance.now() }, {capture: true, once: true});
    root.painted = new Promise((done, fail) => {
        const late = setTimeout(() => fail(new Error('no new picture')), 15000);
        const look = () => {
            if (root.dataset.drawn === before) return requestAnimationFrame(look);
            clearTimeout(late);
            requestAnimationFrame(() => done(performance.now() - start));
        };
        look();
    });
}"""


@pytest.fixture
def on_screen():
    """The class that reads and drives an explorer in a page."""
    return OnScreen


@pytest.fixture
def told():
    """What the status line of an explorer says from an act to its next picture; pale meanwhile, for a reader too."""

    def listen(explorer: OnScreen, act) -> list[str]:
        explorer.root.evaluate(LISTEN)
        before = explorer.data("serial")
        act()
        explorer.page.wait_for_function("root => root.waited", arg=explorer.handle)
        assert explorer.root.locator(".ck-said").get_attribute("aria-live") == "polite"
        explorer.after(before, 120)  # seconds of work, on a machine that may be busy
        assert not explorer.root.locator("[aria-busy=true]").count()
        return explorer.root.evaluate("root => root.told")

    return listen


# the sentences of the status line, and whether a picture was seen to wait
LISTEN = """root => {
    Object.assign(root, { told: [], waited: false });
    new MutationObserver(() => {
        const words = root.querySelector('.ck-status').textContent;
        if (root.told.at(-1) !== words) root.told.push(words);
        root.waited ||= root.querySelector('.ck-panel').getAttribute('aria-busy') === 'true';
    }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
}"""


@pytest.fixture
def accessible():
    """Assert that axe-core finds no serious or critical violation in an explorer."""
    from axe_playwright_python.sync_playwright import Axe

    def check(explorer: OnScreen) -> None:
        explorer.root.evaluate("root => root.id ||= 'checked-by-axe'")
        found = Axe().run(explorer.page, context=f"#{explorer.root.get_attribute('id')}")
        bad = [
            (one["id"], one["impact"], [node["html"][:160] for node in one["nodes"]])
            for one in found.response["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert not bad, bad

    return check


@pytest.fixture
def shot():
    """Save a picture of an explorer for people to look at."""
    SHOTS.mkdir(exist_ok=True)

    def save(explorer: OnScreen, name: str) -> Path:
        path = SHOTS / f"{name}.png"
        # an explorer higher than the window would be cut by the notebook's own scroll area
        explorer.page.set_viewport_size({"width": WIDTH, "height": 1400})
        explorer.settle()
        explorer.root.screenshot(path=path)
        explorer.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        return path

    return save


# the goals are 16 / 34 ms and 150 ms on a quiet machine; CI machines are noisy
FRAME_LIMIT, PICTURE_LIMIT = 100, 1000


@pytest.fixture
def budgets(capsys):
    """Measure pointer to frame over a grid, and slider key to picture; fail only when far off."""

    def measure(explorer: OnScreen, *, grid, slider: str = "", keys=None, moves: int = 100) -> None:
        target = explorer.grid(grid) if isinstance(grid, str) else grid
        # a pointer outside the window moves nothing
        target.evaluate("one => one.scrollIntoView({block: 'center', behavior: 'instant'})")
        explorer.settle()
        box, frames = target.bounding_box(), []
        for k in range(moves):
            x, y = (k * 37 % 100) / 100, (k * 61 % 100) / 100
            explorer.page.mouse.move(
                box["x"] + 24 + x * (box["width"] - 34), box["y"] + 22 + y * (box["height"] - 32)
            )
            explorer.settle()
            # gone where the pointer lit nothing new: on a gap, or twice on one cell
            found = explorer.root.evaluate(
                "root => { const found = root.dataset.latency; delete root.dataset.latency; return found }"
            )
            frames += [float(found)] if found else []
        assert len(frames) > moves / 3
        pressed = ["ArrowUp", "ArrowDown"] if keys else ["ArrowRight", "ArrowLeft"]
        (keys or explorer.control(slider)).focus()
        pictures = [explorer.press_for_picture(key) for key in pressed * 8]
        frames.sort()
        middle, late = statistics.median(frames), frames[int(len(frames) * 0.95)]
        with capsys.disabled():
            print(
                f"\n{explorer.data('explorer')}: pointer to frame {middle:.1f} ms median, "
                f"{late:.1f} ms p95 (goal 16 / 34); slider key to picture "
                f"{statistics.median(pictures):.0f} ms median (goal 150)"
            )
        assert middle < FRAME_LIMIT
        assert statistics.median(pictures) < PICTURE_LIMIT

    return measure


@pytest.fixture
def tab_stops():
    """Walk an explorer with the Tab key; the names of its stops, all of which have one."""

    def walk(explorer: OnScreen) -> set[str]:
        wanted = explorer.root.evaluate(
            """root => [...root.querySelectorAll('input, select, button, canvas, summary, [tabindex="0"]')]
                .filter(one => one.getClientRects().length && !one.disabled && one.tabIndex >= 0
                    && (one.type !== 'radio' || one.checked)).length"""
        )
        # start in front of the first control
        explorer.root.evaluate("root => { root.tabIndex = -1; root.focus() }")
        names = []
        for _ in range(wanted + 1):
            explorer.page.keyboard.press("Tab")
            inside, name = explorer.root.evaluate(
                """root => { const one = document.activeElement;
                    const name = one.labels?.[0]?.textContent || one.getAttribute('aria-label') || one.textContent;
                    return [root.contains(one), name.trim()] }"""
            )
            if inside:
                names.append(name)
        assert len(names) == wanted, (wanted, names)
        assert all(names), names
        return set(names)

    return walk


@pytest.fixture
def in_both_themes(accessible, shot):
    """Show an explorer in the light and the dark theme: axe-core and a picture of each."""
    change = """theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"""
    shown = """theme => document.body.dataset.jpThemeName === theme"""

    def check(explorer: OnScreen, name: str) -> None:
        grounds = []
        for theme in (LIGHT, DARK):
            explorer.page.evaluate(change, theme)
            explorer.page.wait_for_function(shown, arg=theme)
            explorer.page.wait_for_timeout(150)  # the look is read again after the style sheet
            explorer.settle()
            accessible(explorer)
            path = shot(explorer, f"{name}-{theme.split()[1].lower()}")
            assert path.stat().st_size > 5000
            ground = "root => getComputedStyle(root).backgroundColor"
            grounds.append(explorer.root.evaluate(ground))
        assert grounds[0] != grounds[1]
        explorer.page.evaluate(change, LIGHT)
        explorer.page.wait_for_function(shown, arg=LIGHT)

    return check
