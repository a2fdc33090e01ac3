package import Metrics
import Synchronization

/// The process's metrics, in the text format that Prometheus reads (version 0.0.4).
///
/// A factory for swift-metrics: whoever counts knows nothing of it. Labels never hold a client, a host or a URL.
package final class PrometheusRegistry: MetricsFactory, Sendable {
    private struct Series: Hashable {
        let name: String
        /// `{failure="closed"}`, or nothing.
        let labels: String
    }

    private let cells = Mutex<[Series: Cell]>([:])

    package init() {}

    /// A number that only grows, or the last one recorded.
    fileprivate final class Cell: Sendable {
        let isGauge: Bool
        let value = Atomic<Int64>(0)

        init(isGauge: Bool) { self.isGauge = isGauge }
    }

    private func cell(_ name: String, _ dimensions: [(String, String)], isGauge: Bool) -> Cell {
        let labels = dimensions.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        let series = Series(name: name, labels: labels.isEmpty ? "" : "{\(labels)}")
        return cells.withLock { cells in
            if let cell = cells[series] { return cell }
            let cell = Cell(isGauge: isGauge)
            cells[series] = cell
            return cell
        }
    }

    /// All series, sorted; each name with its type.
    package func text() -> String {
        let lines = cells.withLock { cells in
            cells.map { (series: $0.key, isGauge: $0.value.isGauge, value: $0.value.value.load(ordering: .relaxed)) }
        }
        return Self.text(lines.map { ($0.series.name, $0.series.labels, $0.isGauge, $0.value) })
    }

    /// Lines of names, labels (`{a="b"}` or nothing), kinds and values.
    package static func text(_ lines: [(name: String, labels: String, isGauge: Bool, value: Int64)]) -> String {
        var text = ""
        var last = ""
        for line in lines.sorted(by: { ($0.name, $0.labels) < ($1.name, $1.labels) }) {
            if line.name != last { text += "# TYPE \(line.name) \(line.isGauge ? "gauge" : "counter")\n" }
            last = line.name
            text += "\(line.name)\(line.labels) \(line.value)\n"
        }
        return text
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    // MARK: MetricsFactory

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        CountingHandler(cell: cell(label, dimensions, isGauge: false))
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        CountingHandler(cell: cell(label, dimensions, isGauge: true))
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        CountingHandler(cell: cell(label, dimensions, isGauge: true))
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        CountingHandler(cell: cell(label + "_nanoseconds_total", dimensions, isGauge: false))
    }

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private final class CountingHandler: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
        private let cell: Cell

        init(cell: Cell) { self.cell = cell }

        func increment(by amount: Int64) { cell.value.wrappingAdd(amount, ordering: .relaxed) }
        func reset() { cell.value.store(0, ordering: .relaxed) }
        func set(_ value: Int64) { cell.value.store(value, ordering: .relaxed) }
        func set(_ value: Double) { set(Self.whole(value)) }
        func increment(by amount: Double) { increment(by: Self.whole(amount)) }
        func decrement(by amount: Double) { increment(by: -Self.whole(amount)) }
        func record(_ value: Int64) { set(value) }
        func record(_ value: Double) { set(Self.whole(value)) }
        func recordNanoseconds(_ duration: Int64) { increment(by: duration) }

        private static func whole(_ value: Double) -> Int64 { Int64(exactly: value.rounded()) ?? 0 }
    }
}
