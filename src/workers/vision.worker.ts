// Entry point of the vision worker.
import { expose } from 'comlink';
import { installErrorTransfer } from '../protocol/error-transfer';
import { holdLifeline } from '../protocol/lifeline';
import { askDisplayPriority } from '../services/display-priority';
import { createVisionService } from '../services/vision-service';

askDisplayPriority();
holdLifeline();
installErrorTransfer();
expose(createVisionService());
