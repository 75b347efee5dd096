/** UTF-16 code units of what is searched for. In a file of its own: pages need it without a validator. */
export const searchQueryMax = 200;
