package example.billing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Repository;

/** Invoices in memory, numbered without gaps. */
@Repository
public class Invoices {
  private final Map<String, Invoice> invoices = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  public Invoices() {
    add("Ada Lovelace", List.of(new Invoice.Line("Analytical engine, hour", 4_200, 3)));
  }

  public Invoice add(String customer, List<Invoice.Line> lines) {
    Invoice.of("", customer, lines); // refused before it takes a number
    Invoice invoice = Invoice.of("R-%04d".formatted(last.incrementAndGet()), customer, lines);
    invoices.put(invoice.number(), invoice);
    return invoice;
  }

  public Optional<Invoice> find(String number) {
    return Optional.ofNullable(invoices.get(number));
  }
}
