// Entry point of a worker of the benchmark.
import { expose } from 'comlink';
import { installErrorTransfer } from '../protocol/error-transfer';
import { createBenchmarkService } from '../services/benchmark-service';

installErrorTransfer();
expose(createBenchmarkService());
