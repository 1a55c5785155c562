package example.billing;

import java.util.List;

/** What a customer owes, in cents; {@code vat} is rounded once for the whole invoice. */
public record Invoice(String number, String customer, List<Line> lines, long net, long vat, long gross) {
  private static final long VAT_PERCENT = 19;

  /** One thing that was sold. */
  public record Line(String text, long cents, int count) {
    public Line {
      if (text == null || text.isBlank()) throw new IllegalArgumentException("a line needs a text");
      if (cents < 0 || count < 1) throw new IllegalArgumentException("a line needs a price and a count");
    }

    long total() {
      return Math.multiplyExact(cents, (long) count);
    }
  }

  static Invoice of(String number, String customer, List<Line> lines) {
    if (customer == null || customer.isBlank()) throw new IllegalArgumentException("an invoice needs a customer");
    if (lines == null || lines.isEmpty()) throw new IllegalArgumentException("an invoice needs a line");
    long net = lines.stream().mapToLong(Line::total).reduce(0, Math::addExact);
    long vat = Math.addExact(Math.multiplyExact(net, VAT_PERCENT), 50) / 100;
    return new Invoice(number, customer, List.copyOf(lines), net, vat, net + vat);
  }
}
