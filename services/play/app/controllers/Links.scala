package controllers

import links.Shortener
import play.api.libs.json.{JsValue, Json}
import play.api.mvc.*

class Links(components: ControllerComponents, shortener: Shortener, environment: String)
    extends AbstractController(components):

  def health = Action(Ok(Json.obj("status" -> "ok")))

  def about = Action(Ok(Json.obj("service" -> "play", "environment" -> environment)))

  def all = Action(Ok(Json.toJson(shortener.all.view.mapValues(_.toString).toMap)))

  def shorten: Action[JsValue] = Action(parse.json) { (request: Request[JsValue]) =>
    (request.body \ "address").asOpt[String].toRight("an address is needed").flatMap(shortener.shorten) match
      case Right(code) => Created(Json.obj("code" -> code, "path" -> s"/l/$code"))
      case Left(problem) => BadRequest(Json.obj("error" -> problem))
  }

  def follow(code: String) = Action {
    shortener.find(code) match
      case Some(uri) => Found(uri.toString)
      case None => NotFound(Json.obj("error" -> "no such link"))
  }
