enum ExchangeState: ~Copyable { case awaitingRequest }
struct ExchangeContext { let worker: FilterWorker; init(worker: FilterWorker, client: ClientIdentity, role: FilterRole, now: Int64) { self.worker = worker } }
