import { z } from 'zod'

/** Version (`seq`) of the row that a form was rendered from; the message names it as `what`. */
export const seenVersion = (what: string) => {
  const message = `Open the ${what} again: this form is incomplete`
  return z
    .string(message)
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
}
