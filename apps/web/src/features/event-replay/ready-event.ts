/** On the document, once the page answers. */
export const readyEvent = 'dailyfeed:ready';
