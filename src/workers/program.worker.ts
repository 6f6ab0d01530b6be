// Entry point of the program worker.
import { expose } from 'comlink';
import { installErrorTransfer } from '../protocol/error-transfer';
import { holdLifeline } from '../protocol/lifeline';
import { createProgramService } from '../services/program-service';

holdLifeline();
installErrorTransfer();
expose(createProgramService());
