public import BreakwaterRules
import Foundation

/// Looks at lists without compiling them: files, gzip, squidGuard folders and trees of them.
public struct ListInspector: Sendable {
    /// How deep a tree of folders is followed: `tree/category/file`.
    private static let maximumDepth = 3

    private let format: ListFormat?
    private let diagnosticLimit: Int

    /// - Parameters:
    ///   - format: `nil` detects each file's own.
    ///   - diagnosticLimit: how many of a file's diagnostics are kept.
    public init(format: ListFormat? = nil, diagnosticLimit: Int = 1_000) {
        self.format = format
        self.diagnosticLimit = diagnosticLimit
    }

    /// - Parameter each: told of every file, in the order of their names.
    public func inspect(_ path: String, each: (ListReport) throws -> Void) throws {
        try inspect(path, depth: 0, each: each)
    }

    private func inspect(_ path: String, depth: Int, each: (ListReport) throws -> Void) throws {
        guard let kind = FileKind.of(path) else {
            throw ServerError(.unreadable, "there is no such file or folder", at: DocumentPosition(file: path, line: 0))
        }
        guard kind == .folder else {
            for file in try ListFiles.files(at: path) { try each(try report(file.path, format: format, of: file)) }
            return
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        for list in SquidGuardDirectory(fileNames: names).lists {
            try each(try report(path + "/" + list.fileName, format: format ?? list.format))
        }
        guard depth < Self.maximumDepth else { return }
        for name in names where !name.hasPrefix(".") {
            if FileKind.of(path + "/" + name) == .folder { try inspect(path + "/" + name, depth: depth + 1, each: each) }
        }
    }

    private func report(_ path: String, format: ListFormat?, of file: ListFiles.File? = nil) throws(ServerError) -> ListReport {
        let text = ListText(try CompressedFile.contents(of: path), path: path)
        let bytes = text.bytes
        let head = bytes.span.extracting(first: min(bytes.count, ListFormat.detectionLength))
        guard let format = format ?? ListFormat.detect(head, fileName: path) else {
            throw ServerError(
                .invalid, "its format cannot be told; name it with --format", at: DocumentPosition(file: path, line: 0))
        }
        var census = ListCensus(diagnosticLimit: diagnosticLimit)
        for diagnostic in (file?.diagnostics ?? []) + text.diagnostics { census.receive(diagnostic) }
        let lines = ListParser(format: format, file: path, context: file?.context ?? ListContext()).parse(bytes.span, into: &census)
        return ListReport(path: path, format: format, census: census, lines: lines)
    }
}
