import NIOCore
import NIOHTTP2

/// What NIO enforces of RFC 9113 and of the floods known so far; GOAWAY answers what goes past it.
extension HTTP2Limits {
    /// - Parameters:
    ///   - settings: those of this side of the connection only.
    ///   - limits: of a message's head.
    func connection(_ settings: [HTTP2Setting], window: Int, _ limits: ProxyLimits) -> NIOHTTP2Handler.ConnectionConfiguration {
        var configuration = NIOHTTP2Handler.ConnectionConfiguration()
        configuration.initialSettings =
            settings + [
                HTTP2Setting(parameter: .maxHeaderListSize, value: limits.headBytes),
                HTTP2Setting(parameter: .initialWindowSize, value: window),
            ]
        configuration.maximumSequentialEmptyDataFrames = emptyFrames
        configuration.maximumSequentialContinuationFrames = continuations
        // Answers to PING and SETTINGS that a peer does not read.
        configuration.maximumBufferedControlFrames = controlFrames
        // Frames on a stream that we reset may still be on their way: those are nobody's mistake.
        configuration.maximumRecentlyResetStreams = 2 * streams
        configuration.targetWindowSize = connectionWindow
        configuration.controlFrameRateLimit.maximumCount = controlFrames
        configuration.controlFrameRateLimit.windowLength = rateWindow
        return configuration
    }

    func stream(window: Int) -> NIOHTTP2Handler.StreamConfiguration {
        var configuration = NIOHTTP2Handler.StreamConfiguration()
        configuration.targetWindowSize = window
        configuration.outboundBufferSizeHighWatermark = outboundBytes
        configuration.outboundBufferSizeLowWatermark = outboundBytes / 2
        configuration.streamResetFrameRateLimit.maximumCount = resets
        configuration.streamResetFrameRateLimit.windowLength = rateWindow
        configuration.streamErrorRateLimit.maximumCount = streamErrors
        configuration.streamErrorRateLimit.windowLength = rateWindow
        return configuration
    }
}

/// What an error means to a whole connection.
enum HTTP2Failure {
    /// Whether NIO reset one stream for it, and the connection can go on. All others end the connection, with GOAWAY.
    static func concernsOneStream(_ error: any Error) -> Bool {
        error is NIOHTTP2Errors.NoSuchStream || error is NIOHTTP2Errors.StreamError || isMalformedMessage(error)
    }

    /// Whether a message was refused as RFC 9113 §8.1.1 asks.
    static func isMalformedMessage(_ error: any Error) -> Bool {
        switch error {
        case is NIOHTTP2Errors.ForbiddenHeaderField, is NIOHTTP2Errors.InvalidHTTP2HeaderFieldName,
            is NIOHTTP2Errors.InvalidHTTP2HeaderFieldValue, is NIOHTTP2Errors.InvalidPseudoHeaderValue,
            is NIOHTTP2Errors.InvalidPseudoHeaders, is NIOHTTP2Errors.MissingPseudoHeader, is NIOHTTP2Errors.DuplicatePseudoHeader,
            is NIOHTTP2Errors.PseudoHeaderAfterRegularHeader, is NIOHTTP2Errors.UnknownPseudoHeader,
            is NIOHTTP2Errors.UnsupportedPseudoHeader, is NIOHTTP2Errors.EmptyPathHeader, is NIOHTTP2Errors.InvalidStatusValue,
            is NIOHTTP2Errors.TrailersWithoutEndStream, is NIOHTTP2Errors.ContentLengthViolated,
            is NIOHTTP2Errors.ContentLengthHeadersMismatch, is NIOHTTP2Errors.ContentLengthHeaderNegative,
            is NIOHTTP2Errors.ContentLengthHeaderMalformedValue:
            true
        default: false
        }
    }
}
