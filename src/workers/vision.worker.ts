// Entry point of the vision worker.
import { expose } from 'comlink';
import { installErrorTransfer } from '../protocol/error-transfer';
import { createVisionService } from '../services/vision-service';

installErrorTransfer();
expose(createVisionService());
