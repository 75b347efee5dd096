import { fieldErrorsOf } from '@dailyfeed/contract/field-error';
import type { FieldValues, Path, Resolver, UseFormReturn } from 'react-hook-form';
import type * as z from 'zod';

import { failureOf } from './failure.ts';

/** Checks a flat form by the contract, with the same keys (`too_long`, …) that the service would answer. */
export function contractResolver<Input extends FieldValues, Output>(
  schema: z.ZodType<Output, Input>,
): Resolver<Input, unknown, Output> {
  return (values) => {
    const result = schema.safeParse(values);
    if (result.success) return { values: result.data, errors: {} };
    const errors = Object.entries(fieldErrorsOf(result.error)).map(([path, message]) => [
      path,
      // An empty field is not too short: it is empty.
      { type: 'contract', message: values[path] === '' ? 'required' : message },
    ]);
    return { values: {}, errors: Object.fromEntries(errors) };
  };
}

/** Puts the fields a service refused beside their inputs; false when it named none that the form has. */
export function showFieldErrors<Input extends FieldValues, Output>(
  form: UseFormReturn<Input, unknown, Output>,
  error: unknown,
): boolean {
  const values = form.getValues();
  const { fields } = failureOf(error);
  // In the order of the form, so that the first of them gets the focus.
  const refused = Object.keys(values).flatMap((path) => {
    const message = fields[path];
    return message === undefined ? [] : [[path, message] as const];
  });
  for (const [index, [path, message]] of refused.entries()) {
    // as: only names that the form has
    form.setError(path as Path<Input>, { type: 'server', message }, { shouldFocus: index === 0 });
  }
  return refused.length > 0;
}
