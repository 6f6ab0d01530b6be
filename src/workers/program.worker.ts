// Entry point of the program worker.
import { expose } from 'comlink';
import { installErrorTransfer } from '../protocol/error-transfer';
import { createProgramService } from '../services/program-service';

installErrorTransfer();
expose(createProgramService());
