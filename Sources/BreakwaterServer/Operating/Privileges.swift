import Foundation

/// The user that the process becomes once it has its sockets, where it was started as root.
struct Privileges {
    private let name: String
    private let user: uid_t
    private let group: gid_t

    /// - Returns: `nil` where the configuration names nobody.
    /// - Throws: `notFound` for an unknown user or group; `refused` for root itself, and where this process may not become another.
    init?(_ configuration: ServerConfiguration) throws(ServerError) {
        guard let name = configuration.user else { return nil }
        // Bound: getpwnam and getgrnam give null or a record of theirs, which is read at once and before any other call.
        guard let entry = unsafe getpwnam(name) else { throw ServerError(.notFound, "there is no user `\(name)`; see `process.user`") }
        user = unsafe entry.pointee.pw_uid
        var group = unsafe entry.pointee.pw_gid
        if let groupName = configuration.group {
            guard let entry = unsafe getgrnam(groupName) else {
                throw ServerError(.notFound, "there is no group `\(groupName)`; see `process.group`")
            }
            group = unsafe entry.pointee.gr_gid
        }
        self.group = group
        self.name = name
        guard user != 0 else { throw ServerError(.refused, "`process.user` is root; name a user that may do nothing else") }
        guard geteuid() == 0 || geteuid() == user else {
            throw ServerError(.refused, "only root can become `\(name)`; start as root, or leave `process.user` out")
        }
    }

    /// Makes a folder the user's, so that its files can be written afterwards.
    func own(_ folder: String) throws(ServerError) {
        guard geteuid() == 0, unsafe chown(folder, user, group) != 0 else { return }
        throw ServerError(.unwritable, "the folder cannot be given to `\(name)`", at: DocumentPosition(file: folder, line: 0))
    }

    /// Gives everything up, for good.
    func drop() throws(ServerError) {
        guard geteuid() == 0 else { return }
        // In this order: without the user's rights the groups could not be changed any more.
        let isDone = setgroups(0, nil) == 0 && setgid(group) == 0 && setuid(user) == 0
        // The way back must be closed.
        guard isDone, setuid(0) != 0, geteuid() == user, getegid() == group else {
            throw ServerError(.refused, "the process cannot become `\(name)`: \(unsafe String(cString: strerror(errno)))")
        }
    }
}
