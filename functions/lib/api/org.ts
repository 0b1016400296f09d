import { z } from 'zod'
import { isOrg } from '../org'

const org = z.string().refine(isOrg, 'Enter all, none, or the id of an organization').optional()

/** Query parameter of lists that follow the context. */
export const orgInput = org.meta({
  maxLength: 100,
  description:
    'Rows of this organization, by themselves or by their project; `none` for those that belong to none, `all` without it.',
})

/** Query parameter of figures and sessions that follow the context. */
export const orgTimeInput = org.meta({
  maxLength: 100,
  description:
    'Time on the projects of this organization; `none` for time on projects of none or on no project, `all` without it.',
})
