//! Does many jobs in several threads and hands the results on in the order of the jobs.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Jobs per thread that may be under way, or done and not handed on yet: this bounds the memory
/// where one job takes much longer than those after it.
pub const AHEAD: usize = 16;

/// How many threads work at a time: one per core.
pub fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Do every job in one of `threads` threads and give each result to `each`, in order. The jobs
/// are made by a thread of their own.
///
/// # Errors
/// The first error of `each`; the jobs that are left are then not done.
pub fn ordered<J: Send, R: Send>(
    threads: usize,
    jobs: impl Iterator<Item = J> + Send,
    work: impl Fn(J) -> R + Sync,
    each: impl FnMut(R) -> io::Result<()>,
) -> io::Result<()> {
    let produce = |send: &mut dyn FnMut(J) -> bool| {
        let mut jobs = jobs;
        let _ = jobs.all(send);
    };
    produced(threads, AHEAD, produce, work, each)
}

/// The same for jobs that `produce` sends for as long as more are wanted; `ahead` jobs per thread
/// may be under way.
///
/// # Errors
/// The first error of `each`; the jobs that are left are then not done.
pub fn produced<J: Send, R: Send>(
    threads: usize,
    ahead: usize,
    produce: impl FnOnce(&mut dyn FnMut(J) -> bool) + Send,
    work: impl Fn(J) -> R + Sync,
    mut each: impl FnMut(R) -> io::Result<()>,
) -> io::Result<()> {
    let ahead = threads.max(1) * ahead;
    let (permits, permitted) = sync_channel(ahead);
    let (to_do, doing) = sync_channel(ahead);
    let (done, results) = sync_channel(ahead);
    let doing = Mutex::new(doing);
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut index = 0usize;
            produce(&mut |job| {
                let wanted = permits.send(()).is_ok() && to_do.send((index, job)).is_ok();
                index += 1;
                wanted
            });
        });
        for _ in 0..threads.max(1) {
            let done = done.clone();
            scope.spawn(|| worker(&doing, &work, done));
        }
        drop(done);
        // Owned here, so that a return on an error ends the other threads.
        let (results, permitted) = (results, permitted);
        let mut waiting = BTreeMap::new();
        let mut next = 0usize;
        for (index, result) in &results {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&next) {
                each(result)?;
                next += 1;
                let _: Result<(), _> = permitted.recv();
            }
        }
        Ok(())
    })
}

fn worker<J, R>(
    doing: &Mutex<Receiver<(usize, J)>>,
    work: impl Fn(J) -> R,
    done: SyncSender<(usize, R)>,
) {
    loop {
        let job = doing.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((index, job)) = job else { return };
        if done.send((index, work(job))).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_order_and_few_are_ahead() {
        let made = AtomicUsize::new(0);
        let jobs = (0..2000usize).inspect(|_| {
            made.fetch_add(1, Ordering::SeqCst);
        });
        let mut seen = Vec::new();
        let slow = |n: usize| {
            if n.is_multiple_of(97) {
                thread::sleep(std::time::Duration::from_millis(2));
            }
            n
        };
        ordered(3, jobs, slow, |n| {
            assert!(made.load(Ordering::SeqCst) <= n + 3 * AHEAD + 2);
            seen.push(n);
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, (0..2000).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_ends_it() {
        let mut count = 0;
        let result = ordered(
            2,
            0..,
            |n: u64| n,
            |n| {
                count += 1;
                if n == 5 {
                    return Err(io::Error::other("full"));
                }
                Ok(())
            },
        );
        assert!(result.is_err());
        assert_eq!(count, 6);
    }
}
