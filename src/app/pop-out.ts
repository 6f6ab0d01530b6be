// A clean window with the program picture and nothing else, for window capture and second screens.
import { EverframeError } from '../base/errors';
import type { ProgramFormat } from '../config/program';

/** Answers the window. */
export async function openPopOut(stream: MediaStream, program: ProgramFormat): Promise<Window> {
  const popup = window.open('', 'everframe-program', `popup,width=${program.width},height=${program.height}`);
  if (!popup) throw new EverframeError('internal', 'the browser did not open the window: allow pop-ups for this page');
  const page = popup.document;
  page.title = 'Everframe program';
  page.body.style.cssText = 'margin:0;background:#000;overflow:hidden';
  const video = page.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  video.style.cssText = 'display:block;width:100vw;height:100vh;object-fit:contain';
  page.body.replaceChildren(video);
  await video.play();
  return popup;
}
