import BreakwaterProxy
import BreakwaterTLS
import Foundation
import Logging
import ServiceLifecycle

/// What was done with the authority's key: `audit.log` in the authority's folder, a line each, which only its owner can read.
///
/// Certificates for hosts are counted and not named: their list would be the list of what people visited.
struct AuthorityAudit: Sendable {
    static let fileName = "audit.log"

    let folder: String

    /// Appends a line.
    ///
    /// - Throws: `unwritable`. A use of the key that cannot be recorded is told to whoever made it, not prevented.
    func record(_ event: String, fingerprint: String, now: Date = Date()) throws(ServerError) {
        let path = "\(folder)/\(Self.fileName)"
        let line = "\(ISO8601DateFormatter().string(from: now)) \(event), authority \(fingerprint.prefix(23)), process \(getpid())\n"
        // Bound: the path is a C string for the call. Appending is one write, so that two processes' lines do not mix.
        let descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ServerError(.unwritable, "\(path) cannot be written") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do { try file.write(contentsOf: Data(line.utf8)) } catch {
            throw ServerError(.unwritable, "\(path) cannot be written: \(error.localizedDescription)")
        }
    }
}

/// Records once an hour, and at the end, how many certificates were made.
struct AuthorityAuditService: Service {
    private static let interval = Duration.seconds(3600)

    let inspection: InspectionSlot
    let folder: String
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var counted: (fingerprint: String, count: Int64) = ("", 0)
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)  // throws only when cancelled, which ends the loop
                guard let leaves = inspection.snapshot?.leaves else { continue }
                // Another authority has another store, which begins at 0.
                if counted.fingerprint != leaves.authorityFingerprint { counted = (leaves.authorityFingerprint, 0) }
                let count = leaves.mintedCount
                guard count > counted.count else { continue }
                note("certificates made: \(count - counted.count)", counted.fingerprint)
                counted.count = count
            }
        }
    }

    private func note(_ event: String, _ fingerprint: String) {
        do { try AuthorityAudit(folder: folder).record(event, fingerprint: fingerprint) } catch {
            logger.warning("a use of the authority's key is not in its audit log", metadata: ["reason": "\(error)"])
        }
    }
}
