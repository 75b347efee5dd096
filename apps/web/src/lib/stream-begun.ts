/** On the document, when the stream has begun or begun again: whose counters it would have told before asks for them. */
export const streamBegunEvent = 'dailyfeed:stream-begun';
