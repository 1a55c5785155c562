package example.orders.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import example.orders.book.Book;
import example.orders.book.Order;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.Optional;

/** Orders over HTTP, as JSON. */
class Api implements HttpHandler {
  private static final Map<String, Order.State> MOVES =
      Map.of("pay", Order.State.PAID, "ship", Order.State.SHIPPED, "cancel", Order.State.CANCELLED);
  private static final Answer NO_PAGE = Answer.error(404, "no such page");

  private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();
  private final Book book;
  private final String environment;

  Api(Book book, String environment) {
    this.book = book;
    this.environment = environment;
  }

  private record Wish(String product, int count) {}

  private record Answer(int status, Object body) {
    static Answer error(int status, String message) {
      return new Answer(status, Map.of("error", message));
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = gson.toJson(answer.body()).getBytes(UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) {
    String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
    try {
      return switch (exchange.getRequestMethod()) {
        case "GET" -> get(path);
        case "POST" -> post(path, exchange);
        default -> Answer.error(405, "no such method");
      };
    } catch (JsonParseException | IllegalArgumentException problem) {
      return Answer.error(400, String.valueOf(problem.getMessage()));
    } catch (IllegalStateException problem) {
      return Answer.error(409, problem.getMessage());
    }
  }

  private Answer get(String[] path) {
    return switch (path[0]) {
      case "" -> new Answer(200, Map.of("service", "orders", "environment", environment));
      case "healthz" -> new Answer(200, Map.of("status", "ok"));
      case "orders" -> path.length == 1 ? new Answer(200, book.all()) : order(book.find(path[1]));
      default -> NO_PAGE;
    };
  }

  private Answer post(String[] path, HttpExchange exchange) {
    if (!path[0].equals("orders")) return NO_PAGE;
    if (path.length == 3 && MOVES.containsKey(path[2])) return order(book.move(path[1], MOVES.get(path[2])));
    if (path.length != 1) return NO_PAGE;
    Wish wish = gson.fromJson(new InputStreamReader(exchange.getRequestBody(), UTF_8), Wish.class);
    if (wish == null) throw new IllegalArgumentException("an order needs a body");
    return new Answer(201, book.place(wish.product(), wish.count()));
  }

  private static Answer order(Optional<Order> order) {
    return order.map(found -> new Answer(200, found)).orElse(Answer.error(404, "no such order"));
  }
}
