import { z } from 'zod'

const noEmail = 'Enter an email address, such as name@example.com'

/** An address that a person typed, in the form in which it is kept. */
export const Email = z
  .string('Enter your email address')
  .trim()
  // Before the letters become small: of the Kelvin sign that makes a k, and of somebody's address another's.
  .regex(/^[ -~]*$/, { error: noEmail, abort: true })
  .toLowerCase()
  .max(254, 'An email address has at most 254 characters')
  .pipe(z.email(noEmail))
