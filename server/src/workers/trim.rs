//! Gives memory that is free back to the system. The allocator keeps what lies below something that is still in use: after
//! an hour of busy minutes the program would hold twice of what it needs (bar R-20).

use crate::{shutdown::Shutdown, state::App};
use std::time::Duration;
use tokio::{task::spawn_blocking, time::sleep};

/// All arenas are locked for some milliseconds while it looks through them.
const RHYTHM: Duration = Duration::from_mins(1);

pub(super) async fn run(_app: App, mut shutdown: Shutdown) {
    while !shutdown.is_on() {
        tokio::select! {
            () = sleep(RHYTHM) => {}
            () = shutdown.wait() => return,
        }
        if let Err(died) = spawn_blocking(give_back).await {
            tracing::warn!(%died, "free memory could not be given back");
        }
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the C library is asked, and no crate that is well kept asks it for us")]
fn give_back() {
    // SAFETY: it takes no pointer, and any thread may call it at any time (malloc_trim(3): MT-Safe).
    unsafe { libc::malloc_trim(0) };
}

/// Other allocators give it back by themselves, or cannot be asked.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_back() {}
