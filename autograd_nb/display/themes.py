"""The colours of the static pictures."""

THEMES: dict[str, dict[str, str]] = {
    "light": {
        "ground": "#ffffff", "ink": "#1f2328", "dim": "#5c6672", "line": "#c3cad3", "edge": "#8a96a3",
        "card": "#ffffff", "leaf": "#eef7f1", "leafline": "#2f7d4f", "constant": "#f1f2f4",
        "gradient": "#b4490f", "gradientfill": "#fdf1e7", "gradientline": "#e08a4f", "error": "#b3261e",
        "tangent": "#1a5fb4",
    },
    "dark": {
        "ground": "#111418", "ink": "#e6e9ee", "dim": "#97a3b0", "line": "#3a4550", "edge": "#7b8895",
        "card": "#1b2027", "leaf": "#13261b", "leafline": "#5cb883", "constant": "#20262d",
        "gradient": "#ffb27a", "gradientfill": "#2c1d10", "gradientline": "#b5662b", "error": "#ff8a80",
        "tangent": "#8fc1ff",
    },
}  # fmt: skip
