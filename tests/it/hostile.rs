//! Bad input and faults of the world, each run against the real program: it says what is wrong and where, ends with the
//! right status, and has changed nothing on disk. Never a panic, never a hang.

mod interviews;
mod outputs;
mod questionnaires;
mod responses;
mod templates;
mod usage;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{PROGRAM, Room, SMALL, run};

const CLINIC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/clinic");
const INTERVIEW: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/interview/small.yaml");

/// Puts something into a room.
type Make = fn(&Room) -> &Room;

/// The program as somebody who may not read and write everything, if there is a way.
fn as_nobody(room: &Room, arguments: &[&str]) -> Option<Command> {
    fs::set_permissions(room.folder(), fs::Permissions::from_mode(0o755)).unwrap();
    let is_root = Command::new("id").arg("-u").output().ok()?.stdout == b"0\n";
    let mut command = if is_root { Command::new("setpriv") } else { Command::new(PROGRAM) };
    if is_root {
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", PROGRAM]);
    }
    let template = room.command(arguments);
    let environment: Vec<_> =
        template.get_envs().filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned()))).collect();
    command.envs(environment).current_dir(room.folder());
    let mut probe = Command::new(command.get_program());
    let works = probe.args(command.get_args()).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    works.ok().filter(|status| status.success())?;
    command.args(arguments);
    Some(command)
}

fn mode(room: &Room, name: &str, mode: u32) {
    fs::set_permissions(room.path(name), fs::Permissions::from_mode(mode)).unwrap();
}

/// Guards the helper itself: what it looks for is found.
#[test]
fn a_change_on_disk_is_seen() {
    let room = Room::new();
    let before = room.everything();
    room.has("a/b", "x");
    assert_ne!(room.everything(), before);
    let before = room.everything();
    mode(&room, "a/b", 0o600);
    assert_ne!(room.everything(), before);
    assert!(Path::new(PROGRAM).exists());
}
