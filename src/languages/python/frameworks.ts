/** How an application is served: by a server of its interface, or by its own program. */
export type Interface = "wsgi" | "asgi" | "own";

/** A class, or a function that returns an object, that makes an application. */
export interface Maker {
  /** The distribution's name, as in requirements; absent where there is none. */
  framework?: string;
  interface: Interface;
  /** Modules that it is imported from. */
  modules: string[];
  /** The name says enough where nothing tells its module. */
  isDistinct?: boolean;
}

const wsgi = (framework: string, modules = [framework], isDistinct = true): Maker => ({
  framework,
  interface: "wsgi",
  modules,
  isDistinct,
});
const asgi = (framework: string, modules = [framework], isDistinct = true): Maker => ({
  ...wsgi(framework, modules, isDistinct),
  interface: "asgi",
});
const own = (framework: string, modules = [framework], isDistinct = true): Maker => ({
  ...wsgi(framework, modules, isDistinct),
  interface: "own",
});

/** What is called to make an application, by its own name. */
const MAKERS: Record<string, Maker[]> = {
  Flask: [wsgi("flask")],
  APIFlask: [wsgi("apiflask")],
  OpenAPI: [wsgi("flask-openapi3", ["flask_openapi3"], false)],
  Eve: [wsgi("eve", ["eve"], false)],
  Dash: [wsgi("dash", ["dash"])],
  Bottle: [wsgi("bottle")],
  default_app: [wsgi("bottle", ["bottle"], false)],
  make_wsgi_app: [wsgi("pyramid", ["config"])],
  get_wsgi_application: [wsgi("django")],
  WSGIApp: [wsgi("python-socketio", ["socketio"], false)],
  FastAPI: [asgi("fastapi")],
  Starlette: [asgi("starlette")],
  Litestar: [asgi("litestar")],
  Quart: [asgi("quart")],
  Sanic: [asgi("sanic")],
  ASGIApp: [asgi("python-socketio", ["socketio"], false)],
  get_asgi_application: [asgi("django")],
  ProtocolTypeRouter: [asgi("channels")],
  FlaskApp: [wsgi("connexion")],
  AsyncApp: [asgi("connexion", ["connexion"], false)],
  App: [
    asgi("falcon", ["falcon.asgi"], false),
    wsgi("falcon", ["falcon"], false),
    wsgi("connexion", ["connexion"], false),
  ],
  API: [wsgi("falcon", ["falcon"], false), asgi("responder", ["responder"], false)],
  Application: [
    asgi("blacksheep", ["blacksheep"], false),
    own("aiohttp", ["aiohttp.web", "web"], false),
    own("tornado", ["tornado.web", "tornado"], false),
  ],
};

/**
 * What makes an application.
 *
 * @param origin dotted, as imports tell: `flask.Flask`, or a plain name whose module isn't known.
 */
export function makerOf(origin: string): Maker | undefined {
  const at = origin.lastIndexOf(".");
  const [module, name] = [origin.slice(0, Math.max(at, 0)), origin.slice(at + 1)];
  const makers = Object.hasOwn(MAKERS, name) ? (MAKERS[name] ?? []) : [];
  const isFrom = (each: string) => module === each || module.startsWith(`${each}.`);
  return (
    makers.find(({ modules }) => modules.some(isFrom)) ?? makers.find((maker) => !module && maker.isDistinct)
  );
}

/** Frameworks by interface, as requirements name them. */
export const WSGI = [
  "flask",
  "django",
  "bottle",
  "falcon",
  "pyramid",
  "cherrypy",
  "dash",
  "apiflask",
  "connexion",
];
export const ASGI = ["fastapi", "starlette", "litestar", "quart", "blacksheep", "sanic"];
