import { z } from 'zod'

/** The version (`seq`) of a thing that a form was made from; `what` names the thing in the message. */
export const seenVersion = (what: string) => {
  const message = `Open the ${what} again: the form does not say which version it changes`
  return z
    .string(message)
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
}
