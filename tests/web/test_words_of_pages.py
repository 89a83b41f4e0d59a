"""Words of pages and papers: whatever they say in English is said in French, and nothing else is kept."""

import ast
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
KEPT_IN = {"web": "web/pages/words/fr.po", "documents": "documents/words/fr.po"}


def said_by_code(folder: Path) -> set[str]:
    """Return every sentence given to `say(...)` or to `speak(language)(...)`."""
    calls = (
        node
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
    )
    return {
        str(call.args[0].value)
        for call in calls
        if ast.unparse(call.func) == "say" or "speak(" in ast.unparse(call.func)
    }


def said_by_templates(folder: Path) -> set[str]:
    """Return every sentence that a template gives to `_(...)`."""
    found = extract_from_dir(folder, method_map=[("**.html", "jinja2")], options_map={"**.html": {"silent": "false"}})
    return {str(message) for _, _, message, _, _ in found}


@pytest.mark.parametrize("folder", KEPT_IN)
def test_every_sentence_is_said_in_french_with_the_same_values(folder: str) -> None:
    with (ROOT / KEPT_IN[folder]).open("rb") as file:
        catalog = read_po(file, locale="fr")
    kept = {str(one.id): one for one in catalog if one.id}
    assert set(kept) == said_by_code(ROOT / folder) | said_by_templates(ROOT / folder)
    assert [(one.id, list(one.check(catalog))) for one in kept.values() if list(one.check(catalog))] == []
    assert [key for key, one in kept.items() if not one.string] == []
