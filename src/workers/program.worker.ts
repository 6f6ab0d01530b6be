// Entry point of the program worker.
import { expose } from 'comlink';
import { installErrorTransfer } from '../protocol/error-transfer';
import { holdLifeline } from '../protocol/lifeline';
import { askDisplayPriority } from '../services/display-priority';
import { createProgramService } from '../services/program-service';

askDisplayPriority();
holdLifeline();
installErrorTransfer();
expose(createProgramService());
