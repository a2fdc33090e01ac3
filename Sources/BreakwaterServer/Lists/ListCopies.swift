import Foundation

/// The copies of fetched lists and what is known of them, in the state folder.
enum ListCopies {
    /// - Returns: `nil` where there is no copy, or its state belongs to another address; then it is fetched whole.
    static func state(of subscription: ListSubscription) -> ListCopyState? {
        guard FileManager.default.fileExists(atPath: subscription.path),
            let data = FileManager.default.contents(atPath: subscription.statePath)
        else { return nil }
        do {
            let state = try JSONDecoder().decode(ListCopyState.self, from: data)
            return state.url == subscription.url ? state : nil
        } catch {
            // A damaged note costs one whole fetch and nothing else.
            return nil
        }
    }

    static func write(_ state: ListCopyState, of subscription: ListSubscription) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try encoder.encode(state).write(to: URL(fileURLWithPath: subscription.statePath), options: .atomic)
    }
}

/// A copy on its way: a file beside the place it will take, removed where it never gets there.
struct ListDownload: ~Copyable {
    private let subscription: ListSubscription
    /// Where it is until it is put into place.
    let partial: String
    private let file: FileHandle
    private(set) var byteCount = 0
    private var isInPlace = false

    init(_ subscription: ListSubscription) throws {
        self.subscription = subscription
        partial = subscription.path + ".\(UInt64.random(in: .min ... .max)).part"
        let folder = (subscription.path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard FileManager.default.createFile(atPath: partial, contents: nil), let file = FileHandle(forWritingAtPath: partial) else {
            throw ServerError(.unwritable, "cannot be written; is the state folder yours?", at: DocumentPosition(file: partial, line: 0))
        }
        self.file = file
    }

    deinit {
        // Best effort on the way out: the error that led here is the one to report.
        try? file.close()
        if !isInPlace { try? FileManager.default.removeItem(atPath: partial) }
    }

    mutating func append(_ data: Data) throws {
        try file.write(contentsOf: data)
        byteCount += data.count
    }

    mutating func putIntoPlace() throws {
        try file.synchronize()
        try file.close()
        guard unsafe rename(partial, subscription.path) == 0 else {
            throw ServerError(.unwritable, "cannot be replaced", at: DocumentPosition(file: subscription.path, line: 0))
        }
        isInPlace = true
    }
}
