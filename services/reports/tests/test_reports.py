from datetime import date

import pytest

from reports import create_app
from reports.sales import Sale, Sales


@pytest.fixture
def client():
    sales = Sales([
        Sale(date(2031, 5, 1), "tea", 100),
        Sale(date(2031, 5, 2), "tea, green", 50),
        Sale(date(2031, 5, 3), "tea", 25),
    ])
    return create_app(sales, environment="testing").test_client()


def test_is_healthy(client):
    assert client.get("/healthz").json == {"status": "ok"}


def test_page_names_its_environment(client):
    page = client.get("/")
    assert "2031-05" in page.text
    assert "testing" in page.text


def test_sums_by_product(client):
    report = client.get("/reports/2031-05").json
    assert report == {"month": "2031-05", "totals": {"tea": 125, "tea, green": 50}, "sum": 175}


def test_csv_quotes_commas(client):
    answer = client.get("/reports/2031-05.csv")
    assert answer.mimetype == "text/csv"
    assert answer.text.splitlines() == ["product,cents", "tea,125", '"tea, green",50']


@pytest.mark.parametrize("path", ["/reports/1999-01", "/reports/1999-01.csv", "/nothing"])
def test_knows_what_it_has(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json["error"]
