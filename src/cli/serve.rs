//! Serves the page that runs the engine in the browser, to this machine alone.

use super::error::{self, Error};
use super::{Exit, complain};
use clap::Args;
use rdsim::i18n::{Language, en};
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use tiny_http::{Header, Method, Request, Response, Server};

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The page, as `web/build` writes it
    #[arg(default_value = "web/dist/index.html")]
    pub page: PathBuf,
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 8025)]
    pub port: u16,
}

pub(super) fn run(args: &ServeArgs, language: Language) -> io::Result<Exit> {
    // The page is read once: there is no path from a request to a file.
    let page = match std::fs::read(&args.page) {
        Ok(page) => page,
        Err(e) => {
            let error = Error::UnreadablePage {
                error: e.to_string(),
            };
            let page = args.page.display().to_string();
            return Ok(complain(&error.localized(&page, language)));
        }
    };
    let server = match Server::http(SocketAddr::from((Ipv4Addr::LOCALHOST, args.port))) {
        Ok(server) => server,
        Err(e) => {
            let error = Error::PortNotOpened {
                port: args.port,
                error: e.to_string(),
            };
            return Ok(complain(&error.localized("", language)));
        }
    };
    let Some(address) = server.server_addr().to_ip() else {
        return Ok(complain(&error::error(
            language,
            &en("the server has no address").into(),
        )));
    };
    let mut out = io::stdout();
    let serves = en("{url} serves the page to this machine alone; end it with Ctrl+C");
    let url = format!("http://{address}/");
    writeln!(out, "{}", language.fill(serves, &[("url", &url)]))?;
    out.flush()?;
    for request in server.incoming_requests() {
        // Whoever went away before the answer does not want it.
        let _ = answer(request, &page, address.port());
    }
    Ok(Exit::Done)
}

/// Answer with the page, or with why not.
fn answer(request: Request, page: &[u8], port: u16) -> io::Result<()> {
    let host = request.headers().iter().find(|h| h.field.equiv("Host"));
    // A name that somebody made point here must not be able to read the page as its own.
    if !host.is_some_and(|h| is_ours(h.value.as_str(), port)) {
        return request.respond(refusal(421, "this server is for localhost alone\n"));
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        let refused = refusal(405, "only GET and HEAD\n");
        return request.respond(with(refused, "Allow", "GET, HEAD"));
    }
    let path = request.url().split(['?', '#']).next().unwrap_or_default();
    if !matches!(path, "/" | "/index.html") {
        return request.respond(refusal(404, "there is one page, at /\n"));
    }
    let page = secured(Response::from_data(page));
    request.respond(with(page, "Content-Type", "text/html; charset=utf-8"))
}

/// Whether a Host header names this server.
fn is_ours(host: &str, port: u16) -> bool {
    let names = ["localhost", "127.0.0.1"];
    names.iter().any(|name| {
        host.eq_ignore_ascii_case(&format!("{name}:{port}"))
            || (port == 80 && host.eq_ignore_ascii_case(name))
    })
}

fn refusal(status: u16, text: &str) -> Response<io::Cursor<Vec<u8>>> {
    let response = Response::from_string(text).with_status_code(status);
    secured(response)
}

/// What every answer says: it is not to be framed, guessed at or kept.
fn secured<R: io::Read>(response: Response<R>) -> Response<R> {
    let headers = [
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-store"),
    ];
    let with = |response, (name, value)| with(response, name, value);
    headers.into_iter().fold(response, with)
}

fn with<R: io::Read>(response: Response<R>, name: &str, value: &str) -> Response<R> {
    match Header::from_bytes(name, value) {
        Ok(header) => response.with_header(header),
        // It is no header; what is sent here always is.
        Err(()) => response,
    }
}
