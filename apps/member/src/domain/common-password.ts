// The list itself: the package's entry unpacks the same at the cost of 40 MB.
import commonPasswords from '@zxcvbn-ts/language-common/src/passwords.json' with { type: 'json' };

/** Whether it is among the 50,000 that guessers try first, whatever its capitals. */
export function isCommonPassword(password: string): boolean {
  // Half a millisecond, once per sign-up; an index would cost memory all day.
  return commonPasswords.includes(password.toLowerCase());
}
