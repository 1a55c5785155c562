"""Sales of a shop, summed by month and product."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Sale:
    day: date
    product: str
    cents: int


class Sales:
    def __init__(self, sales: list[Sale]):
        self._sales = sales

    @classmethod
    def example(cls) -> "Sales":
        return cls([
            Sale(date(2030, 1, 8), "tea", 1250),
            Sale(date(2030, 1, 21), "coffee", 1890),
            Sale(date(2030, 1, 29), "tea", 625),
            Sale(date(2030, 2, 3), "cocoa, dark", 990),
        ])

    def months(self) -> list[str]:
        return sorted({_month(sale) for sale in self._sales})

    def totals(self, month: str) -> dict[str, int]:
        """Cents by product; empty for a month without sales."""
        totals: Counter[str] = Counter()
        for sale in self._sales:
            if _month(sale) == month:
                totals[sale.product] += sale.cents
        return dict(sorted(totals.items()))

    def csv(self, month: str) -> str:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["product", "cents"])
        writer.writerows(self.totals(month).items())
        return out.getvalue()


def _month(sale: Sale) -> str:
    return sale.day.strftime("%Y-%m")
