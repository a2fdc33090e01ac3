import Foundation

/// One line on stderr that says how far long work is; only on a terminal, and only after a second.
final class ProgressLine {
    private let isTerminal = isatty(2) == 1
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var isShown = false

    func show(_ text: @autoclosure () -> String) {
        let now = ContinuousClock.now
        guard isTerminal, now - start > .seconds(1), now - last > .milliseconds(200) else { return }
        last = now
        isShown = true
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text())".utf8))
    }

    /// Clears the line, so that what follows starts on a clean one.
    func finish() {
        guard isShown else { return }
        isShown = false
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
}
