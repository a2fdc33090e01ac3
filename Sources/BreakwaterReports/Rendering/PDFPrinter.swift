public import Foundation

/// Prints a report to PDF with the tool that is installed: headless Chromium or WeasyPrint.
///
/// The page that it prints loads nothing and has no script; the tool runs on a temporary folder of mode 0700.
public struct PDFPrinter: Sendable {
    /// A program that turns HTML into PDF.
    public enum Tool: String, Sendable, Hashable, CaseIterable {
        case chromium
        case weasyPrint = "weasyprint"

        /// The names it is installed under, the usual first.
        var commands: [String] {
            switch self {
            case .chromium: ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome-headless-shell"]
            case .weasyPrint: ["weasyprint"]
            }
        }
    }

    public var tool: Tool
    /// Where the program is.
    public var executable: String
    /// Printing is stopped after this.
    public var timeLimit: Duration = .seconds(60)

    public init(tool: Tool, executable: String) {
        self.tool = tool
        self.executable = executable
    }

    /// The first tool found in the folders of a search path.
    ///
    /// - Parameter searchPath: folders separated by `:`, as the environment's `PATH`.
    /// - Throws: ``ReportError/Code/noPrinter``.
    public static func installed(searchPath: String) throws(ReportError) -> PDFPrinter {
        let folders = searchPath.split(separator: ":")
        for tool in Tool.allCases {
            for command in tool.commands {
                for folder in folders {
                    let path = "\(folder)/\(command)"
                    if FileManager.default.isExecutableFile(atPath: path) { return PDFPrinter(tool: tool, executable: path) }
                }
            }
        }
        throw ReportError(
            code: .noPrinter,
            message: "PDF: neither WeasyPrint nor Chromium is installed; install one (`apt-get install weasyprint`) or ask for HTML")
    }

    /// Renders the report for paper and prints it.
    ///
    /// - Throws: ``ReportError``; the message ends with what the tool said.
    public func print(_ model: ReportModel) async throws(ReportError) -> Data {
        try await print(html: HTMLRenderer(medium: .paper).render(model))
    }

    /// Prints an HTML document.
    package func print(html: String) async throws(ReportError) -> Data {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("breakwater-\(UUID().uuidString)")
        let (page, result) = (folder.appendingPathComponent("report.html"), folder.appendingPathComponent("report.pdf"))
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            try Data(html.utf8).write(to: page)
        } catch {
            throw ReportError(code: .unwritable, message: "PDF: \(folder.path) can't be written: \(error.localizedDescription)")
        }
        defer {
            // Why: the folder is ours and temporary; what can't be removed now goes with the system's own cleaning.
            _ = try? FileManager.default.removeItem(at: folder)
        }
        let said = try await run(page: page, result: result, folder: folder)
        guard let data = FileManager.default.contents(atPath: result.path), data.starts(with: Data("%PDF-".utf8)) else {
            throw ReportError(code: .printerFailed, message: "PDF: \(executable) made no PDF: \(said)")
        }
        return data
    }

    /// - Returns: the last lines of what the tool wrote.
    private func run(page: URL, result: URL, folder: URL) async throws(ReportError) -> String {
        let log = folder.appendingPathComponent("log")
        guard FileManager.default.createFile(atPath: log.path, contents: nil), let output = FileHandle(forWritingAtPath: log.path)
        else { throw ReportError(code: .unwritable, message: "PDF: \(log.path) can't be written") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments(page: page, result: result, folder: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        do { try process.run() } catch {
            throw ReportError(code: .printerFailed, message: "PDF: \(executable) can't be started: \(error.localizedDescription)")
        }
        let end = ContinuousClock.now.advanced(by: timeLimit)
        while process.isRunning {
            guard ContinuousClock.now < end, !Task.isCancelled else {
                process.terminate()
                throw ReportError(code: .printerTimedOut, message: "PDF: \(executable) took longer than \(timeLimit)")
            }
            do { try await Task.sleep(for: .milliseconds(20)) } catch { continue }
        }
        let said = String(decoding: (FileManager.default.contents(atPath: log.path) ?? Data()).suffix(400), as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw ReportError(code: .printerFailed, message: "PDF: \(executable) failed (\(process.terminationStatus)): \(said)")
        }
        return said
    }

    private func arguments(page: URL, result: URL, folder: URL) -> [String] {
        switch tool {
        case .weasyPrint: return [page.path, result.path]
        case .chromium:
            var arguments = [
                "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
                "--no-pdf-header-footer", "--user-data-dir=\(folder.path)/profile", "--print-to-pdf=\(result.path)",
            ]
            // Why: Chromium refuses to run as root inside its sandbox; the page is ours, has no script and loads nothing.
            if ProcessInfo.processInfo.userName == "root" { arguments.append("--no-sandbox") }
            return arguments + [page.absoluteString]
        }
    }
}
