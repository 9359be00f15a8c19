"""Decision procedures, as another program."""

from flask import Flask

from eca_policy.ballots import queries
from eca_policy.ballots.presets import PRESETS
from eca_policy.ballots.procedure import Procedure
from tests.api.conftest import Acting, Hall


def test_a_delegate_reads_every_procedure_as_data_and_in_words(acting: Acting, hall: Hall) -> None:
    answer = acting(hall.delegate).get("/procedures").get_json()
    found = {each["key"]: each for each in answer["procedures"]}
    assert found.keys() == PRESETS.keys()
    assert Procedure.from_dict(found["statutes"]["rule"]).to_dict() == queries.procedure("statutes").rule
    silence = found["silence"]
    assert silence["conduct"] == {"working_days": 10}
    assert silence["conduct_sentence"].endswith("the ballot lasts 10 working days.")
    assert silence["sentence"].startswith("Adopted unless at least 3 associations")
    assert (silence["followed_by"], found["statutes"]["followed_by"]) == ("position_paper", None)


def test_the_sentences_are_in_the_language_asked_for(acting: Acting, hall: Hall) -> None:
    program = acting(hall.delegate)
    program.headers["Accept-Language"] = "fi"
    names = [each["name"] for each in program.get("/procedures").get_json()["procedures"]]
    assert "Sääntömuutos" in names


def test_nobody_reads_them_without_a_token(app: Flask) -> None:
    response = app.test_client().get("/api/v1/procedures")
    assert response.status_code == 401
    assert response.mimetype == "application/problem+json"
