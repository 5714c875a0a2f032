"""The direction of knowledge: who may import whom, read from the source."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "autograd_nb"
SOURCES = sorted(PACKAGE.rglob("*.py"))

# From the ground up. A room may import rooms on lower floors, and its own modules.
FLOORS = [
    {"engine", "_version"},
    {
        "accelerator",
        "amp",
        "autograd",
        "backends",
        "fft",
        "jit",
        "linalg",
        "overrides",
        "random",
        "signal",
        "special",
        "testing",
        "types",
        "version",
    },
    {"cuda", "masked", "nn"},
    {"compiler", "optim", "func", "functional", "utils"},
    {"distributions", "serialization"},
    {"trace"},
    {"display"},
    {"kernel"},
    {"chapter", "exporter", "myst"},
    {"cli", "pytest_plugin"},
]
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

# The façade gives names to all of it, and is what users import: the kernel's modules may, too.
FACADE = {"autograd_nb", "autograd_nb._names", "autograd_nb._rare_names"}

# The only modules that know notebooks and widgets.
KNOWS_IPYTHON = {
    "autograd_nb.display.halves",
    "autograd_nb.display.ipython",
    "autograd_nb.display.model",
    "autograd_nb.display.widget",
    "autograd_nb.exporter.latex",
    "autograd_nb.kernel.__main__",
    "autograd_nb.kernel.kernel",
    "autograd_nb.kernel.extension",
    "autograd_nb.kernel.magics",
}
NOTEBOOK_LIBRARIES = {"IPython", "ipywidgets", "ipykernel", "traitlets", "comm"}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in SOURCES}


def room(module: str) -> str:
    """The folder or file inside the package: 'engine' for autograd_nb.engine.graph, '' for the package."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def runtime_nodes(tree: ast.AST, *, deferred: bool) -> Iterator[ast.AST]:
    """All nodes but those under `if TYPE_CHECKING:`, and without `deferred` those inside functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and not deferred:
            continue
        yield node
        yield from runtime_nodes(node, deferred=deferred)


def imported(module: str, *, deferred: bool = True) -> set[str]:
    """The full names of the modules that a module imports when it runs."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    names: set[str] = set()
    for node in runtime_nodes(ast.parse(path.read_text(encoding="utf-8")), deferred=deferred):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                names.add(full if full in MODULES else base)
    return names - {module}


def own(names: set[str]) -> set[str]:
    return {name for name in names if name.partition(".")[0] == "autograd_nb"}


def test_every_room_has_a_floor():
    rooms = {room(module) for module in set(MODULES) - FACADE}
    assert rooms <= set(FLOOR), "say in FLOORS who may import a new room"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_run_downward(module: str):
    if module in FACADE:
        return
    for name in sorted(own(imported(module))):
        here, there = room(module), room(name)
        if name == "autograd_nb" and FLOOR[here] >= FLOOR["kernel"]:
            continue
        assert there, f"{module} imports the façade"
        assert here == there or FLOOR[there] < FLOOR[here], f"{module} imports {name}"


def test_a_module_imports_its_neighbours_by_a_dot():
    """`from .op import Op`, in every room alike; what lies in another folder is imported by its whole name."""
    for module, path in MODULES.items():
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        if "." in package:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
            assert named & {package, *(name for name in MODULES if name.rpartition(".")[0] == package)} == set(), module


def test_no_cycle():
    """No modules import each other while they load. An import inside a function runs later and is no knot."""
    graph = {module: own(imported(module, deferred=False)) & set(MODULES) for module in MODULES}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join([*path[path.index(module) :], module])
        if module not in done:
            for name in sorted(graph[module]):
                visit(name, (*path, module))
            done.add(module)

    for module in sorted(graph):
        visit(module, ())


@pytest.mark.parametrize("module", sorted(name for name in MODULES if room(name) == "engine"))
def test_the_engine_needs_numpy_and_the_standard_library_only(module: str):
    others = {name.partition(".")[0] for name in imported(module)} - {"autograd_nb", "numpy"}
    assert others <= sys.stdlib_module_names


@pytest.mark.parametrize("module", sorted(MODULES))
def test_few_modules_know_notebooks(module: str):
    roots = {name.partition(".")[0] for name in imported(module)}
    assert module in KNOWS_IPYTHON or not roots & NOTEBOOK_LIBRARIES


def test_import_loads_no_notebook_library():
    """`import autograd_nb` is for scripts and tests too, and has to be fast there."""
    code = "import sys, autograd_nb; {}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"

    def loaded(use: str) -> list[str]:
        command = [sys.executable, "-c", code.format(use)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()

    assert "numpy" not in loaded("autograd_nb.TORCH_API"), "the kernel and the command line start without it"
    assert "numpy" not in loaded("import autograd_nb.kernel.kernel, autograd_nb.kernel.extension")
    assert not set(loaded("autograd_nb.ones(2)")) & (NOTEBOOK_LIBRARIES | {"graphviz", "pytest", "importlib_metadata"})


def test_what_a_course_hardly_needs_is_loaded_late():
    code = (
        "import gc, sys, autograd_nb as torch; x = torch.ones(2, requires_grad=True); (x * x).sum().backward(); "
        "print(gc.isenabled(), *sys.modules)"
    )
    collecting, *loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert collecting == "True", "the collector pauses only while the modules are loaded"
    rare = {"_rare_names", "engine.errors", "engine.function", "engine.return_types", "engine.ops.decompositions"}
    assert not {f"autograd_nb.{name}" for name in rare} & set(loaded)


def test_public_names_are_sorted_and_exist():
    import autograd_nb

    assert list(autograd_nb.__all__) == sorted(autograd_nb.__all__)
    assert [name for name in autograd_nb.__all__ if not hasattr(autograd_nb, name)] == []


def test_type_checkers_see_the_names_that_are_loaded_late():
    import autograd_nb

    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    told = {alias.name: ".".join(filter(None, [node.module, alias.name])) for node in imports for alias in node.names}
    late = {name: {module, f"{module}.{name}"} for name, module in autograd_nb._LAZY.items()}
    assert late.keys() - told.keys() == {"trace"}, "which is a function of `_names` to them, and can be called"
    assert {name: told[name] for name in late.keys() & told.keys() if told[name] not in late[name]} == {}


def tracked(*suffixes: str) -> list[Path]:
    """Hand-written files: what git knows, without what a program has built."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    built = (
        "autograd_nb/_labextension/",
        "autograd_nb/display/standalone.js",
        "labextension/package-lock.json",
    )
    paths = [ROOT / line for line in listed if line.endswith(suffixes) and not line.startswith(built)]
    return [path for path in paths if path.exists()]


def test_files_have_one_job():
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in tracked(".py", ".ts", ".css")
    }
    assert {name for name, lines in sizes.items() if lines > 400} == set()


def test_one_version_number():
    package = json.loads((ROOT / "labextension/package.json").read_text(encoding="utf-8"))
    number = package["version"]
    assert version("autograd_nb") == number, "the installed package is another one: run `make venv`"

    import autograd_nb

    assert autograd_nb.__version__ == number
    # What tools copy from it: the lock file and the built extension.
    lock = json.loads((ROOT / "labextension/package-lock.json").read_text(encoding="utf-8"))
    built = json.loads((PACKAGE / "_labextension/package.json").read_text(encoding="utf-8"))
    assert (lock["version"], lock["packages"][""]["version"], built["version"]) == (number,) * 3
    # Nobody writes it by hand a second time. (CHANGELOG.md is where people read about versions.)
    quoted = re.compile(rf"""["']{re.escape(number)}["']""")
    assert [
        path.relative_to(ROOT).as_posix()
        for path in tracked(".py", ".ts", ".toml", ".js", ".mjs", ".json")
        if path.name != "package.json" and quoted.search(path.read_text(encoding="utf-8"))
    ] == []


def test_no_machine_and_no_registry_in_any_file():
    machine = re.compile(r"(?<![\w.$~/)])/(?:work|root|tmp|opt|Users)/\w|/home/[a-z]+/")
    registry = re.compile(r"https?://[a-z.]*(?:registry|pypi|pythonhosted|npmjs|unpkg|jsdelivr|cdn)")
    for path in tracked(".py", ".ts", ".css", ".json", ".toml", ".md", ".ipynb", ".yaml", "Makefile", "run", ".mjs"):
        if path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8")
        assert not machine.search(text), path
        assert not registry.search(text), path
