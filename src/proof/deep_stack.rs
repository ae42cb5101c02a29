//! Room for walks over deep trees: what the proofs walk is bounded by the check, but deep, most of all in unoptimised builds.

/// How much stack the work gets. Untouched pages of it cost nothing.
const STACK: usize = 256 << 20;

/// Does the work on a thread with a deep stack. Where the system gives no such thread, on the present one.
///
/// # Panics
/// If the work does: a broken promise of ours is passed on as it is, never hidden by doing the work again.
pub(crate) fn deep_stack<T: Send>(work: impl Fn() -> T + Send + Sync) -> T {
    let joined = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &work);
        thread.ok().map(|thread| thread.join())
    });
    match joined {
        Some(Ok(done)) => done,
        Some(Err(panic)) => std::panic::resume_unwind(panic),
        None => work(),
    }
}
