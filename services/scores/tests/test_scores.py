import pytest
from fastapi.testclient import TestClient

from scores.app import create_app, example
from scores.board import Board


@pytest.fixture
def client():
    return TestClient(create_app(example(), environment="testing"))


def test_is_healthy(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_names_its_environment(client):
    assert client.get("/").json()["environment"] == "testing"


def test_equal_points_share_a_rank():
    ranks = [(rank.rank, rank.player) for rank in example().top("chess", 4)]
    assert ranks == [(1, "grace"), (2, "ada"), (2, "alan"), (4, "edsger")]


def test_keeps_the_best():
    board = Board()
    assert [board.record("go", "ada", points) for points in (5, 4, 6)] == [True, False, True]
    assert board.top("go", 1)[0].points == 6


def test_records(client):
    url = "/games/go/scores"
    assert client.post(url, json={"player": "kim", "points": 7}).status_code == 201
    assert client.post(url, json={"player": "kim", "points": 3}).json() == {"best": False}
    assert client.get("/games/go").json() == [{"rank": 1, "player": "kim", "points": 7}]


def test_refuses(client):
    assert client.post("/games/go/scores", json={"player": "", "points": -1}).status_code == 422
    assert client.get("/games/chess?count=0").status_code == 422
    assert client.get("/games/checkers").status_code == 404


@pytest.mark.parametrize(("environment", "status"), [("production", 404), ("development", 200)])
def test_documentation_stays_out_of_production(environment, status):
    assert TestClient(create_app(example(), environment)).get("/docs").status_code == status
