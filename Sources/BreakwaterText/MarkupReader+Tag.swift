extension MarkupReader {
    /// Reads a tag from its name on, until it ends or a reference begins in one of its values.
    mutating func readTag(_ bytes: Span<UInt8>, from start: Int, into output: inout [UInt8]) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            switch state {
            case .tagName:
                if Self.isSpace(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") {
                    tag.endName()
                    state = .beforeAttributeName
                } else {
                    tag.appendName(byte)
                    index += 1
                }
            case .beforeAttributeName, .afterQuotedValue:
                index += 1
                if byte == UInt8(ascii: ">") {
                    endTag(at: index, into: &output)
                    return index
                }
                if byte == UInt8(ascii: "/") {
                    tag.isSelfClosing = true
                } else if !Self.isSpace(byte) {
                    tag.isSelfClosing = false
                    tag.beginAttribute()
                    // A leading `=` is part of the name.
                    tag.appendAttributeName(byte)
                    state = .attributeName
                }
            case .attributeName, .afterAttributeName: index = readAttributeName(byte, at: index)
            case .beforeAttributeValue: index = readValueStart(byte, at: index)
            case .doubleQuotedValue, .singleQuotedValue, .unquotedValue:
                index = readValue(bytes, from: index)
                if isInReference { return index }
            default: return index
            }
        }
        return index
    }

    private mutating func readAttributeName(_ byte: UInt8, at index: Int) -> Int {
        switch byte {
        case UInt8(ascii: "="):
            tag.beginValue()
            state = .beforeAttributeValue
            return index + 1
        case UInt8(ascii: ">"), UInt8(ascii: "/"):
            state = .beforeAttributeName
            return index
        case _ where Self.isSpace(byte):
            state = .afterAttributeName
            return index + 1
        default:
            guard state == .attributeName else {
                state = .beforeAttributeName
                return index
            }
            tag.appendAttributeName(byte)
            return index + 1
        }
    }

    private mutating func readValueStart(_ byte: UInt8, at index: Int) -> Int {
        switch byte {
        case _ where Self.isSpace(byte): return index + 1
        case UInt8(ascii: "\""): state = .doubleQuotedValue
        case UInt8(ascii: "'"): state = .singleQuotedValue
        case UInt8(ascii: ">"):
            state = .beforeAttributeName
            return index
        default:
            state = .unquotedValue
            return index
        }
        return index + 1
    }

    private mutating func readValue(_ bytes: Span<UInt8>, from start: Int) -> Int {
        let end = valueEnd(bytes, from: start)
        if tag.purpose != .nothing { tag.appendValue(bytes.extracting(start..<end)) }
        guard end < bytes.count else { return end }
        if bytes[end] == UInt8(ascii: "&"), tag.purpose != .nothing {
            beginReference()
            return end + 1
        }
        if state == .unquotedValue {
            state = .beforeAttributeName
            return end
        }
        state = .afterQuotedValue
        return end + 1
    }

    /// The end of the value, or the reference in it, or the end of the bytes.
    private func valueEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
        let quote = state == .doubleQuotedValue ? UInt8(ascii: "\"") : UInt8(ascii: "'")
        if state != .unquotedValue, tag.purpose == .nothing {
            return bytes.firstIndex(of: quote, from: start) ?? bytes.count
        }
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "&"), tag.purpose != .nothing { break }
            if state == .unquotedValue {
                if Self.isSpace(byte) || byte == UInt8(ascii: ">") { break }
            } else if byte == quote {
                break
            }
            index += 1
        }
        return index
    }

    // MARK: What a tag means

    private mutating func endTag(at index: Int, into output: inout [UInt8]) {
        state = .text
        let element = tag.element
        if element.breaksWords {
            flow = .page
            breakWord(into: &output)
        }
        changeRuby(element.ruby)
        if element.isForeignRoot {
            foreignDepth = tag.isEndTag ? max(0, foreignDepth - 1) : tag.isSelfClosing ? foreignDepth : min(foreignDepth + 1, 1 << 20)
        }
        guard !tag.isEndTag else {
            if element.content == .stripped { leaveAside() }
            return
        }
        let text = tag.text
        if !text.isEmpty { appendSideText(text.span, into: &output) }
        if element.breaksWords { flushSideText(into: &output) }
        if element.isMeta { readMeta(at: index, into: &output) }
        openRaw(element)
    }

    private mutating func changeRuby(_ kind: MarkupElement.Ruby) {
        guard kind != .none else { return }
        flow = tag.isEndTag || kind == .end ? .page : kind == .text ? .beside : .nowhere
        if kind == .end { leaveAside() }
    }

    private mutating func leaveAside() {
        flow = .page
        if !sideText.isEmpty { sideText.append(UInt8(ascii: "|")) }
    }

    private mutating func readMeta(at index: Int, into output: inout [UInt8]) {
        if consumed + index <= Self.labelLimit {
            labels.formUnion(PageLabels.meta(name: tag.metaName, content: tag.metaContent))
        }
        if declaredEncoding == nil { declaredEncoding = tag.declaredEncoding }
        let name = tag.metaName.map { Self.isLetter($0) ? $0 | 0x20 : $0 }
        guard name.elementsEqual("description".utf8) || name.elementsEqual("keywords".utf8) else { return }
        let text = [UInt8(ascii: "|")] + tag.metaContent
        appendSideText(text.span, into: &output)
    }

    /// In `svg` and in XML these elements hold elements, except that scripts and styles are never text in XML.
    private mutating func openRaw(_ element: MarkupElement) {
        guard foreignDepth == 0, element.content != .normal else { return }
        if dialect == .xml, element.content != .dropped || tag.isSelfClosing { return }
        guard element.content != .plain else {
            state = .plainText
            return
        }
        rawElement = element
        rawName = tag.name.bytes
        state = .rawText
        if element.content == .stripped, !element.breaksWords {
            leaveAside()
            flow = .beside
        }
    }
}
