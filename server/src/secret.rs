//! The keys of the instance, in a file that only its owner may read: the first, made at the first start, and below it one for
//! each time that the key of links was changed (bar S-10).

use crate::domain::link::Signer;
use base64::{Engine, engine::general_purpose::STANDARD};
use rand::Rng;
use std::{
    ffi::OsString,
    fs::{File, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt, chown},
    path::Path,
};

/// The signer with the keys in `path`, which is made when it is not there.
pub(crate) fn signer(path: &Path, rng: &mut impl Rng) -> Result<Signer, String> {
    if let Some(signer) = look(path)? {
        return Ok(signer);
    }
    let text = line(rng);
    make(path, &text, rng.next_u64()).map_err(|error| fault(path, &error))?;
    // Another server that starts at the same time may have been first.
    look(path)?.ok_or_else(|| format!("{}: somebody removed it", path.display()))
}

/// The signer with the keys in `path`, where they are made; none where the first start may still make them.
pub(crate) fn look(path: &Path) -> Result<Option<Signer>, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => read(path, &text).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(fault(path, &error)),
    }
}

/// Signs links with a new key from the next start on; the file is there whole before and after, whatever happens.
pub(crate) fn rotate(path: &Path, rng: &mut impl Rng) -> Result<(), String> {
    // A link to it stays one.
    let path = &path.canonicalize().map_err(|error| fault(path, &error))?;
    let text = std::fs::read_to_string(path).map_err(|error| fault(path, &error))?;
    read(path, &text)?;
    let mut beside = OsString::from(path);
    beside.push(".new");
    match std::fs::remove_file(&beside) {
        // A change that was cut off left it.
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(fault(path, &error)),
    }
    let renewed = create(Path::new(&beside), &format!("{}\n{}", text.trim_end(), line(rng)));
    let renewed = renewed.and_then(|()| give(Path::new(&beside), &std::fs::metadata(path)?));
    renewed.and_then(|()| std::fs::rename(&beside, path)).and_then(|()| sync_folder(path)).map_err(|error| fault(path, &error))
}

fn fault(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

fn read(path: &Path, text: &str) -> Result<Signer, String> {
    let key = |line: &str| -> Option<[u8; 64]> { STANDARD.decode(line.trim()).ok()?.try_into().ok() };
    let keys: Option<Vec<[u8; 64]>> = text.trim().lines().map(key).collect();
    let mut keys = keys.unwrap_or_default().into_iter();
    let root = keys.next().ok_or_else(|| format!("{}: does not hold keys of 64 bytes in base64, one a line", path.display()))?;
    Ok(Signer::new(root).renewed(keys))
}

/// A new key.
fn line(rng: &mut impl Rng) -> String {
    let mut key = [0; 64];
    rng.fill_bytes(&mut key);
    format!("{}\n", STANDARD.encode(key))
}

/// Puts the first file there, whole or not at all, unless there is one by now; beside it is a draft under this number.
fn make(path: &Path, text: &str, number: u64) -> io::Result<()> {
    let mut beside = OsString::from(path);
    beside.push(format!(".{number:x}"));
    let beside = Path::new(&beside);
    create(beside, text)?;
    match std::fs::hard_link(beside, path) {
        Ok(()) => std::fs::remove_file(beside)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => std::fs::remove_file(beside)?,
        // Not every file system has links.
        Err(_) => std::fs::rename(beside, path)?,
    }
    // Or a loss of power would leave a database without its key.
    sync_folder(path)
}

fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Makes it the property of whoever has the other, with the same rights: the service, whoever runs the command.
fn give(path: &Path, owned: &std::fs::Metadata) -> io::Result<()> {
    chown(path, Some(owned.uid()), Some(owned.gid()))?;
    std::fs::set_permissions(path, owned.permissions())
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::link::Purpose;
    use rand::{SeedableRng, rngs::StdRng};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_new_key_is_added_and_the_old_ones_stay() {
        let (folder, mut rng) = (tempfile::tempdir().unwrap(), StdRng::seed_from_u64(1));
        let path = folder.path().join("secret");
        let before = signer(&path, &mut rng).unwrap();
        let link = before.sign(Purpose::Manage, "s1");
        rotate(&path, &mut rng).unwrap();
        let after = signer(&path, &mut rng).unwrap();
        assert_ne!(after.sign(Purpose::Manage, "s1"), link);
        assert_eq!(after.verify(Purpose::Manage, &link), Some("s1"));
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!((text.lines().count(), std::fs::metadata(&path).unwrap().permissions().mode() & 0o777), (2, 0o600));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing stays beside it");
    }

    #[test]
    fn servers_that_start_at_once_have_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        let links: Vec<String> = std::thread::scope(|scope| {
            let start = |seed| {
                let path = &path;
                scope.spawn(move || signer(path, &mut StdRng::seed_from_u64(seed)).unwrap().sign(Purpose::Manage, "s1"))
            };
            let starts: Vec<_> = (0..16).map(start).collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert!(links.iter().all(|link| *link == links[0]), "{links:?}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing stays beside it");
        let rights = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(rights & 0o777, 0o600);
    }

    #[test]
    fn a_file_that_holds_no_keys_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        for text in ["", "no key\n", "AAAA\n"] {
            std::fs::write(&path, text).unwrap();
            let mut rng = StdRng::seed_from_u64(1);
            assert!(rotate(&path, &mut rng).is_err() && signer(&path, &mut rng).is_err(), "{text}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }
}
