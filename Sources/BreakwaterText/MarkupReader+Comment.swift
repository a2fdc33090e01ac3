/// Finds the end of a comment (WHATWG HTML §13.2.5.43–52): `-->`, `--!>`, and the short `<!-->` and `<!--->`.
struct CommentEnd {
    private var dashes = 0
    private var isFresh = true
    private var isAfterBang = false

    /// Whether anything but a dash would have to be skipped next.
    var isIdle: Bool { dashes == 0 && !isFresh && !isAfterBang }

    /// - Returns: whether this byte ends the comment.
    mutating func take(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"):
            dashes = min(isAfterBang ? 1 : dashes + 1, 2)
            if dashes > 1 { isFresh = false }
            isAfterBang = false
            return false
        case UInt8(ascii: ">"):
            if isFresh || isAfterBang || dashes >= 2 { return true }
        case UInt8(ascii: "!") where dashes >= 2:
            isAfterBang = true
            dashes = 0
            return false
        default: break
        }
        self = CommentEnd()
        isFresh = false
        return false
    }
}

extension MarkupReader {
    mutating func readDeclaration(_ byte: UInt8, at index: Int) -> Int {
        let cdata = "[CDATA[".utf8
        if matched == 0, byte == UInt8(ascii: "-") {
            matched = -1
            return index + 1
        }
        if matched == -1 {
            guard byte == UInt8(ascii: "-") else {
                state = .bogusComment
                return index
            }
            comment = CommentEnd()
            state = .comment
            return index + 1
        }
        let isCDATAPossible = dialect == .xml || foreignDepth > 0
        guard isCDATAPossible, byte == cdata[cdata.index(cdata.startIndex, offsetBy: matched)] else {
            state = .bogusComment
            return index
        }
        matched += 1
        if matched == cdata.count {
            matched = 0
            state = .cdata
        }
        return index + 1
    }

    mutating func readComment(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            if comment.isIdle {
                guard let dash = bytes.firstIndex(of: UInt8(ascii: "-"), from: index) else { return bytes.count }
                index = dash
            }
            let isOver = comment.take(bytes[index])
            index += 1
            if isOver {
                state = .text
                return index
            }
        }
        return index
    }

    mutating func readBogusComment(_ bytes: Span<UInt8>, from start: Int) -> Int {
        guard let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: start) else { return bytes.count }
        state = .text
        return end + 1
    }
}
