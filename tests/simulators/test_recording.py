"""Placeholders of a story: what was read has its name, and two questions that drew one code have two."""

import pytest

from simulators.recording import Masks, NotRead


def test_two_questions_that_drew_one_code_have_two_names() -> None:
    masks = Masks()
    first, other, same = (masks.hide(f"Send? YES {code} (5 min)") for code in ("4821", "7730", "4821"))
    assert [first, other, same] == [f"Send? YES {{{name}}} (5 min)" for name in ("code", "code 2", "code 3")]
    assert masks.fill("YES {code 3} {code 2} {code}") == "YES 4821 7730 4821"
    assert masks.typed("YES 4821") == "YES {code 3}", "the newest question is the one that is answered"


def test_a_reference_read_again_is_the_same_one_and_one_that_nobody_read_is_none() -> None:
    masks = Masks()
    assert [masks.hide(f"Ref {one}") for one in ("ABCD-2345", "WXYZ-6789", "ABCD-2345")] == [
        "Ref {ref}",
        "Ref {ref 2}",
        "Ref {ref}",
    ]
    with pytest.raises(NotRead, match="code"):
        masks.fill("YES {code}")
