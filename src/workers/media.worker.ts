// Entry point of the media worker.
import { expose } from 'comlink';
import { installErrorTransfer } from '../protocol/error-transfer';
import { createMediaService } from '../services/media-service';

installErrorTransfer();
expose(createMediaService());
