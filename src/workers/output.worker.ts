// Entry point of the output worker.
import { expose } from 'comlink';
import { installErrorTransfer } from '../protocol/error-transfer';
import { holdLifeline } from '../protocol/lifeline';
import { askDisplayPriority } from '../services/display-priority';
import { createOutputService } from '../services/output-service';

askDisplayPriority();
holdLifeline();
installErrorTransfer();
expose(createOutputService());
