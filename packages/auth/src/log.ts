/** The part of a pino logger that this package needs. */
export type AuthLog = {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
};
