import Foundation

/// A running `breakwater serve`, ended with its value.
final class ServedProcess {
    let process: Process
    let ports: [Int]
    private let log: URL
    private let folder: CommandFolder

    init(_ arguments: [String], in folder: CommandFolder) throws {
        self.folder = folder
        let output = URL(fileURLWithPath: folder.path + "/serve.out")
        log = URL(fileURLWithPath: folder.path + "/serve.err")
        for file in [output, log] { try Data().write(to: file) }
        process = try Tool.process(["serve"] + arguments)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        var found: [Int] = []
        let start = ContinuousClock.now
        while found.count < 2, process.isRunning, ContinuousClock.now - start < .seconds(60) {
            Thread.sleep(forTimeInterval: 0.02)
            let text = try String(contentsOf: output, encoding: .utf8)
            found = text.split(separator: "\n").compactMap { line in
                line.hasPrefix("Breakwater filters on ") ? Int(line.dropLast().split(separator: ":").last ?? "") : nil
            }
        }
        ports = found
    }

    var errors: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    func waitFor(_ text: String) -> Bool {
        let start = ContinuousClock.now
        while !errors.contains(text), ContinuousClock.now - start < .seconds(30) { Thread.sleep(forTimeInterval: 0.02) }
        return errors.contains(text)
    }

    /// What curl prints.
    func curl(_ arguments: [String]) throws -> String { try Tool.output(of: ["curl", "-s", "-g", "--max-time", "20"] + arguments) }

    /// What a script prints.
    func shell(_ script: String) throws -> String { try Tool.output(of: ["bash", "-c", script]) }

    deinit {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }
}
