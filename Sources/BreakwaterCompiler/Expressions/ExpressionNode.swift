/// A PCRE2 expression as a tree, as far as it says how text may be split among its parts.
package indirect enum ExpressionNode: Sendable {
    /// Consumes nothing: assertions, back references, empty branches.
    case nothing
    /// Consumes one byte.
    case set(ByteSet)
    case sequence([ExpressionNode])
    case choice([ExpressionNode])
    /// `maximum` is `nil` where there is none.
    case repeated(ExpressionNode, maximum: Int?, isOptional: Bool)
    /// An atomic group or a possessive repetition: once passed, never entered again.
    case atomic(ExpressionNode)
    /// A look ahead or behind.
    case lookaround(ExpressionNode)

    /// Whether anything in it may repeat more than once.
    package var repeats: Bool {
        switch self {
        case .nothing, .set: false
        case .sequence(let nodes), .choice(let nodes): nodes.contains(where: \.repeats)
        case .repeated(let node, let maximum, _): maximum != 1 || node.repeats
        case .atomic(let node), .lookaround(let node): node.repeats
        }
    }

    /// The contents of all lookarounds, which are searches of their own.
    package var lookarounds: [ExpressionNode] {
        switch self {
        case .nothing, .set: []
        case .sequence(let nodes), .choice(let nodes): nodes.flatMap(\.lookarounds)
        case .repeated(let node, _, _), .atomic(let node): node.lookarounds
        case .lookaround(let node): [node] + node.lookarounds
        }
    }
}
