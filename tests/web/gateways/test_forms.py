"""A gateway's form as it is read, against the standard library's reader."""

from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Request
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from wallet.core.errors import Misread
from web.gateways.forms import CONTENT_TYPE, fields


def posted(body: str) -> Request:
    """A form as Flask hands it on."""
    return Request(EnvironBuilder(method="POST", data=body, content_type=CONTENT_TYPE).get_environ())


@given(st.dictionaries(st.text(min_size=1), st.text(), min_size=1))
def test_what_was_encoded_is_read_back(form: dict[str, str]) -> None:
    assert fields(posted(urlencode(form))) == form


@given(st.text("%2AaBb3+*# 5", min_size=1).map(lambda value: f"text={value}"))
def test_half_an_escape_is_read_as_everybody_reads_it(body: str) -> None:
    assert fields(posted(body)) == dict(parse_qsl(body, keep_blank_values=True))


@pytest.mark.parametrize("body", ["", "&", "text=1&text=2", "te%78t=1&text=2"])
def test_a_form_that_says_nothing_or_one_thing_twice_is_misread(body: str) -> None:
    with pytest.raises(Misread):
        fields(posted(body))
