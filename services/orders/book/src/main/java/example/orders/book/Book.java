package example.orders.book;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All orders, in memory. */
public class Book {
  private final Map<String, Order> orders = new TreeMap<>();

  public synchronized Order place(String product, int count) {
    Order order = new Order("O-%04d".formatted(orders.size() + 1), product, count, Order.State.PLACED);
    orders.put(order.id(), order);
    return order;
  }

  /** Empty where there is no such order. */
  public synchronized Optional<Order> move(String id, Order.State next) {
    return Optional.ofNullable(orders.computeIfPresent(id, (key, order) -> order.become(next)));
  }

  public synchronized Optional<Order> find(String id) {
    return Optional.ofNullable(orders.get(id));
  }

  public synchronized List<Order> all() {
    return List.copyOf(orders.values());
  }
}
