package example.orders.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BookTest {
  private final Book book = new Book();

  @Test
  void ships() {
    String id = book.place("tea", 2).id();
    book.move(id, Order.State.PAID);
    book.move(id, Order.State.SHIPPED);
    assertEquals(Order.State.SHIPPED, book.find(id).orElseThrow().state());
  }

  @Test
  void shipsNothingUnpaid() {
    String id = book.place("tea", 2).id();
    assertThrows(IllegalStateException.class, () -> book.move(id, Order.State.SHIPPED));
    assertEquals(Order.State.PLACED, book.find(id).orElseThrow().state());
  }

  @Test
  void refusesNothing() {
    assertThrows(IllegalArgumentException.class, () -> book.place("tea", 0));
    assertThrows(IllegalArgumentException.class, () -> book.place(" ", 1));
    assertTrue(book.all().isEmpty());
  }

  @Test
  void knowsItsOrders() {
    assertTrue(book.move("O-9999", Order.State.PAID).isEmpty());
  }
}
