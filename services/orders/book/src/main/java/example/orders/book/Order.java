package example.orders.book;

import java.util.Map;
import java.util.Set;

/** An order on its way from placed to shipped. */
public record Order(String id, String product, int count, State state) {
  public enum State {
    PLACED,
    PAID,
    SHIPPED,
    CANCELLED
  }

  private static final Map<State, Set<State>> NEXT =
      Map.of(
          State.PLACED, Set.of(State.PAID, State.CANCELLED),
          State.PAID, Set.of(State.SHIPPED, State.CANCELLED),
          State.SHIPPED, Set.of(),
          State.CANCELLED, Set.of());

  public Order {
    if (product == null || product.isBlank()) throw new IllegalArgumentException("an order needs a product");
    if (count < 1) throw new IllegalArgumentException("an order needs a count");
  }

  /** The same order in another state; refused where no way leads there. */
  public Order become(State next) {
    if (!NEXT.get(state).contains(next)) throw new IllegalStateException(state + " can't become " + next);
    return new Order(id, product, count, next);
  }
}
