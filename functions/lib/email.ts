import { z } from 'zod'

/** An address that a person typed, in the form in which it is kept. */
export const Email = z
  .string('Enter your email address')
  .trim()
  .toLowerCase()
  .max(254, 'An email address has at most 254 characters')
  .pipe(z.email('Enter an email address, such as name@example.com'))
