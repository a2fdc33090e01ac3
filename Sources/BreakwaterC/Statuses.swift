import Breakwater
import BreakwaterBundle
public import CBreakwater

// The implementation of `breakwater.h`, which is the manual. Every function here checks its arguments and never traps.

@c @implementation
public func bw_version() -> UnsafePointer<CChar>! {
    unsafe staticText(breakwaterVersion)
}

@c @implementation
public func bw_status_text(_ status: bw_status) -> UnsafePointer<CChar>! {
    unsafe staticText(text(of: status))
}

@c @implementation
public func bw_last_error() -> UnsafePointer<CChar>! {
    unsafe ThreadState.current?.message.pointer ?? staticText("")
}

/// A `StaticString`'s bytes live as long as the library and end with NUL.
func staticText(_ text: StaticString) -> UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}

private func text(of status: bw_status) -> StaticString {
    switch status {
    case BW_OK: "no error"
    case BW_ERROR_ARGUMENT: "an argument is NULL, empty or out of range"
    case BW_ERROR_TOO_LONG: "the URL is too long"
    case BW_ERROR_UNKNOWN_PROFILE: "the policy has no profile of that name"
    case BW_ERROR_BUFFER: "the buffer is too small"
    case BW_ERROR_UNREADABLE: "the bundle cannot be opened"
    case BW_ERROR_TRUNCATED: "the bundle is shorter than it says it is"
    case BW_ERROR_FOREIGN: "the file is no bundle"
    case BW_ERROR_NEWER: "the bundle was written for a newer library"
    case BW_ERROR_CORRUPT: "a checksum of the bundle does not match"
    case BW_ERROR_INVALID: "the bundle's contents contradict each other"
    case BW_ERROR_INTERNAL: "a fault of the library"
    default: "an unknown status"
    }
}

/// A failure on its way to the caller: the status, and the sentence for `bw_last_error`.
struct Failure: Error {
    let status: bw_status
    let message: String

    init(_ status: bw_status, _ message: String) {
        self.status = status
        self.message = message
    }

    init(_ error: BundleError) {
        let status: bw_status =
            switch error.code {
            case .unreadable: BW_ERROR_UNREADABLE
            case .truncated: BW_ERROR_TRUNCATED
            case .foreign: BW_ERROR_FOREIGN
            case .newer: BW_ERROR_NEWER
            case .corrupt: BW_ERROR_CORRUPT
            case .invalid: BW_ERROR_INVALID
            default: BW_ERROR_INTERNAL
            }
        self.init(status, error.message)
    }

    /// Keeps the sentence for `bw_last_error`.
    func report() -> bw_status {
        ThreadState.current?.message = CText(message)
        return status
    }
}

/// Runs what an entry point does, and turns a failure into its status.
func status(_ body: () throws(Failure) -> Void) -> bw_status {
    do throws(Failure) {
        try body()
        return BW_OK
    } catch {
        return error.report()
    }
}
