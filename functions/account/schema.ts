import { z } from 'zod'

/** In characters; the longest address or name fits. */
export const confirmLimit = 320

export const DeleteForm = z.object({
  confirm: z.string('Type what is asked for').max(confirmLimit, 'That is too long'),
})
export type DeleteForm = z.output<typeof DeleteForm>
