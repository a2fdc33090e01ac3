import Foundation

/// The colours of charts and pages, and the arithmetic that holds them to WCAG 2.2.
///
/// From the set of Okabe and Ito (told apart with any colour vision) only those that reach 3:1 on our backgrounds; a pattern
/// and a direct label always go with a colour.
package enum Palette {
    /// An sRGB colour.
    package struct Colour: Sendable, Hashable {
        package var red: UInt8
        package var green: UInt8
        package var blue: UInt8

        package init(_ hex: UInt32) {
            red = UInt8(truncatingIfNeeded: hex >> 16)
            green = UInt8(truncatingIfNeeded: hex >> 8)
            blue = UInt8(truncatingIfNeeded: hex)
        }

        /// `#0072B2`.
        package var hex: String {
            "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
        }

        /// Relative luminance, WCAG 2.2.
        package var luminance: Double {
            func linear(_ channel: UInt8) -> Double {
                let value = Double(channel) / 255
                return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        }

        /// WCAG 2.2 contrast ratio, 1–21.
        package func contrast(with other: Colour) -> Double {
            let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
            return (light + 0.05) / (dark + 0.05)
        }
    }

    /// The colours of one appearance.
    package struct Theme: Sendable, Hashable {
        package var page: Colour
        package var card: Colour
        package var text: Colour
        package var muted: Colour
        package var line: Colour
        package var link: Colour
        /// Blocked.
        package var blue: Colour
        /// Warned.
        package var vermilion: Colour
        package var green: Colour
        package var purple: Colour
    }

    package static let light = Theme(
        page: Colour(0xFFFFFF), card: Colour(0xF4F7FA), text: Colour(0x1B2733), muted: Colour(0x4B5A68), line: Colour(0x7B8A98),
        link: Colour(0x005A8F), blue: Colour(0x0072B2), vermilion: Colour(0xD55E00), green: Colour(0x009E73),
        purple: Colour(0xCC79A7))

    package static let dark = Theme(
        page: Colour(0x12171C), card: Colour(0x1B232B), text: Colour(0xE8EDF2), muted: Colour(0xB3BFCA), line: Colour(0x74828F),
        link: Colour(0x7CC4F2), blue: Colour(0x3D9BD6), vermilion: Colour(0xE87722), green: Colour(0x1DB88C),
        purple: Colour(0xD58FB6))
}
