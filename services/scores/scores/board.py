"""Best scores of players, game by game."""

from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True)
class Rank:
    rank: int
    player: str
    points: int


class Board:
    def __init__(self):
        self._best: dict[str, dict[str, int]] = defaultdict(dict)

    def record(self, game: str, player: str, points: int) -> bool:
        """True where it beats the player's best."""
        best = self._best[game].get(player)
        if best is not None and points <= best:
            return False
        self._best[game][player] = points
        return True

    def games(self) -> list[str]:
        return sorted(self._best)

    def top(self, game: str, count: int) -> list[Rank]:
        """Highest first; equal points share a rank, and the next one is skipped."""
        ordered = sorted(self._best.get(game, {}).items(), key=lambda item: (-item[1], item[0]))
        points = [points for _, points in ordered]
        return [Rank(points.index(p) + 1, player, p) for player, p in ordered[:count]]
