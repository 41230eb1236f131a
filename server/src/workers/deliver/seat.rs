//! The name by which a server is known among those that send. It is the same after a crash, so that who comes back is not
//! taken for one more, and no two processes with one folder of data have the same.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Error, Read, Write},
    path::Path,
};

/// A name that is ours until this is dropped, or the process dies.
#[derive(Debug)]
pub(super) struct Seat {
    name: String,
    _lock: Option<File>,
}

impl Seat {
    /// The first seat in `folder` that no other process has; `new` names one that was never taken. Where the folder cannot be
    /// written to, that name is good for this once.
    pub(super) fn take(folder: &Path, new: String) -> Self {
        match first_free(folder, &new) {
            Ok(seat) => seat,
            Err(error) => {
                tracing::warn!(%error, ?folder, "the name among the servers that send cannot be kept");
                Self::once(new)
            }
        }
    }

    /// A name that is nobody's after a restart.
    pub(super) fn once(name: String) -> Self {
        Self { name, _lock: None }
    }

    /// The name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

fn first_free(folder: &Path, new: &str) -> Result<Seat, Error> {
    let mut number = 1;
    loop {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(folder.join(format!("sender-{number}")))?;
        match file.try_lock() {
            Ok(()) => {
                let name = named(&mut file, new)?;
                return Ok(Seat { name, _lock: Some(file) });
            }
            Err(TryLockError::WouldBlock) => number += 1,
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

/// What the file calls its seat; it is called `new` where it says nothing yet.
fn named(file: &mut File, new: &str) -> Result<String, Error> {
    let mut name = String::new();
    file.read_to_string(&mut name)?;
    // After a loss of power there may be anything.
    if name.len() != new.len() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        file.set_len(0)?;
        file.write_all(new.as_bytes())?;
        new.clone_into(&mut name);
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_back_has_its_name_and_nobody_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let take = |new: &str| Seat::take(folder.path(), new.to_owned());
        let (one, two) = (take("A"), take("B"));
        assert_eq!((one.name(), two.name()), ("A", "B"));
        drop(one);
        let again = take("C");
        assert_eq!(again.name(), "A");
        assert_eq!(take("D").name(), "D");
        // A file that was cut while it was written is none.
        drop(again);
        std::fs::write(folder.path().join("sender-1"), "").unwrap();
        assert_eq!(take("E").name(), "E");
        assert_eq!(Seat::take(&folder.path().join("missing"), "F".to_owned()).name(), "F");
    }
}
