/** Posts, each of which has a picture or more: some screens of a grid. */
export const mediaPageSize = 30;
