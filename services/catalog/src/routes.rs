use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use crate::catalog::Catalog;

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    text: String,
    most: Option<u32>,
}

pub fn routes(catalog: Catalog, environment: String) -> Router {
    let about = Json(json!({ "service": "catalog", "environment": environment }));
    Router::new()
        .route(
            "/healthz",
            get(|| async { Json(json!({ "status": "ok" })) }),
        )
        .route("/", get(|| async { about }))
        .route("/products", get(search))
        .route("/products/{id}", get(product))
        .fallback(|| async { missing("no such page") })
        .with_state(Arc::new(catalog))
}

async fn search(State(catalog): State<Arc<Catalog>>, Query(search): Query<Search>) -> Response {
    Json(catalog.search(&search.text, search.most)).into_response()
}

async fn product(State(catalog): State<Arc<Catalog>>, Path(id): Path<String>) -> Response {
    match catalog.get(&id) {
        Some(product) => Json(product).into_response(),
        None => missing("no such product"),
    }
}

fn missing(error: &str) -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "error": error }))).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    async fn ask(path: &str) -> (u16, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = routes(Catalog::example(), "testing".into())
            .oneshot(request)
            .await
            .unwrap();
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn answers() {
        for (path, status, contains) in [
            ("/healthz", 200, r#""status":"ok""#),
            ("/", 200, r#""environment":"testing""#),
            ("/products?text=kettle", 200, r#""id":"p1""#),
            ("/products?most=few", 400, "most"),
            ("/products/p2", 200, "Tea strainer"),
            ("/products/p9", 404, "no such product"),
            ("/nothing", 404, "no such page"),
        ] {
            let (got, body) = ask(path).await;
            assert!(
                got == status && body.contains(contains),
                "{path}: {got} {body}"
            );
        }
    }
}
