import { z } from 'zod'
import { keptUpload } from '../../lib/kept-upload'

const Upload = z.object({
  documents: z.array(z.object({ name: z.string(), text: z.string() })),
  /** The version that each plan had in the preview, by its id; null for one that is added. */
  seen: z.record(z.string(), z.int().nullable()),
})
export type Upload = z.infer<typeof Upload>

/** Documents that wait for confirmation, so that they do not travel through the pages. */
export const planUploads = keptUpload('plans', Upload)
