/** Where the comments of a post begin on its page; links may point at it. */
export const commentsId = 'comments';
