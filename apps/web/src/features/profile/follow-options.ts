/** Members of one page of followers or followings. */
export const followPageSize = 30;
