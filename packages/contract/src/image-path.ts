/** Where images are sent to, and served under. */
export const imagePath = '/api/image';

/**
 * The address of a variant (`thumb`, `small`, `medium`, `large`) within the site. Which format is sent, the reader's
 * `Accept` decides. In a file of its own: pages need it without a validator.
 */
export function toImagePath(
  image: { id: string; token: string | null },
  variant: 'thumb' | 'small' | 'medium' | 'large',
): string {
  const query = image.token === null ? '' : `?token=${image.token}`;
  return `${imagePath}/${image.id}/${variant}${query}`;
}
