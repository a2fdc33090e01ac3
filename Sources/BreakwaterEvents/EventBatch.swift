/// Events that are kept together or not at all.
public struct EventBatch: Sendable, Hashable {
    /// Tells a batch that is tried again from a new one; random, so that processes need no agreement.
    public struct ID: Sendable, Hashable, CustomStringConvertible {
        public let high: UInt64
        public let low: UInt64

        /// A new identity.
        public init() {
            high = .random(in: .min ... .max)
            low = .random(in: .min ... .max)
        }

        /// 32 hexadecimal digits.
        public var description: String { Self.hexadecimal(high) + Self.hexadecimal(low) }

        private static func hexadecimal(_ value: UInt64) -> String {
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
    }

    public let id: ID
    /// Equal events are one, with their counts added.
    public var events: [DecisionEvent]
    /// Events that were lost since the last batch that was kept.
    public var droppedCount: Int64

    public init(_ events: [DecisionEvent], droppedCount: Int64 = 0, id: ID = ID()) {
        self.id = id
        self.events = events
        self.droppedCount = droppedCount
    }
}
