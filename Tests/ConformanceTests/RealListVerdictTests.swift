import BreakwaterURL
import TestSupport
import Testing

/// Whole lists over real requests: how many they block.
///
/// The verdicts were compared, one by one, with those of Brave's engine on the same lists and requests, and every difference traced
/// to its cause (docs/LISTS.md, "Where the dialects differ"). A change of a number is a change of verdicts.
@Suite(.enabled(if: RealLists.arePresent, RealLists.hint), .serialized)
struct RealListVerdictTests {
    @Test(arguments: [
        (["easylist.txt.gz", "easyprivacy.txt.gz"], 6_074),
        (["easylist-2019.txt.gz", "easyprivacy-2019.txt.gz"], 5_508),
        (["filter_3.txt.gz"], 3_003),
        (["filter_14.txt.gz"], 134),
        (["filters.min.txt.gz", "badware.txt", "privacy.txt"], 581),
        (["jp_abp_jp.txt", "jp_mochi_filter.txt"], 5_202),
    ])
    func `a list blocks what it blocked`(files: [String], blocked: Int) throws {
        let engine = try RealLists.engine(files)
        var count = 0
        for line in try TestFiles.lines("requests/cliqz-top500-a.tsv.gz") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count >= 3 else { continue }
            let type = ResourceTypes(conformanceName: fields[2]) ?? .other
            let request = ConformanceRequest(url: fields[0], document: fields[1].isEmpty ? nil : fields[1], type: type)
            if engine.blocks(request) == true { count += 1 }
        }
        print("\(files.joined(separator: " + ")): \(count) of 15,262 requests blocked")
        #expect(count == blocked)
    }
}
