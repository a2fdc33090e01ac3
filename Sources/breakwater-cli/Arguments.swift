public import ArgumentParser
public import BreakwaterPolicy
public import BreakwaterReports
public import BreakwaterRules
public import BreakwaterServer

// Words of the command line that are words of the field already.
extension Audience: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}
extension ListFormat: ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
extension PolicyConversion.Format: ExpressibleByArgument {}
extension ReportFormat: ExpressibleByArgument {}
