"""Monthly sales, as JSON and as CSV."""

import os

from flask import Flask, Response, abort, jsonify, render_template

from .sales import Sales


def create_app(sales: Sales | None = None, environment: str | None = None) -> Flask:
    app = Flask(__name__)
    sales = sales or Sales.example()
    environment = environment or os.environ.get("APP_ENV", "production")

    @app.get("/healthz")
    def health():
        return {"status": "ok"}

    @app.get("/")
    def index():
        return render_template("index.html", months=sales.months(), environment=environment)

    @app.get("/reports")
    def months():
        return {"months": sales.months()}

    @app.get("/reports/<month>")
    def report(month: str):
        totals = sales.totals(month)
        if not totals:
            abort(404, "no sales in that month")
        return {"month": month, "totals": totals, "sum": sum(totals.values())}

    @app.get("/reports/<month>.csv")
    def csv(month: str):
        if month not in sales.months():
            abort(404, "no sales in that month")
        return Response(sales.csv(month), mimetype="text/csv")

    @app.errorhandler(404)
    def missing(error):
        return jsonify(error=error.description), 404

    return app


app = create_app()
