/** Orders of the following feed. In a file of its own: pages need it without a validator. */
export const followingSorts = ['newest', 'mostCommented', 'topSinceLastVisit'] as const;
