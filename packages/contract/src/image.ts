import * as z from 'zod';

import { Id } from './id.ts';
import { MemberId } from './member.ts';
import { optionalText } from './text.ts';

export const ImageId = Id;

/** What an image is for; it can be used for nothing else. */
export const ImagePurpose = z.enum(['post', 'avatar', 'cover']);
export type ImagePurpose = z.infer<typeof ImagePurpose>;

/**
 * What is served of an image: `thumb` fills 150 × 150, the others fit into 350, 720 and 1600 pixels each way and are
 * never larger than the image.
 */
export const imageVariants = ['thumb', 'small', 'medium', 'large'] as const;
export const ImageVariant = z.enum(imageVariants);
export type ImageVariant = z.infer<typeof ImageVariant>;

export const imageBytesMax = 10 * 1024 * 1024;
/** All frames of an animation together. */
export const imagePixelsMax = 50_000_000;
export const imageFramesMax = 500;
export const imagesPerPostMax = 4;
export const altTextMax = 1000;

/** What is known of an image without its bytes: enough to keep its place. */
export const ImageShape = z.object({
  id: ImageId,
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  /** https://blurha.sh, 4 × 3. */
  blurhash: z.string(),
  isAnimated: z.boolean(),
});
export type ImageShape = z.infer<typeof ImageShape>;

/** Opens what is not public for an hour; null where nothing is closed. */
const token = z.string().nullable();

/** An image as its owner gets it. */
export const OwnImage = ImageShape.extend({
  purpose: ImagePurpose,
  bytes: z.number().int(),
  createdAt: z.iso.datetime(),
  token,
});
export type OwnImage = z.infer<typeof OwnImage>;

/** Those of `ids` that are the caller's. */
export const MyImagesInput = z.strictObject({ ids: z.array(ImageId).min(1).max(20) });

/** An image of one's own that goes with a post, and what it shows in words, for those who do not see it. */
export const AttachImageInput = z.strictObject({
  id: ImageId,
  alt: optionalText(altTextMax).default(''),
});
export type AttachImageInput = z.infer<typeof AttachImageInput>;
export const AttachImagesInput = z
  .array(AttachImageInput)
  .max(imagesPerPostMax)
  .refine((images) => new Set(images.map(({ id }) => id)).size === images.length, 'invalid');

/** An image of a post as content keeps it. */
export const AttachedImage = ImageShape.extend({ alt: z.string() });
export type AttachedImage = z.infer<typeof AttachedImage>;
export const AttachedImages = z.array(AttachedImage);

/** An image of a post as a reader gets it. */
export const PostImage = AttachedImage.extend({ token });
export type PostImage = z.infer<typeof PostImage>;

/** Makes images a post's or a profile's. For services, which speak for `memberId`. */
export const ClaimImagesInput = z.strictObject({
  memberId: MemberId,
  purpose: ImagePurpose,
  /** The post's id, or the member's. */
  ownerId: Id,
  ids: z.array(ImageId).min(1).max(100),
});
export type ClaimImagesInput = z.infer<typeof ClaimImagesInput>;
/** Takes back claims that came to nothing: what the owner has said to have stays. */
export const ReleaseImagesInput = ClaimImagesInput.omit({ purpose: true });
export type ReleaseImagesInput = z.infer<typeof ReleaseImagesInput>;
/** Those that are nobody's again. */
export const ReleasedImages = z.object({ ids: z.array(ImageId) });
export type ReleasedImages = z.infer<typeof ReleasedImages>;

/** In the order asked for. */
export const ClaimedImages = z.array(ImageShape);

/** Asks the service behind a purpose which of its things have these images. For services. */
export const ImageHoldersInput = z.strictObject({ ids: z.array(ImageId).min(1).max(100) });
/** `ownerId` is null where something that is not told of yet has it: a draft. */
export const ImageHolders = z.array(
  z.object({ id: ImageId, memberId: MemberId, ownerId: Id.nullable() }),
);
export type ImageHolders = z.infer<typeof ImageHolders>;
