// Entry point of the media worker.
import { expose } from 'comlink';
import { installErrorTransfer } from '../protocol/error-transfer';
import { createMediaService } from '../sources/media-service';

installErrorTransfer();
expose(createMediaService());
