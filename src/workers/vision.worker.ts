// Entry point of the vision worker.
import { expose } from 'comlink';
import { installErrorTransfer } from '../protocol/error-transfer';
import { holdLifeline } from '../protocol/lifeline';
import { createVisionService } from '../services/vision-service';

holdLifeline();
installErrorTransfer();
expose(createVisionService());
