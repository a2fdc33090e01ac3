/// The 95% interval of a share, after Wilson: honest also for zero of many.
package struct WilsonInterval: Sendable, Hashable {
    package var lower: Double
    package var upper: Double

    /// - Parameters:
    ///   - successes: 0 to `trials`.
    ///   - trials: at least 1.
    package init(successes: Int, trials: Int) {
        let z = 1.959964
        let n = Double(max(1, trials))
        let p = Double(successes) / n
        let middle = p + z * z / (2 * n)
        let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        lower = max(0, (middle - spread) / (1 + z * z / n))
        upper = min(1, (middle + spread) / (1 + z * z / n))
    }
}
