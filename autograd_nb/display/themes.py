"""The colours of the static pictures; the light ones have a short spelling, as they travel with every document."""

THEMES: dict[str, dict[str, str]] = {
    "light": {
        "ground": "#ffffff", "ink": "#222222", "dim": "#556677", "line": "#cccccc", "edge": "#8899aa",
        "card": "#ffffff", "leaf": "#eef7f1", "leafline": "#117755", "constant": "#eeeeee",
        "gradient": "#bb4411", "gradientfill": "#ffeedd", "gradientline": "#dd8844", "error": "#771111",
        "tangent": "#1144bb",
    },
    "dark": {
        "ground": "#111418", "ink": "#e6e9ee", "dim": "#97a3b0", "line": "#3a4550", "edge": "#7b8895",
        "card": "#1b2027", "leaf": "#13261b", "leafline": "#4fe2b4", "constant": "#20262d",
        "gradient": "#ffbe7a", "gradientfill": "#2c1d10", "gradientline": "#b5662b", "error": "#ff8585",
        "tangent": "#8fbcff",
    },
}  # fmt: skip
