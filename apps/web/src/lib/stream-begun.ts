/** On the document, when the stream has begun or begun again: what it would have told before is to be asked for. */
export const streamBegunEvent = 'dailyfeed:stream-begun';
