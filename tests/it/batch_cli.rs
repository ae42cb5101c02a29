//! The `batch` command as a process: pipes, files, gzip, signals and full disks.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Output, Stdio};

use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

use crate::support::{DAY, candidacy, fixtures};

fn command(args: &[&str]) -> Command {
    let mut command = candidacy(&fixtures(), &[&["batch", "small.yaml", "--today", DAY], args].concat());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn feed(args: &[&str], input: &[u8]) -> Output {
    let mut child = command(args).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The child may end before it has read everything.
    let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    output
}

fn lines(count: usize) -> String {
    (0..count).map(|number| format!("{{\"id\":\"r{number}\",\"answers\":{{\"age\":{}}}}}\n", number % 100)).collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn records_come_in_the_order_of_the_input_whoever_judges() {
    let input = lines(20_000);
    let one = feed(&["--fields", "id,verdict", "--jobs", "1"], input.as_bytes());
    let many = feed(&["--fields", "id,verdict", "--jobs", "7"], input.as_bytes());
    assert_eq!((one.status.code(), many.status.code()), (Some(0), Some(0)));
    assert!(one.stdout == many.stdout && one.stderr.is_empty());
    let ids = text(&one.stdout).lines().enumerate().all(|(at, line)| line.starts_with(&format!("{{\"id\":\"r{at}\"")));
    assert!(ids && text(&one.stdout).lines().count() == 20_000);
}

#[test]
fn gzip_and_files_say_the_same_as_pipes() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.ndjson.gz"), folder.path().join("out.ndjson.gz"));
    let plain = lines(300);
    let mut packer = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(plain.as_bytes()).unwrap();
    std::fs::write(&input, packer.finish().unwrap()).unwrap();
    let piped = feed(&[], plain.as_bytes());
    let args = ["--input", input.to_str().unwrap(), "--output", output.to_str().unwrap()];
    let filed = feed(&args, b"");
    assert_eq!(filed.status.code(), Some(0), "{}", text(&filed.stderr));
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(std::fs::File::open(&output).unwrap()).read_to_end(&mut unpacked).unwrap();
    assert!(unpacked == piped.stdout && filed.stdout.is_empty());
}

#[test]
fn tables_go_in_and_out() {
    let output = feed(
        &["--input-format", "csv", "--format", "csv", "--fields", "id,line,verdict"],
        b"id,age\na,34\n\"b\nb\",\nc,old\nd\n",
    );
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(3), "{told}");
    let rows: Vec<&str> = told.lines().collect();
    assert!(rows[0] == "id,line,verdict,errors" && rows[1].starts_with("a,2,"), "{told}");
    assert!(told.contains("\nc,5,,wrong-answer: ") && told.contains("wrong-shape: the row has 1 cell"), "{told}");
}

#[test]
fn a_response_that_cannot_be_used_is_told_and_the_rest_goes_on() {
    let input = b"{\"id\":\"a\",\"answers\":{}}\n{\"id\":\"b\",\"answers\":{\"agee\":1}}\n{\"answers\":{}}\n";
    let output = feed(&["--fields", "verdict", "--summary=json"], input);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(text(&output.stdout).lines().count(), 3);
    assert!(text(&output.stdout).contains("\"line\":2,\"id\":\"b\",\"errors\":[{\"code\":\"unknown-question\""));
    assert!(text(&output.stderr).contains("\"judged\":2,\"refused\":1,\"errors\":{\"unknown-question\":1}"));
    let strict = feed(&["--fields", "verdict", "--strict"], input);
    assert_eq!((strict.status.code(), text(&strict.stdout).lines().count()), (Some(3), 2));
}

#[test]
fn wrong_fields_are_a_fault_of_usage() {
    let output = feed(&["--fields", "verdikt"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("did you mean `verdict`?"), "{}", text(&output.stderr));
    assert_eq!(feed(&["--fields", "flip"], b"").status.code(), Some(2));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let mut child = command(&["--fields", "id"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdin.write_all(lines(10).as_bytes()).unwrap();
    let mut first = String::new();
    stdout.read_line(&mut first).unwrap();
    assert_eq!(first, "{\"id\":\"r0\"}\n");
    drop(stdout);
    // The input stays open: the command ends because nobody reads.
    let _ = stdin.write_all(lines(200_000).as_bytes());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = feed(&["--output", "/dev/full"], lines(10).as_bytes());
    assert_eq!(full.status.code(), Some(4), "{}", text(&full.stderr));
    let mut command = command(&[]);
    command.stdout(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines(10).as_bytes()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(4));
}

fn interrupt(child: &Child) {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_whole_lines_and_old_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.ndjson");
    std::fs::write(&path, "before\n").unwrap();
    for to_file in [false, true] {
        let args = if to_file { vec!["--output", path.to_str().unwrap()] } else { vec!["--fields", "id"] };
        let mut child = command(&args).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(lines(3).as_bytes()).unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        if !to_file {
            let mut line = String::new();
            (0..3).for_each(|_| assert!(stdout.read_line(&mut line).unwrap() > 0));
            assert_eq!(line.lines().count(), 3);
        } else {
            // Give it time to start listening for signals; whether it has read the lines does not matter.
            std::thread::sleep(std::time::Duration::from_millis(1500));
        }
        interrupt(&child);
        assert_eq!(child.wait().unwrap().code(), Some(130));
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        assert!(rest.is_empty() || rest.ends_with('\n'));
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before\n");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn an_input_that_breaks_off_leaves_the_output_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.ndjson");
    let mut packer = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(lines(1000).as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let half = feed(&["--output", output.to_str().unwrap()], &packed[..packed.len() / 2]);
    assert_eq!(half.status.code(), Some(4), "{}", text(&half.stderr));
    assert!(!output.exists());
}
