"""The API over a board."""

import os
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query, Response
from pydantic import BaseModel, Field

from .board import Board, Rank


class Score(BaseModel):
    player: str = Field(min_length=1, max_length=40)
    points: int = Field(ge=0)


def create_app(board: Board | None = None, environment: str | None = None) -> FastAPI:
    board = board or example()
    environment = environment or os.environ.get("APP_ENV", "production")
    # Interactive documentation loads scripts from elsewhere: not for production.
    docs = None if environment == "production" else "/docs"
    app = FastAPI(title="scores", docs_url=docs, redoc_url=None)

    @app.get("/healthz")
    async def health():
        return {"status": "ok"}

    @app.get("/")
    async def about():
        return {"service": "scores", "environment": environment}

    @app.get("/games")
    async def games() -> list[str]:
        return board.games()

    @app.get("/games/{game}")
    async def top(game: str, count: Annotated[int, Query(ge=1, le=100)] = 10) -> list[Rank]:
        if game not in board.games():
            raise HTTPException(404, "nobody has played that game")
        return board.top(game, count)

    @app.post("/games/{game}/scores", status_code=201)
    async def record(game: str, score: Score, response: Response):
        best = board.record(game, score.player, score.points)
        if not best:
            response.status_code = 200
        return {"best": best}

    return app


def example() -> Board:
    board = Board()
    for player, points in {"ada": 1200, "grace": 1500, "alan": 1200, "edsger": 900}.items():
        board.record("chess", player, points)
    return board
