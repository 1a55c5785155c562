package links

import java.net.URI
import java.util.concurrent.ConcurrentSkipListMap
import scala.jdk.CollectionConverters.*
import scala.util.Try

/** Short codes for long addresses, in memory. */
class Shortener:
  private val links = ConcurrentSkipListMap[String, URI]()

  def all: Map[String, URI] = links.asScala.toMap

  def find(code: String): Option[URI] = Option(links.get(code))

  /** The code of an address, the same one each time; or why there is none. */
  def shorten(address: String): Either[String, String] =
    for
      uri <- Try(URI(address.trim)).toOption.toRight("not an address")
      _ <- Either.cond(Set("http", "https")(uri.getScheme) && uri.getHost != null, (), "not a web address")
    yield
      val code = Shortener.codes(uri).find(code => Option(links.putIfAbsent(code, uri)).forall(_ == uri))
      code.get

object Shortener:
  private val letters = "23456789abcdefghjkmnpqrstuvwxyz"

  /** Codes to try in turn: the next one where another address has the first. */
  private def codes(uri: URI): Iterator[String] =
    Iterator.from(0).map { attempt =>
      val hash = s"$attempt $uri".hashCode.toLong & 0xffffffffL
      Iterator.iterate(hash)(_ / letters.length).take(5).map(rest => letters((rest % letters.length).toInt)).mkString
    }
