import { z } from 'zod'

/** In characters; the longest address or name fits. */
export const confirmLimit = 320

export const DeleteForm = z.object({
  confirm: z.string('Enter the text shown').max(confirmLimit, 'This is too long'),
})
export type DeleteForm = z.output<typeof DeleteForm>
