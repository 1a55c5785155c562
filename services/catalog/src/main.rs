//! Finds products of a shop.

mod catalog;
mod routes;

use std::env;
use std::net::Ipv4Addr;

use tokio::net::TcpListener;
use tokio::signal::unix::{signal, SignalKind};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let environment = env::var("APP_ENV").unwrap_or_else(|_| "production".into());
    let port = env::var("PORT").map_or(Ok(8081), |port| port.parse())?;
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).await?;
    println!("catalog ({environment}) listens on :{port}");

    let mut terminate = signal(SignalKind::terminate())?;
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => (),
            _ = tokio::signal::ctrl_c() => (),
        }
    };
    let routes = routes::routes(catalog::Catalog::example(), environment);
    axum::serve(listener, routes)
        .with_graceful_shutdown(stop)
        .await?;
    Ok(())
}
