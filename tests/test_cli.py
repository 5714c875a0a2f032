"""`autograd-nb`, as it is typed: real files, a real JupyterLab, real kernels."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from autograd_nb import chapter
from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete

ROOT = Path(__file__).resolve().parents[1]
NAMES = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


def environment(home: Path, **variables: str) -> dict[str, str]:
    """A user who has nothing yet, and no browser."""
    kept = {name: value for name, value in os.environ.items() if name not in {"BROWSER", "DISPLAY", "WAYLAND_DISPLAY"}}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
        **variables,
    }


STRANGER = "/bin/false"  # a program that is there, and has no autograd_nb

# JupyterLab itself is started by one test only.
STAND_IN = "import autograd_nb.cli as c; c._run_lab = lambda arguments: print(*arguments)"


def run(
    home: Path, *arguments: str, code: str = "pass", before: tuple[str, ...] = (), **variables: str
) -> subprocess.CompletedProcess[str]:
    start = f"import sys; {code}; from autograd_nb.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [*before, sys.executable, "-c", start, *arguments],
        cwd=home,
        env=environment(home, **variables),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def write(folder: Path, *sources: str, name: str, **fields: object) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    made.metadata["kernelspec"] = {"name": "autograd_nb", "display_name": "autograd_nb", "language": "python"}
    path.write_text(json.dumps({**made, **fields}), encoding="utf-8")
    return path


def test_the_command_is_installed():
    command = [Path(sys.executable).with_name("autograd-nb"), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert re.fullmatch(r"autograd_nb \d+\.\d+\.\d+\n", done.stdout)


def test_notebooks_are_copied_and_kept(tmp_path):
    first = run(tmp_path, "notebooks", "course")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == f"copied to course: {', '.join(NAMES)}\n"
    assert sorted(path.name for path in (tmp_path / "course").iterdir()) == NAMES
    for name in NAMES:
        assert (tmp_path / "course" / name).read_bytes() == (ROOT / "notebooks" / name).read_bytes()

    mine, gone = tmp_path / "course" / NAMES[0], tmp_path / "course" / NAMES[1]
    mine.write_text("a learner's work")
    gone.unlink()
    again = run(tmp_path, "notebooks", "course")
    assert again.stdout.splitlines() == [
        f"copied to course: {NAMES[1]}",
        f"kept as they were in course: {', '.join(name for name in NAMES if name != NAMES[1])}",
    ]
    assert mine.read_text() == "a learner's work"
    assert gone.exists()


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path):
    (tmp_path / "course").mkdir()
    link = tmp_path / "course" / NAMES[0]
    link.symlink_to(tmp_path / "elsewhere.ipynb")
    done = run(tmp_path, "notebooks", "course")
    assert done.stdout.splitlines()[-1] == f"kept as they were in course: {NAMES[0]}"
    assert not (tmp_path / "elsewhere.ipynb").exists()


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    done = run(tmp_path, "notebooks", "file")
    assert (done.returncode, done.stderr) == (1, "autograd-nb: file is a file; name a folder for the notebooks.\n")
    done = run(tmp_path, "notebooks", "file/below")
    assert done.returncode == 1
    assert re.fullmatch(
        r"autograd-nb: file/below cannot be written \(.*\); name another folder, such as .*\n", done.stderr
    )


@pytest.fixture
def owner() -> tuple[str, ...]:
    """What a command begins with so that permissions hold: root is made an ordinary owner of its files."""
    if not hasattr(os, "geteuid"):
        pytest.skip("Windows has other permissions")
    if os.geteuid() != 0:
        return ()
    command = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override")
    if shutil.which("setpriv") is None or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("root cannot give up its power over files here")
    return command


def test_a_read_only_folder(tmp_path, owner):
    (tmp_path / "course").mkdir(mode=0o500)
    done = run(tmp_path, "notebooks", "course", before=owner)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "autograd-nb: course cannot be written (Permission denied); "
        f"name another folder, such as {Path('~') / 'autograd-notebooks'}.\n"
    )


def test_lab_where_nothing_can_be_written(tmp_path, owner):
    """A course on a share: what is there is opened as it is."""
    course = tmp_path / "course"
    write(course, "1 + 1", name="mine.ipynb")
    course.chmod(0o500)
    done = run(tmp_path, "lab", "course", before=owner, code=STAND_IN)
    assert done.stdout.splitlines()[0] == "course cannot be written (Permission denied): it is opened as it is."
    assert f"--ServerApp.root_dir={course}" in done.stdout
    assert done.returncode == 0
    assert [path.name for path in course.iterdir()] == ["mine.ipynb"]


def test_a_notebook_that_cannot_be_saved_is_left_whole(tmp_path, owner):
    course = tmp_path / "course"
    path = write(course, "1 + 1", name="mine.ipynb")
    before = path.read_bytes()
    course.chmod(0o500)
    done = run(tmp_path, "notebooks", "course", "--execute", before=owner)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "mine.ipynb: not saved. It cannot be written: Permission denied\n"
    assert path.read_bytes() == before
    assert [each.name for each in course.iterdir()] == ["mine.ipynb"]


def test_execute_refreshes_a_course_and_saves_nothing_volatile(tmp_path):
    course = tmp_path / "course"
    cells = ("import torch\nx = torch.ones(2, requires_grad=True)\ny = x.sum()\ny", "y.backward()")
    path = write(course, *cells, name="mine.ipynb")
    done = run(tmp_path, "notebooks", "course", "--execute")
    assert (done.returncode, done.stdout) == (0, "mine.ipynb: saved\n"), "nothing is copied to a course"
    first = path.read_bytes()
    saved = nbformat.read(path, as_version=4)
    (output,) = saved.cells[0].outputs
    assert complete(output.data[MIME])["changes"][0]["by"] == "y.backward()"
    assert output.metadata == {}
    assert set(saved.metadata) == {"kernelspec", "language_info"}
    assert run(tmp_path, "notebooks", "course", "--execute").stdout == "mine.ipynb: as it was\n"
    assert path.read_bytes() == first


def test_execute_says_of_each_notebook_why_it_cannot(tmp_path):
    course = tmp_path / "course"
    write(course, "1 / 0", name="a-fails.ipynb")
    write(course, "1", name="b-newer.ipynb", nbformat=5)
    write(course, "1", name="c-kernel.ipynb", metadata={"kernelspec": {"name": "no-such", "display_name": ""}})
    (course / "d-text.ipynb").write_text("text")
    write(course, "1 + 1", name="e-works.ipynb")
    before = {path.name: path.read_bytes() for path in course.iterdir()}
    done = run(tmp_path, "notebooks", "course", "--execute")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "a-fails.ipynb: not saved. A cell failed: ZeroDivisionError: division by zero",
        "b-newer.ipynb: not saved. Its format is not known here, perhaps it is newer: Unsupported nbformat version 5",
        "c-kernel.ipynb: not saved. Its kernel is not installed here: No such kernel named no-such",
        "d-text.ipynb: not saved. It is no notebook: it does not hold JSON.",
        "e-works.ipynb: saved",
    ]
    after = {path.name: path.read_bytes() for path in course.iterdir()}
    assert [name for name in before if before[name] != after[name]] == ["e-works.ipynb"]


def test_without_nbclient(tmp_path):
    done = run(tmp_path, "notebooks", "course", "--execute", code="sys.modules['nbclient'] = None")
    assert done.returncode == 1
    assert (
        done.stderr == "autograd-nb: executing notebooks needs nbclient, which is not installed: pip install nbclient\n"
    )


def test_without_jupyterlab(tmp_path):
    done = run(tmp_path, "lab", "course", code="sys.modules['jupyterlab'] = None")
    assert done.returncode == 1
    assert done.stderr == (
        "autograd-nb: JupyterLab is not installed in this environment: `pip install jupyterlab` brings it. "
        "The notebooks alone come with `autograd-nb notebooks course`.\n"
    )
    assert not (tmp_path / "course").exists()


def test_unknown_arguments(tmp_path):
    for arguments in (["lba"], [], ["notebooks"], ["kernel"], ["notebooks", "course", "--exec-all"]):
        done = run(tmp_path, *arguments)
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1].startswith("autograd-nb")


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there is always a browser")
@pytest.mark.parametrize(
    ("program", "variables", "opened"),
    [("w3m", {}, False), ("w3m", {"BROWSER": "w3m"}, True), ("firefox", {"DISPLAY": ":9"}, True)],
)
def test_a_browser_of_the_terminal_is_none(tmp_path, program, variables, opened):
    """Jupyter would open the page in the very terminal that shows its addresses."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / program).write_text("#!/bin/sh\n")
    (tmp_path / "bin" / program).chmod(0o755)
    done = run(tmp_path, "lab", "course", code=STAND_IN, PATH=str(tmp_path / "bin"), **variables)
    assert ("--no-browser" in done.stdout) != opened, done.stdout + done.stderr
    assert ("There is no browser on this machine" in done.stdout) != opened


def ask(address: str, path: str, method: str = "GET") -> bytes:
    request = urllib.request.Request(f"{address}/{path}?token=secret", method=method)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return bytes(answer.read())


@pytest.fixture
def lab(tmp_path):
    """`autograd-nb lab course`, without a browser, where its port is taken: (what it said, its address)."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        log = tmp_path / "log"
        with log.open("w") as file:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "autograd_nb.cli",
                    "lab",
                    "course",
                    "--ServerApp.ip=127.0.0.1",
                    f"--port={port}",
                ],
                cwd=tmp_path,
                env=environment(tmp_path, JUPYTER_TOKEN="secret"),
                stdout=file,
                stderr=file,
            )
        try:
            for _ in range(600):
                found = re.search(r"(http://127\.0\.0\.1:\d+)/lab", log.read_text())
                if found or process.poll() is not None:
                    break
                time.sleep(0.1)
            assert found, log.read_text()
            assert found[1] != f"http://127.0.0.1:{port}"
            yield log, found[1]
            ask(found[1], "api/shutdown", "POST")
            process.wait(20)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def test_lab_opens_on_the_notebooks(lab, tmp_path):
    log, address = lab
    listed = json.loads(ask(address, "api/contents"))["content"]
    assert sorted(item["name"] for item in listed) == NAMES
    kernels = json.loads(ask(address, "api/kernelspecs"))["kernelspecs"]
    assert kernels["autograd_nb"]["spec"]["display_name"] == "Python 3 (autograd_nb)"
    assert {"logo-32x32", "logo-64x64", "logo-svg"} <= set(kernels["autograd_nb"]["resources"])
    said = log.read_text()
    assert said.startswith("copied to course: ")
    assert "There is no browser on this machine: open one of the addresses below from another." in said
    assert "is already in use, trying another port" in said


def test_the_kernel_is_installed_and_starts(tmp_path):
    done = run(tmp_path, "kernel", "install", "--prefix", str(tmp_path / "env"))
    place = tmp_path / "env" / "share" / "jupyter" / "kernels" / "autograd_nb"
    assert done.stdout == f"installed the kernel 'Python 3 (autograd_nb)' in {place}\n"
    assert sorted(path.name for path in place.iterdir()) == [
        "kernel.json",
        "logo-32x32.png",
        "logo-64x64.png",
        "logo-svg.svg",
    ]
    manager = KernelManager(kernel_name="autograd_nb")
    manager.kernel_spec_manager = KernelSpecManager(kernel_dirs=[str(place.parent)])
    assert manager.kernel_spec.argv[0] == sys.executable, "whatever 'python' means where it is found"
    manager.start_kernel(env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        assert client.kernel_info(reply=True, timeout=20)["content"]["implementation"] == "autograd_nb"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_where_the_kernel_goes(tmp_path):
    done = run(tmp_path, "kernel", "install", "--user")
    assert done.stdout.endswith(f"in {tmp_path / 'data' / 'kernels' / 'autograd_nb'}\n")
    (tmp_path / "file").write_text("")
    done = run(tmp_path, "kernel", "install", "--prefix", str(tmp_path / "file"))
    assert done.returncode == 1
    assert done.stderr.startswith("autograd-nb: the kernelspec cannot be written: ")
    assert done.stderr.endswith("`autograd-nb kernel install --user` needs no more than your home.\n")


def test_two_environments_of_one_user(tmp_path):
    """The second one says whose place it takes, and how not to."""
    kernels = tmp_path / "data" / "kernels"
    other = {"argv": ["/other/bin/python", "-m", "autograd_nb.kernel"], "display_name": "", "language": "python"}
    (kernels / "autograd_nb").mkdir(parents=True)
    (kernels / "autograd_nb" / "kernel.json").write_text(json.dumps(other))
    done = run(tmp_path, "kernel", "install", "--user", "--name", "autograd_nb-new")
    assert done.stdout == f"installed the kernel 'Python 3 (autograd_nb-new)' in {kernels / 'autograd_nb-new'}\n"
    assert json.loads((kernels / "autograd_nb" / "kernel.json").read_text()) == other
    done = run(tmp_path, "kernel", "install", "--user")
    assert done.stdout.splitlines()[1] == "It started /other/bin/python before; with --name there is room for both."
    names = [json.loads(path.read_text())["display_name"] for path in sorted(kernels.glob("*/kernel.json"))]
    assert names == ["Python 3 (autograd_nb)", "Python 3 (autograd_nb-new)"]
    assert len(run(tmp_path, "kernel", "install", "--user").stdout.splitlines()) == 1, "nothing is replaced by itself"
    done = run(tmp_path, "kernel", "install", "--user", "--name", "a name")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "autograd-nb: 'a name' is no name for a kernel: use letters, digits, '-', '.' and '_'.\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", r"The kernelspec of 'autograd_nb' cannot be read \(.*\)"),
        ("[]", r"The kernelspec of 'autograd_nb' cannot be read \(.*\)"),
        ("{}", r"The kernelspec in .* does not start this kernel"),
        ({"argv": "python -m autograd_nb.kernel"}, r"The kernelspec in .* does not start this kernel"),
        ({"argv": ["python", "-m", "ipykernel_launcher"]}, r"The kernelspec in .* does not start this kernel"),
        ({"argv": [3, "-m", "autograd_nb.kernel"]}, r"The kernelspec in .* does not start this kernel"),
        (
            {"argv": ["/no/such/python", "-m", "autograd_nb.kernel"]},
            r"The kernelspec in .* starts '/no/such/python', which is not there",
        ),
        (
            {"argv": [STRANGER, "-m", "autograd_nb.kernel"]},
            f"The kernelspec in .* starts '{re.escape(STRANGER)}', which has no autograd_nb",
        ),
    ],
)
def test_a_broken_kernelspec_is_one_sentence(tmp_path, text, said):
    folder = tmp_path / "path" / "kernels" / "autograd_nb"
    folder.mkdir(parents=True)
    whole = text if isinstance(text, str) else json.dumps({"display_name": "", "language": "python", **text})
    (folder / "kernel.json").write_text(whole)
    done = run(tmp_path, "lab", "course", code=STAND_IN, JUPYTER_PATH=str(tmp_path / "path"))
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(f"{said}: run `autograd-nb kernel install`\\.", done.stdout.splitlines()[1])


def test_the_kernelspec_that_is_installed_is_in_order(tmp_path):
    """As pip has placed it, and as `kernel install` writes it."""
    done = run(tmp_path, "kernel", "install", "--user")
    assert done.returncode == 0, done.stderr
    look = "from autograd_nb.kernel import spec; print(spec.problem()); sys.exit()"
    assert run(tmp_path, code=look).stdout == "None\n"
    shutil.rmtree(tmp_path / "data" / "kernels")
    assert run(tmp_path, code=look).stdout == "None\n"


def test_a_folder_that_has_them_all(tmp_path):
    course = tmp_path / "course"
    shutil.copytree(ROOT / "notebooks", course)
    assert chapter.copy(course) == chapter.Copied(new=[], kept=NAMES)
