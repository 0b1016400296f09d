import { z } from 'zod'
import { isOrg } from '../org'

/** Query parameter of lists that follow the context. */
export const orgInput = z.string().refine(isOrg, 'Enter all, none, or the id of an organization').optional().meta({
  maxLength: 100,
  description:
    'Rows of this organization, by themselves or by their project; `none` for those that belong to none, `all` without it.',
})
