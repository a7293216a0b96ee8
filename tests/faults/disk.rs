//! A disk that fails where a test says so, and that remembers in which order it was written.
//!
//! This test program defines the C functions by which files are written, and the linker binds SQLite, which is built
//! into it, and Rust's own library to these instead of the C library's. Each does what the system does, by asking the
//! kernel itself; before that, it counts what a thread does below the directory that the thread has put under watch,
//! and fails where that was asked for. This is the one file with `unsafe` code: no other way leads under SQLite without
//! another program or root.
#![allow(unsafe_code)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::{CStr, OsStr, c_char, c_int, c_uint, c_void};
use std::os::fd::BorrowedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rustix::io::Errno;

/// What can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A file is made.
    Make,
    /// Bytes are written.
    Write,
    /// What was written is made safe against a power cut; of a directory, its names.
    Sync,
    /// A file is given a length.
    Cut,
    /// A name is taken away.
    Remove,
    /// A file is given another name.
    Rename,
}

/// Which step fails, and how.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// The first is 1.
    pub nth: usize,
    /// With what error.
    pub errno: Errno,
    /// And all after it.
    pub forever: bool,
}

/// Names in the watched directory, each with its file.
pub type Names = BTreeMap<String, u64>;

/// What came to the disk.
#[derive(Debug, Clone)]
pub enum Done {
    /// These bytes, at this place of a file.
    Wrote(u64, u64, Vec<u8>),
    /// A file has this length.
    Cut(u64, u64),
    /// All of a file is safe.
    Synced(u64),
    /// All names are safe.
    SyncedNames,
    /// The test was told that a deed is done.
    Told,
}

/// One entry of what came to the disk, and the names as they were then.
#[derive(Debug, Clone)]
pub struct Entry {
    pub done: Done,
    pub names: Rc<Names>,
}

/// What happened while a thread's directory was under watch.
#[derive(Debug, Default)]
pub struct Seen {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Those of them that failed.
    pub failed: Vec<Step>,
    /// What came to the disk, where that was to be remembered.
    pub log: Vec<Entry>,
}

struct Disk {
    under: PathBuf,
    fault: Option<Fault>,
    remembers: bool,
    seen: Seen,
    /// The files that have a name, by their number on the real disk: numbers are given again, these are not.
    files: BTreeMap<u64, u64>,
    next: u64,
    names: Rc<Names>,
}

thread_local! {
    static DISK: RefCell<Option<Disk>> = const { RefCell::new(None) };
}

/// Puts a directory under watch for this thread.
pub fn watch(under: &Path, fault: Option<Fault>, remembers: bool) {
    let under = under.canonicalize().unwrap();
    let mut disk = Disk {
        under,
        fault,
        remembers,
        seen: Seen::default(),
        files: BTreeMap::new(),
        next: 0,
        names: Rc::default(),
    };
    disk.look();
    DISK.with(|place| *place.borrow_mut() = Some(disk));
}

/// The names in the watched directory, as they are numbered there.
pub fn names() -> Names {
    DISK.with(|place| {
        let place = place.borrow();
        place.as_ref().map(|disk| (*disk.names).clone()).unwrap()
    })
}

/// The test was told that a deed is done.
pub fn told() {
    DISK.with(|place| {
        if let Some(disk) = place.borrow_mut().as_mut() {
            disk.remember(|_| Some(Done::Told));
        }
    });
}

/// Ends the watch.
pub fn unwatch() -> Seen {
    DISK.with(|place| place.borrow_mut().take()).unwrap().seen
}

impl Disk {
    /// Which names there are now.
    fn look(&mut self) {
        use std::os::unix::fs::DirEntryExt;
        let mut names = Names::new();
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(&self.under).unwrap().flatten() {
            let number = entry.ino();
            let file = self.files.get(&number).copied().unwrap_or_else(|| {
                self.next += 1;
                self.next
            });
            files.insert(number, file);
            names.insert(entry.file_name().to_string_lossy().into_owned(), file);
        }
        self.files = files;
        if names != *self.names {
            self.names = Rc::new(names);
        }
    }

    fn remember(&mut self, what: impl FnOnce(&Disk) -> Option<Done>) {
        if self.remembers {
            self.look();
            if let Some(done) = what(self) {
                let names = Rc::clone(&self.names);
                self.seen.log.push(Entry { done, names });
            }
        }
    }

    /// Counts a step; the error where it is to fail.
    fn step(&mut self, step: Step) -> Option<Errno> {
        self.seen.steps.push(step);
        let nth = self.seen.steps.len();
        let fault = self
            .fault
            .filter(|fault| nth == fault.nth || (fault.forever && nth > fault.nth))?;
        self.seen.failed.push(step);
        Some(fault.errno)
    }
}

/// Counts a step on a path of the watched directory, if it is one.
fn on_path(path: *const c_char, step: Step) -> Option<Errno> {
    // SAFETY: the C functions are given text that ends.
    let path = Path::new(OsStr::from_bytes(
        unsafe { CStr::from_ptr(path) }.to_bytes(),
    ));
    with(path, |disk| disk.step(step)).flatten()
}

/// Does it with the disk, where this path is on the one that is watched.
fn with<T>(path: &Path, what: impl FnOnce(&mut Disk) -> T) -> Option<T> {
    DISK.try_with(|place| {
        let mut place = place.try_borrow_mut().ok()?;
        let disk = place.as_mut()?;
        path.starts_with(&disk.under).then(|| what(disk))
    })
    .ok()
    .flatten()
}

fn is_watching() -> bool {
    DISK.try_with(|place| place.try_borrow().is_ok_and(|disk| disk.is_some()))
        .unwrap_or(false)
}

/// Where an open file is; only where anything is watched.
fn place_of(file: c_int) -> Option<PathBuf> {
    is_watching()
        .then(|| std::fs::read_link(format!("/proc/self/fd/{file}")).ok())
        .flatten()
}

/// The file by the number that the test knows it by; none where it has no name any more.
fn number_of(disk: &Disk, file: BorrowedFd<'_>) -> Option<u64> {
    let about = rustix::fs::fstat(file).ok()?;
    disk.files.get(&about.st_ino).copied()
}

/// Fails as C does.
fn fail(errno: Errno) -> isize {
    unsafe extern "C" {
        fn __errno_location() -> *mut c_int;
    }
    // SAFETY: each thread has its own place for the error.
    unsafe { *__errno_location() = errno.raw_os_error() };
    -1
}

fn answer<T>(done: rustix::io::Result<T>, of: impl FnOnce(T) -> isize) -> isize {
    match done {
        Ok(done) => of(done),
        Err(errno) => fail(errno),
    }
}

/// One step on an open file: counted, done, remembered.
fn on_file(
    file: c_int,
    step: Step,
    act: impl FnOnce(BorrowedFd<'_>) -> isize,
    remember: impl FnOnce(&Disk, BorrowedFd<'_>, isize) -> Option<Done>,
) -> isize {
    // SAFETY: whoever calls has the file open.
    let open = unsafe { BorrowedFd::borrow_raw(file) };
    let place = place_of(file);
    if let Some(place) = &place
        && let Some(errno) = with(place, |disk| disk.step(step)).flatten()
    {
        return fail(errno);
    }
    let done = act(open);
    if let Some(place) = place.filter(|_| done >= 0) {
        with(&place, |disk| {
            disk.remember(|disk| remember(disk, open, done));
        });
    }
    done
}

fn wrote(disk: &Disk, file: BorrowedFd<'_>, at: u64, bytes: &[u8], done: isize) -> Option<Done> {
    let bytes = bytes[..done as usize].to_vec();
    Some(Done::Wrote(number_of(disk, file)?, at, bytes))
}

#[unsafe(no_mangle)]
extern "C" fn write(file: c_int, bytes: *const c_void, length: usize) -> isize {
    // SAFETY: the C function is given so many bytes.
    let bytes = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), length) };
    on_file(
        file,
        Step::Write,
        |file| answer(rustix::io::write(file, bytes), |n| n as isize),
        |disk, file, done| {
            let after = rustix::fs::tell(file).ok()?;
            wrote(disk, file, after - done as u64, bytes, done)
        },
    )
}

#[unsafe(no_mangle)]
extern "C" fn pwrite64(file: c_int, bytes: *const c_void, length: usize, at: i64) -> isize {
    // SAFETY: the C function is given so many bytes.
    let bytes = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), length) };
    on_file(
        file,
        Step::Write,
        |file| answer(rustix::io::pwrite(file, bytes, at as u64), |n| n as isize),
        |disk, file, done| wrote(disk, file, at as u64, bytes, done),
    )
}

fn sync(file: c_int, act: impl FnOnce(BorrowedFd<'_>) -> rustix::io::Result<()>) -> c_int {
    on_file(
        file,
        Step::Sync,
        |file| answer(act(file), |()| 0),
        |disk, file, _| {
            let about = rustix::fs::fstat(file).ok()?;
            if rustix::fs::FileType::from_raw_mode(about.st_mode).is_dir() {
                return Some(Done::SyncedNames);
            }
            number_of(disk, file).map(Done::Synced)
        },
    ) as c_int
}

#[unsafe(no_mangle)]
extern "C" fn fsync(file: c_int) -> c_int {
    sync(file, |file| rustix::fs::fsync(file))
}

#[unsafe(no_mangle)]
extern "C" fn fdatasync(file: c_int) -> c_int {
    sync(file, |file| rustix::fs::fdatasync(file))
}

#[unsafe(no_mangle)]
extern "C" fn ftruncate64(file: c_int, length: i64) -> c_int {
    on_file(
        file,
        Step::Cut,
        |file| answer(rustix::fs::ftruncate(file, length as u64), |()| 0),
        |disk, file, _| Some(Done::Cut(number_of(disk, file)?, length as u64)),
    ) as c_int
}

#[unsafe(no_mangle)]
extern "C" fn unlink(path: *const c_char) -> c_int {
    if let Some(errno) = on_path(path, Step::Remove) {
        return fail(errno) as c_int;
    }
    // SAFETY: the C function is given text that ends.
    let path = unsafe { CStr::from_ptr(path) };
    answer(rustix::fs::unlink(path), |()| 0) as c_int
}

#[unsafe(no_mangle)]
extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    if let Some(errno) = on_path(to, Step::Rename) {
        return fail(errno) as c_int;
    }
    // SAFETY: the C function is given two texts that end.
    let (from, to) = unsafe { (CStr::from_ptr(from), CStr::from_ptr(to)) };
    answer(rustix::fs::rename(from, to), |()| 0) as c_int
}

/// C declares it with as many arguments as one likes; on Linux three in a row are passed in the same way.
#[unsafe(no_mangle)]
extern "C" fn open64(path: *const c_char, flags: c_int, mode: c_uint) -> c_int {
    use rustix::fs::{Mode, OFlags};
    use std::os::fd::IntoRawFd;
    let wanted = OFlags::from_bits_retain(flags as u32);
    // SAFETY: the C function is given text that ends.
    let name = unsafe { CStr::from_ptr(path) };
    let there = || rustix::fs::access(name, rustix::fs::Access::EXISTS).is_ok();
    if wanted.contains(OFlags::CREATE)
        && is_watching()
        && !there()
        && let Some(errno) = on_path(path, Step::Make)
    {
        return fail(errno) as c_int;
    }
    let opened = rustix::fs::open(name, wanted, Mode::from_raw_mode(mode));
    answer(opened, |file| file.into_raw_fd() as isize) as c_int
}

/// Rust copies files inside the kernel where it can; here it writes them.
#[unsafe(no_mangle)]
extern "C" fn copy_file_range(
    _: c_int,
    _: *mut i64,
    _: c_int,
    _: *mut i64,
    _: usize,
    _: c_uint,
) -> isize {
    fail(Errno::NOSYS)
}

#[unsafe(no_mangle)]
extern "C" fn sendfile64(_: c_int, _: c_int, _: *mut i64, _: usize) -> isize {
    fail(Errno::NOSYS)
}
