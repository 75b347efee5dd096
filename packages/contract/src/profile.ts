import * as z from 'zod';

import { ImageId } from './image.ts';
import { Bio, DisplayName, Handle, Language, Visibility } from './member.ts';
import { privateFields, WebsiteUrl } from './profile-field.ts';
import { optionalText } from './text.ts';

/** What a member changes of their profile; what is left out stays as it is. */
export const UpdateProfileInput = z
  .strictObject({
    displayName: DisplayName,
    bio: Bio,
    location: optionalText(100),
    websiteUrl: WebsiteUrl.nullable(),
    language: Language,
    /** The member's own, uploaded for this; null takes away what is there. */
    avatarImageId: ImageId.nullable(),
    coverImageId: ImageId.nullable(),
    ...privateFields,
  })
  .partial();
export type UpdateProfileInput = z.infer<typeof UpdateProfileInput>;

export const ChangeHandleInput = z.strictObject({ handle: Handle });
export const SetVisibilityInput = z.strictObject({ visibility: Visibility });
