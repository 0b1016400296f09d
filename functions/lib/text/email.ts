import { z } from 'zod'

const noEmail = 'Enter an email address, such as name@example.com'

/** Schema of an email address. Normalizes it. */
export const Email = z
  .string('Enter your email address')
  .trim()
  // Refuses non-ASCII before lower-casing: the Kelvin sign would become a k, which is a different address.
  .regex(/^[ -~]*$/, { error: noEmail, abort: true })
  .toLowerCase()
  .max(254, 'An email address has at most 254 characters')
  .pipe(z.email(noEmail))
