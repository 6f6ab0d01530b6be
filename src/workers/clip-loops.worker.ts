// Entry point of a worker of the loop maker.
import { expose } from 'comlink';
import { installErrorTransfer } from '../protocol/error-transfer';
import { createClipLoopsService } from '../services/clip-loops-service';

installErrorTransfer();
expose(createClipLoopsService());
