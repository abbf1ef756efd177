//! Serves connections, each in a thread of its own and for a limited time.
//!
//! hyper reads the requests. It runs without an asynchronous runtime, which would take longer to
//! build than all of it: a read or a write waits in its thread.

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::rt::{self, ReadBufCursor};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use std::cell::Cell;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::Future as _;
use std::io::{self, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

/// Connections at a time; one more ends the oldest, so that those that ask nothing block no other.
const OPEN: usize = 64;
/// How long a connection may take, from its first byte to the last of the answer.
const TIME: Duration = Duration::from_secs(10);
/// Bytes of the headers of a request.
const HEAD: usize = 16 << 10;
/// What is still read of a request that was answered, so that its sender reads the answer.
const REST: u64 = 1 << 20;
const REST_TIME: Duration = Duration::from_secs(1);

/// Serve one request a connection, as long as the program runs.
pub fn serve<A>(listener: &TcpListener, answer: A) -> !
where
    A: Fn(&Request<Incoming>) -> Response<Whole> + Send + Sync + 'static,
{
    let answer = Arc::new(answer);
    let open = Arc::new(Open::default());
    loop {
        let Ok((stream, _)) = listener.accept() else {
            // Too many files are open, or the other side is gone again.
            open.end_oldest();
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        let stream = Arc::new(stream);
        open.add(&stream);
        let work = {
            let (answer, open, stream) = (answer.clone(), open.clone(), stream.clone());
            move || {
                one(&stream, &*answer);
                open.remove(&stream);
            }
        };
        if thread::Builder::new().spawn(work).is_err() {
            open.remove(&stream);
        }
    }
}

/// The connections that are open, the oldest first.
#[derive(Default)]
struct Open(Mutex<VecDeque<Arc<TcpStream>>>);

impl Open {
    fn all(&self) -> MutexGuard<'_, VecDeque<Arc<TcpStream>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, stream: &Arc<TcpStream>) {
        if self.all().len() >= OPEN {
            self.end_oldest();
        }
        self.all().push_back(Arc::clone(stream));
    }

    fn remove(&self, stream: &Arc<TcpStream>) {
        self.all().retain(|s| !Arc::ptr_eq(s, stream));
    }

    fn end_oldest(&self) {
        if let Some(oldest) = self.all().pop_front() {
            // Its thread ends; whoever closed it already does not mind.
            let _ = oldest.shutdown(Shutdown::Both);
        }
    }
}

/// Answer one request.
fn one(stream: &TcpStream, answer: &dyn Fn(&Request<Incoming>) -> Response<Whole>) {
    let answered = Cell::new(false);
    let until = Instant::now() + TIME;
    let waiting = Waiting {
        stream,
        until,
        answered: &answered,
    };
    let service = service_fn(|request| {
        let response = answer(&request);
        answered.set(true);
        std::future::ready(Ok::<_, Infallible>(response))
    });
    let mut connection = pin!(
        http1::Builder::new()
            .keep_alive(false)
            // What is read ends with the request, and the answer comes then.
            .half_close(true)
            .title_case_headers(true)
            .max_buf_size(HEAD)
            .serve_connection(waiting, service)
    );
    let mut context = Context::from_waker(Waker::noop());
    // Nothing is ever awaited but bytes, and they are awaited in place.
    while connection.as_mut().poll(&mut context).is_pending() && Instant::now() < until {}
    // Bytes that nobody read would keep the answer from arriving.
    let _ = stream.shutdown(Shutdown::Write);
    let until = Instant::now() + REST_TIME;
    let mut rest = Waiting {
        stream,
        until,
        answered: &Cell::new(false),
    };
    let _ = io::copy(&mut io::Read::take(&mut rest, REST), &mut io::sink());
}

/// A stream that is waited for, until some time.
struct Waiting<'a> {
    stream: &'a TcpStream,
    until: Instant,
    /// No more is read.
    answered: &'a Cell<bool>,
}

impl Waiting<'_> {
    fn left(&self) -> io::Result<Option<Duration>> {
        let left = self.until.checked_duration_since(Instant::now());
        match left.filter(|left| !left.is_zero()) {
            Some(left) => Ok(Some(left)),
            None => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl io::Read for Waiting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.answered.get() {
            return Ok(0);
        }
        self.stream.set_read_timeout(self.left()?)?;
        self.stream.read(buffer)
    }
}

impl rt::Read for Waiting<'_> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context,
        mut cursor: ReadBufCursor,
    ) -> Poll<io::Result<()>> {
        let mut buffer = [0; 4096];
        let room = buffer.len().min(cursor.remaining());
        let read = io::Read::read(&mut *self, buffer.get_mut(..room).unwrap_or_default());
        Poll::Ready(read.map(|n| cursor.put_slice(buffer.get(..n).unwrap_or_default())))
    }
}

impl rt::Write for Waiting<'_> {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let mut stream = self.stream;
        let set = self.left().and_then(|left| stream.set_write_timeout(left));
        Poll::Ready(set.and_then(|()| stream.write(bytes)))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// A body that is there as a whole.
pub struct Whole(Option<Bytes>);

impl Whole {
    pub fn new(bytes: Bytes) -> Self {
        Self(Some(bytes))
    }
}

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |b| b.len() as u64))
    }
}
