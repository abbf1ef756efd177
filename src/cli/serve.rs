//! Serves the page that runs the engine in the browser, to this machine alone.

mod connections;

use super::error::{Error, of_system};
use super::{Exit, complain};
use clap::Args;
use connections::Whole;
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use rdsim::i18n::{Language, en};
use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

/// Where `web/build` writes the page.
const BUILT: &str = "web/dist/index.html";

/// The page that this program was built with; a copy of what is built, since a crate cannot have that.
#[cfg(feature = "page")]
const WITHIN: Option<&[u8]> = Some(include_bytes!("../../packaging/page.html"));
#[cfg(not(feature = "page"))]
const WITHIN: Option<&[u8]> = None;

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// A page to serve in place of the one that a released rdsim has within it
    pub page: Option<PathBuf>,
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 8025)]
    pub port: u16,
    /// A site that may show the page in a frame, such as https://learn.contoso.com; without it none may
    #[arg(long, value_name = "SITE", value_parser = site)]
    pub embed: Vec<String>,
}

/// A site as a policy of frames names it: a scheme, a host and a port, and nothing that could end
/// the list of them.
fn site(given: &str) -> Result<String, String> {
    let host = ["https://", "http://"]
        .iter()
        .find_map(|s| given.strip_prefix(s));
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    match host {
        Some(host) if !host.is_empty() && host.chars().all(plain) => Ok(given.to_owned()),
        _ => Err("give `https://` and a host, without a path".to_owned()),
    }
}

/// Who may show the page in a frame, as a header says it.
fn ancestors(sites: &[String]) -> HeaderValue {
    let named = format!("frame-ancestors {}", sites.join(" "));
    let named = (!sites.is_empty()).then(|| HeaderValue::try_from(named).ok());
    named
        .flatten()
        .unwrap_or(HeaderValue::from_static("frame-ancestors 'none'"))
}

pub(super) fn run(args: &ServeArgs, language: Language) -> io::Result<Exit> {
    let page = match page(args.page.as_deref(), language) {
        Ok(page) => page,
        Err((path, error)) => {
            return Ok(complain(
                &error.localized(&path.display().to_string(), language),
            ));
        }
    };
    let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)) {
        Ok(listener) => listener,
        Err(e) => {
            let error = Error::PortNotOpened {
                port: args.port,
                error: e.to_string(),
            };
            return Ok(complain(&error.localized("", language)));
        }
    };
    let address = listener.local_addr()?;
    let mut out = io::stdout();
    let serves = en("{url} serves the page to this machine alone; end it with Ctrl+C");
    let url = format!("http://{address}/");
    writeln!(out, "{}", language.fill(serves, &[("url", &url)]))?;
    out.flush()?;
    let ancestors = ancestors(&args.embed);
    connections::serve(&listener, move |request| {
        let mut answer = answer(request, &page, address.port());
        answer
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, ancestors.clone());
        answer
    })
}

/// The page, read once: there is no path from a request to a file.
fn page(given: Option<&Path>, language: Language) -> Result<Bytes, (&Path, Error)> {
    if let (None, Some(page)) = (given, WITHIN) {
        return Ok(Bytes::from_static(page));
    }
    let path = given.unwrap_or(Path::new(BUILT));
    match std::fs::read(path) {
        Ok(page) => Ok(Bytes::from(page)),
        Err(e) if given.is_none() && e.kind() == io::ErrorKind::NotFound => {
            Err((path, Error::BuiltWithoutPage))
        }
        Err(e) => Err((
            path,
            Error::UnreadablePage {
                error: of_system(&e).localized(language),
            },
        )),
    }
}

/// Answer with the page, or with why not.
fn answer<B>(request: &Request<B>, page: &Bytes, port: u16) -> Response<Whole> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    // A name that somebody made point here must not be able to read the page as its own.
    if !host.is_some_and(|h| is_ours(h, port)) || hosts.next().is_some() {
        let text = "this server is for localhost alone\n";
        return refusal(StatusCode::MISDIRECTED_REQUEST, text);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refused = refusal(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
        return with(refused, header::ALLOW, "GET, HEAD");
    }
    if !matches!(request.uri().path(), "/" | "/index.html") {
        return refusal(StatusCode::NOT_FOUND, "there is one page, at /\n");
    }
    secured(page.clone(), "text/html; charset=utf-8")
}

/// Whether a Host header names this server.
fn is_ours(host: &str, port: u16) -> bool {
    let names = ["localhost", "127.0.0.1"];
    names.iter().any(|name| {
        host.eq_ignore_ascii_case(&format!("{name}:{port}"))
            || (port == 80 && host.eq_ignore_ascii_case(name))
    })
}

fn refusal(status: StatusCode, text: &'static str) -> Response<Whole> {
    let mut response = secured(text.into(), "text/plain; charset=utf-8");
    *response.status_mut() = status;
    response
}

/// An answer, which is not to be guessed at or kept; who may frame it is said for all of them.
fn secured(body: Bytes, kind: &'static str) -> Response<Whole> {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let response = Response::new(Whole::new(body));
    headers
        .into_iter()
        .fold(response, |response, (name, value)| {
            with(response, name, value)
        })
}

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");

fn with(mut response: Response<Whole>, name: HeaderName, value: &'static str) -> Response<Whole> {
    let value = HeaderValue::from_static(value);
    response.headers_mut().insert(name, value);
    response
}
