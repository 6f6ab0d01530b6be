// Entry point of the loop worker.
import { expose } from 'comlink';
import { installErrorTransfer } from '../protocol/error-transfer';
import { holdLifeline } from '../protocol/lifeline';
import { createLoopService } from '../services/loop-service';

holdLifeline();
installErrorTransfer();
expose(createLoopService());
