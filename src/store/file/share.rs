//! Where the file lies: on a disk of this machine, or where locks can't be trusted. Asked only when
//! something is written. On Linux the mounts say it, on Windows the path; elsewhere nobody is asked.

use std::path::{Component, Path, Prefix};

/// The kinds of file system, as Linux calls them, that hand the file to another machine.
#[cfg(target_os = "linux")]
const SHARES: [&str; 14] = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "ncpfs", "coda", "vboxsf", "davfs", "prl_fs",
];

/// The kind of share that the file is on; `None` where it is on a disk, or nobody can tell.
pub fn kind(path: &Path) -> Option<String> {
    let real = std::fs::canonicalize(path).ok()?;
    if let Some(Component::Prefix(p)) = real.components().next()
        && matches!(p.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
    {
        return Some("SMB".to_string());
    }
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::MetadataExt;
        let device = std::fs::metadata(&real).ok()?.dev();
        let (major, minor) =
            ((device >> 8 & 0xfff) | (device >> 32 & !0xfff), (device & 0xff) | (device >> 12 & !0xff));
        of(&std::fs::read_to_string("/proc/self/mountinfo").ok()?, &format!("{major}:{minor}"))
    }
    #[cfg(not(target_os = "linux"))]
    None
}

/// Looks a device up in /proc/self/mountinfo (proc(5)): `36 35 98:0 /r /mnt rw - ext3 /dev/root rw`.
#[cfg(target_os = "linux")]
fn of(mounts: &str, device: &str) -> Option<String> {
    let kinds = mounts.lines().filter(|l| l.split(' ').nth(2) == Some(device));
    let kind = kinds.filter_map(|l| l.split_once(" - ")?.1.split(' ').next()).next_back()?;
    // fuseblk is a disk of this machine; what other programs mount is mostly far away.
    (SHARES.contains(&kind) || kind == "fuse" || kind.starts_with("fuse.")).then(|| kind.to_string())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::of;

    #[test]
    fn a_share_is_known_by_its_mount() {
        let mounts = "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n\
                      40 22 0:52 / /mnt/faelles rw - nfs4 server:/faelles rw,vers=4.2\n\
                      41 22 0:53 / /mnt/t\\040drev rw shared:4 master:2 - cifs //um/t rw\n\
                      42 22 8:1 / /media/usb rw - fuseblk /dev/sda1 rw\n\
                      43 22 0:54 / /mnt/fjern rw - fuse.sshfs anna@host: rw\n";
        for (device, kind) in [
            ("254:0", None),
            ("0:52", Some("nfs4")),
            ("0:53", Some("cifs")),
            ("8:1", None),
            ("0:54", Some("fuse.sshfs")),
        ] {
            assert_eq!(of(mounts, device).as_deref(), kind, "{device}");
        }
        assert_eq!(of("", "0:1"), None);
        assert_eq!(of("nonsense\n - \n1 2 0:1 -", "0:1"), None);
    }
}
