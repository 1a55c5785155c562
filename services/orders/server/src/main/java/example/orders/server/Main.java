package example.orders.server;

import com.sun.net.httpserver.HttpServer;
import example.orders.book.Book;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

public class Main {
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8083"));
    String environment = System.getenv().getOrDefault("APP_ENV", "production");
    Book book = new Book();
    book.place("Tea, 100 g", 3);
    HttpServer server = start(port, new Api(book, environment));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(1)));
    System.out.println("orders (" + environment + ") listens on :" + port);
  }

  static HttpServer start(int port, Api api) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/", api);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.start();
    return server;
  }
}
