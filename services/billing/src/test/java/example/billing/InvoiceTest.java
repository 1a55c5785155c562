package example.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class InvoiceTest {
  private static Invoice invoice(Invoice.Line... lines) {
    return Invoice.of("R-1", "Kim", List.of(lines));
  }

  @Test
  void addsUp() {
    Invoice invoice = invoice(new Invoice.Line("Tea", 250, 2), new Invoice.Line("Cup", 1_000, 1));
    assertEquals(List.of(1_500L, 285L, 1_785L), List.of(invoice.net(), invoice.vat(), invoice.gross()));
  }

  @Test
  void roundsTaxOnce() {
    Invoice.Line cent = new Invoice.Line("Pin", 1, 1);
    assertEquals(1, invoice(cent, cent, cent).vat());
  }

  @Test
  void refusesWhatCannotBeOwed() {
    assertThrows(IllegalArgumentException.class, () -> invoice());
    assertThrows(IllegalArgumentException.class, () -> new Invoice.Line("Tea", -1, 1));
    assertThrows(ArithmeticException.class, () -> invoice(new Invoice.Line("All", Long.MAX_VALUE, 2)));
  }
}
