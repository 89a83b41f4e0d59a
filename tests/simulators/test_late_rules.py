"""Routes that compile late write the same addresses as Flask's own."""

from flask import Flask, url_for

from simulators.late_rules import LateFlask


def write_address(app: Flask, **values: object) -> str:
    app.add_url_rule("/prompts/<int:number>/of/<who>", "prompt", lambda number, who: f"{number} {who}")
    with app.test_request_context():
        return url_for("prompt", **values)


def test_an_address_is_written_and_found_as_flask_does() -> None:
    values = {"number": 7, "who": "Awa N.", "more": "é"}
    late = LateFlask("late")
    written = write_address(late, **values)
    assert written == write_address(Flask("flask"), **values)
    assert late.test_client().get(written).text == "7 Awa N."
