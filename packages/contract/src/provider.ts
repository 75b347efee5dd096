import * as z from 'zod';

/** Who else may vouch for a member; `oidc` is whichever OpenID Connect issuer the operator names. */
export const ProviderId = z.enum(['google', 'oidc']);
export type ProviderId = z.infer<typeof ProviderId>;

export const Provider = z.object({
  id: ProviderId,
  /** As people know it; a proper name, the same in every language. */
  name: z.string(),
});
export type Provider = z.infer<typeof Provider>;

/** An account at a provider by which a member can log in. */
export const LinkedProvider = Provider.extend({
  /** As the provider told it when it was linked. */
  email: z.string().nullable(),
  linkedAt: z.iso.datetime(),
});
export type LinkedProvider = z.infer<typeof LinkedProvider>;

/** The ways in. */
export const Providers = z.object({
  /** Whether one signs up and logs in with an e-mail address and a password. */
  acceptsPassword: z.boolean(),
  external: z.array(Provider),
  /** The member's own; null for a visitor. */
  mine: z.object({ hasPassword: z.boolean(), linked: z.array(LinkedProvider) }).nullable(),
});
export type Providers = z.infer<typeof Providers>;

export const ProviderInput = z.strictObject({ provider: ProviderId });
export type ProviderInput = z.infer<typeof ProviderInput>;

/** Where the browser goes to link: good once, for the session that asked, for five minutes. */
export const LinkStart = z.object({ path: z.string() });
export type LinkStart = z.infer<typeof LinkStart>;
