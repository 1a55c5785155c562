/**
 * The program that serves a static site: Rust, its standard library alone, a static binary below 1 MB.
 *
 * It reads all files when it starts, so no request can reach a path that is no file of the site. Files
 * whose name carries a hash are cached for good, all others are asked for again and answered by 304.
 *
 * With `--cfg routes` addresses may be other than names of files: EXTENSION is what they lack, FALLBACK the page that
 * answers those that are no file. Lines of what comes without it stay where they are, so that its bytes do.
 */
export const STATIC_SERVER = String.raw`//! Serves the files below a directory: HTTP/1.1, GET and HEAD, ETag, immutable caching of hashed names.
#![allow(unexpected_cfgs)] use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv6Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

static STOPPING: AtomicBool = AtomicBool::new(false);
static BUSY: AtomicUsize = AtomicUsize::new(0);
const MOST_CONNECTIONS: usize = 1024;
const IDLE: Duration = Duration::from_secs(30);
const GRACE: Duration = Duration::from_secs(5);

extern "C" {
    fn signal(number: i32, handler: extern "C" fn(i32)) -> usize;
}

extern "C" fn stop(_: i32) {
    STOPPING.store(true, SeqCst);
}

struct Page {
    content: Vec<u8>,
    kind: &'static str,
    etag: String,
    immutable: bool,
}

struct Site {
    pages: HashMap<String, Page>,
    fallback: Option<String>,
}

fn main() {
    let root = env::args().nth(1).unwrap_or_else(|| "/www".into());
    let port: u16 = env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(8080);
    let mut pages = HashMap::new();
    read(Path::new(&root), "", &mut pages);
    let site = Arc::new(Site { pages, fallback: env::var("FALLBACK").ok() });
    let listener = TcpListener::bind((Ipv6Addr::UNSPECIFIED, port))
        .or_else(|_| TcpListener::bind(("0.0.0.0", port)))
        .unwrap_or_else(|error| fail(&format!("port {port}: {error}")));
    for number in [2, 15] {
        unsafe { signal(number, stop) };
    }
    println!("{} files on :{port}", site.pages.len());
    thread::spawn(move || accept(listener, site));
    while !STOPPING.load(SeqCst) {
        thread::sleep(Duration::from_millis(50));
    }
    let since = Instant::now();
    while BUSY.load(SeqCst) > 0 && since.elapsed() < GRACE {
        thread::sleep(Duration::from_millis(10));
    }
}

fn fail(message: &str) -> ! {
    eprintln!("{message}");
    process::exit(1)
}

fn read(directory: &Path, place: &str, pages: &mut HashMap<String, Page>) {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| fail(&format!("{}: {error}", directory.display())));
    for entry in entries.flatten() {
        let path = format!("{place}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read(&entry.path(), &path, pages);
        } else if let Ok(content) = fs::read(entry.path()) {
            let etag = format!("\"{:016x}{:x}\"", hash(&content), content.len());
            let page = Page { kind: kind(&path), immutable: is_hashed(&path), etag, content };
            pages.insert(path, page);
        }
    }
}

/// FNV-1a: tells versions of a file apart; nobody gains by a collision.
fn hash(content: &[u8]) -> u64 {
    content.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

/// "index-BX3k2a9Z.js", "main.3f2a9c1b.css"; neither "report-20300101.csv" nor "My-Document.pdf".
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    let stem = name.rsplit_once('.').map_or("", |(stem, _)| stem);
    stem.match_indices(['-', '.']).any(|(at, _)| is_hash(&stem[at + 1..]))
}

fn is_hash(part: &str) -> bool {
    let count = |test: fn(&char) -> bool| part.chars().filter(test).count();
    let (digits, upper, lower) = (
        count(char::is_ascii_digit),
        count(char::is_ascii_uppercase),
        count(char::is_ascii_lowercase),
    );
    let hexadecimal = part.len() >= 8 && part.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
    let word = part.len() == 8 && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    (hexadecimal && digits > 0 && lower > 0) || (word && upper > 0 && (digits > 0 || (upper > 1 && lower > 0)))
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "wasm" => "application/wasm",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "zip" => "application/zip",
        end => if cfg!(routes) { rare(end) } else { "application/octet-stream" },
    }
}

fn accept(listener: TcpListener, site: Arc<Site>) {
    for stream in listener.incoming().flatten() {
        while BUSY.load(SeqCst) >= MOST_CONNECTIONS {
            thread::sleep(Duration::from_millis(5));
        }
        let site = Arc::clone(&site);
        let worker = thread::Builder::new().stack_size(128 * 1024);
        let _ = worker.spawn(move || converse(stream, &site));
    }
}

/// Requests of one connection, until either side has enough. Only a request under way keeps a stop waiting.
fn converse(stream: TcpStream, site: &Site) {
    let _ = stream.set_read_timeout(Some(IDLE));
    let _ = stream.set_write_timeout(Some(IDLE));
    let _ = stream.set_nodelay(true);
    let Ok(mut output) = stream.try_clone() else { return };
    let mut input = BufReader::new(stream);
    while let Some(request) = next(&mut input) {
        BUSY.fetch_add(1, SeqCst);
        let close = request.close || STOPPING.load(SeqCst);
        let answer = answer(site, &request, close);
        let sent = output.write_all(&answer).and_then(|()| output.flush());
        BUSY.fetch_sub(1, SeqCst);
        if sent.is_err() || close {
            return;
        }
    }
}

struct Request {
    method: String,
    target: String,
    known: String,
    close: bool,
}

/// None at the end of a connection, and for what is no request or one of more than 16 KB.
fn next(input: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut head = input.take(16 * 1024);
    let mut line = String::new();
    head.read_line(&mut line).ok().filter(|&bytes| bytes > 0)?;
    let mut words = line.split_ascii_whitespace();
    let (method, target, version) = (words.next()?.to_string(), words.next()?.to_string(), words.next()?);
    let mut request = Request { method, target, known: String::new(), close: version != "HTTP/1.1" };
    loop {
        let mut field = String::new();
        head.read_line(&mut field).ok().filter(|&bytes| bytes > 0)?;
        let field = field.trim_end();
        if field.is_empty() {
            return Some(request);
        }
        let (name, value) = field.split_once(':')?;
        match name.to_ascii_lowercase().as_str() {
            "if-none-match" => request.known = value.trim().to_string(),
            "connection" if value.trim().eq_ignore_ascii_case("close") => request.close = true,
            // A body that nobody asked for would be read as the next request.
            "content-length" | "transfer-encoding" => request.close = true,
            _ => {}
        }
    }
}

fn answer(site: &Site, request: &Request, close: bool) -> Vec<u8> {
    let whole = request.method == "GET";
    if !whole && request.method != "HEAD" {
        return response("405 Method Not Allowed", "text/plain", "Allow: GET, HEAD\r\n", b"", close, true);
    }
    let Some(path) = decoded(&request.target) else {
        return response("400 Bad Request", "text/plain", "", b"", close, whole);
    };
    let index = format!("{path}index.html");
    let found = site.pages.get(if path.ends_with('/') { &index } else { &path }).or_else(|| if cfg!(routes) { named(site, &path) } else { None });
    if let Some(page) = found {
        return served("200 OK", page, request, close, whole);
    }
    if site.pages.contains_key(&format!("{path}/index.html")) {
        let place = format!("Location: {}/\r\n", request.target.split('?').next().unwrap_or(""));
        return response("301 Moved Permanently", "text/plain", &place, b"", close, whole);
    }
    if let Some(page) = site.fallback.as_ref().filter(|_| !cfg!(routes) || is_route(&path)).and_then(|path| site.pages.get(path)) {
        return served("200 OK", page, request, close, whole);
    }
    match site.pages.get("/404.html") {
        Some(page) => response("404 Not Found", page.kind, "", &page.content, close, whole),
        None => response("404 Not Found", "text/plain; charset=utf-8", "", b"not found\n", close, whole),
    }
}

fn served(status: &str, page: &Page, request: &Request, close: bool, whole: bool) -> Vec<u8> {
    let keep = if page.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let fields = format!("ETag: {}\r\nCache-Control: {keep}\r\n", page.etag);
    let is_known = request.known.split(',').any(|each| {
        let each = each.trim();
        each == "*" || each.strip_prefix("W/").unwrap_or(each) == page.etag
    });
    if is_known {
        return response("304 Not Modified", page.kind, &fields, b"", close, false);
    }
    response(status, page.kind, &fields, &page.content, close, whole)
}

fn response(status: &str, kind: &str, fields: &str, content: &[u8], close: bool, whole: bool) -> Vec<u8> {
    let length = if status.starts_with("304") { String::new() } else { format!("Content-Length: {}\r\n", content.len()) };
    let end = if close { "Connection: close\r\n" } else { "" };
    let mut answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{length}X-Content-Type-Options: nosniff\r\n{fields}{end}\r\n"
    )
    .into_bytes();
    if whole {
        answer.extend_from_slice(content);
    }
    answer
}

/// The path without its query, percent signs read; None where they are wrong.
fn decoded(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next()?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok().filter(|path| path.starts_with('/'))
}

/// The page whose address lacks its ending: "about.html" for "/about".
fn named<'a>(site: &'a Site, path: &str) -> Option<&'a Page> {
    let end = env::var("EXTENSION").ok().filter(|_| !path.ends_with('/'))?;
    site.pages.get(&format!("{path}{end}"))
}

/// Whether a page may know an address that is no file: what has an ending is a file that is missing.
fn is_route(path: &str) -> bool {
    !path.rsplit('/').next().unwrap_or("").contains('.')
}

fn rare(end: &str) -> &'static str {
    if end.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return kind(&format!(".{}", end.to_ascii_lowercase()));
    }
    match end {
        "jsonld" => "application/ld+json",
        "geojson" => "application/geo+json",
        "rss" => "application/rss+xml",
        "atom" => "application/atom+xml",
        "xhtml" => "application/xhtml+xml",
        "yaml" | "yml" => "application/yaml",
        "ics" => "text/calendar; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "apng" => "image/apng",
        "bmp" => "image/bmp",
        "jxl" => "image/jxl",
        "eot" => "application/vnd.ms-fontobject",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "m4a" => "audio/mp4",
        "opus" => "audio/ogg",
        "mov" => "video/quicktime",
        "ogv" => "video/ogg",
        "glb" => "model/gltf-binary",
        "gltf" => "model/gltf+json",
        "gz" => "application/gzip",
        _ => "application/octet-stream",
    }
}
`;
