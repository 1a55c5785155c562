package example.billing;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
public class Api {
  private final Invoices invoices;
  private final String environment;

  Api(Invoices invoices, @Value("${app.environment}") String environment) {
    this.invoices = invoices;
    this.environment = environment;
  }

  record Order(String customer, List<Invoice.Line> lines) {}

  @GetMapping("/healthz")
  Map<String, String> health() {
    return Map.of("status", "ok");
  }

  @GetMapping("/")
  Map<String, String> about() {
    return Map.of("service", "billing", "environment", environment);
  }

  @GetMapping("/invoices/{number}")
  Invoice invoice(@PathVariable String number) {
    return invoices.find(number)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no such invoice"));
  }

  @PostMapping("/invoices")
  ResponseEntity<Invoice> add(@RequestBody Order order) {
    Invoice invoice = invoices.add(order.customer(), order.lines());
    return ResponseEntity.created(URI.create("/invoices/" + invoice.number())).body(invoice);
  }

  @ExceptionHandler({IllegalArgumentException.class, ArithmeticException.class})
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  Map<String, String> refused(RuntimeException problem) {
    return Map.of("error", String.valueOf(problem.getMessage()));
  }
}
