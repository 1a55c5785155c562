import links.Shortener
import munit.FunSuite
import play.api.{Application, ApplicationLoader, Environment}
import play.api.libs.json.Json
import play.api.test.FakeRequest
import play.api.test.Helpers.*

class LinksTest extends FunSuite:
  private val application: Application =
    Loader().load(ApplicationLoader.Context.create(Environment.simple(), Map("environment" -> "testing")))

  override def afterAll(): Unit = await(application.stop())

  private def get(path: String) = route(application, FakeRequest(GET, path)).get
  private def post(address: String) =
    route(application, FakeRequest(POST, "/links").withJsonBody(Json.obj("address" -> address))).get

  test("is healthy and names its environment") {
    assertEquals(contentAsString(get("/healthz")), """{"status":"ok"}""")
    assertEquals((contentAsJson(get("/")) \ "environment").as[String], "testing")
  }

  test("shortens, and leads back") {
    val made = post("https://example.com/a?b=c")
    assertEquals(status(made), CREATED)
    val followed = get((contentAsJson(made) \ "path").as[String])
    assertEquals(redirectLocation(followed), Some("https://example.com/a?b=c"))
  }

  test("refuses what a browser should not follow") {
    for address <- Seq("javascript:alert(1)", "no address", "https:///") do
      assertEquals(status(post(address)), BAD_REQUEST, address)
  }

  test("knows its links") {
    assertEquals(status(get("/l/none")), NOT_FOUND)
  }

  test("gives an address one code, and two addresses two, even with equal hashes") {
    val shortener = Shortener()
    val codes = Seq("http://x/Aa", "http://x/BB", "http://x/Aa").map(shortener.shorten)
    assertEquals(codes(0), codes(2))
    assertNotEquals(codes(0), codes(1))
  }
