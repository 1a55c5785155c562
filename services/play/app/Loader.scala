import controllers.Links
import links.Shortener
import play.api.*
import play.api.ApplicationLoader.Context
import play.api.http.JsonHttpErrorHandler
import play.api.routing.Router
import router.Routes

/** Wires the application when it is compiled; nothing is looked up by reflection. */
class Loader extends ApplicationLoader:
  def load(context: Context): Application = Components(context).application

class Components(context: Context) extends BuiltInComponentsFromContext(context) with NoHttpFiltersComponents:
  LoggerConfigurator(environment.classLoader).foreach(_.configure(environment, configuration, Map.empty))

  private val shortener = Shortener()
  shortener.shorten("https://www.playframework.com/documentation")

  override lazy val httpErrorHandler = JsonHttpErrorHandler(environment, None)
  lazy val router: Router =
    Routes(httpErrorHandler, Links(controllerComponents, shortener, configuration.get[String]("environment")))
