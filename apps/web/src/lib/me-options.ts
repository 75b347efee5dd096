/** How the reader's own profile is kept: what changes it here writes it there, too. */
export const meOptions = { staleTime: 300_000 } as const;
