package example.orders.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import example.orders.book.Book;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiTest {
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = Main.start(0, new Api(new Book(), "testing"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void expect(int status, String contains, String method, String path, String body) throws Exception {
    URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body)).build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertEquals(status, response.statusCode(), response.body());
    assertTrue(response.body().contains(contains), response.body());
  }

  @Test
  void answers() throws Exception {
    expect(200, "\"status\":\"ok\"", "GET", "/healthz", "");
    expect(200, "testing", "GET", "/", "");
    expect(404, "no such page", "GET", "/nothing", "");
    expect(405, "no such method", "DELETE", "/orders", "");
  }

  @Test
  void movesAnOrder() throws Exception {
    expect(201, "\"state\":\"PLACED\"", "POST", "/orders", "{\"product\":\"tea\",\"count\":2}");
    expect(409, "can't become SHIPPED", "POST", "/orders/O-0001/ship", "");
    expect(200, "PAID", "POST", "/orders/O-0001/pay", "");
    expect(200, "SHIPPED", "POST", "/orders/O-0001/ship", "");
    expect(200, "SHIPPED", "GET", "/orders/O-0001", "");
  }

  @Test
  void refuses() throws Exception {
    expect(400, "needs a count", "POST", "/orders", "{\"product\":\"tea\"}");
    expect(400, "error", "POST", "/orders", "tea");
    expect(400, "needs a body", "POST", "/orders", "");
    expect(404, "no such order", "POST", "/orders/O-9999/pay", "");
  }
}
