/// The fixed numbers of the file format. All integers are little-endian.
///
/// ```text
/// 0    8  magic "BWBUNDLE"
/// 8    4  format version
/// 12   4  semantics version: what the compiler means by its sections
/// 16   8  file length in bytes
/// 24   8  creation time, seconds since the epoch
/// 32  16  hash key
/// 48  32  identity: SHA-256 of every byte from offset 128 to the end of the last section
/// 80   4  section count
/// 84   4  zero
/// 88   8  checksum of the section table
/// 96  24  zero
/// 120  8  checksum of bytes 0–119
/// 128     section table: 32 bytes a section, ascending by id
///         0 4 id · 4 4 zero · 8 8 offset · 16 8 length · 24 8 checksum
///         sections follow, each at a multiple of 64, zeros between
/// ```
package enum BundleLayout {
    package static let magic: [UInt8] = Array("BWBUNDLE".utf8)
    package static let formatVersion: UInt32 = 3
    package static let semanticsVersion: UInt32 = 3
    package static let headerLength = 128
    package static let tableEntryLength = 32
    package static let alignment = 64
    package static let maximumSections = 64
}
