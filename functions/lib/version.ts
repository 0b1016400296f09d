import { z } from 'zod'

const version = (what: string, pattern: RegExp) => {
  const message = `Open the ${what} again: this form is incomplete`
  return z.string(message).regex(pattern, message)
}

/** Version (`seq`) of the row that a form was rendered from; the message names it as `what`. */
export const seenVersion = (what: string) => version(what, /^\d{1,15}$/).transform(Number)

/** Version of a row that may not have been there: null where the text is empty. */
export const seenVersionOrNone = (what: string) =>
  version(what, /^\d{0,15}$/).transform((text) => (text === '' ? null : Number(text)))
