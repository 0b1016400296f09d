import { z } from 'zod'

const noEmail = 'Enter an email address, such as name@example.com'

/** Normalizes a typed address. */
export const Email = z
  .string('Enter your email address')
  .trim()
  // Refuses non-ASCII before lower-casing: the Kelvin sign would become a k, which is another address.
  .regex(/^[ -~]*$/, { error: noEmail, abort: true })
  .toLowerCase()
  .max(254, 'An email address has at most 254 characters')
  .pipe(z.email(noEmail))
