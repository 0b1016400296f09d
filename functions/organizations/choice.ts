import { z } from 'zod'
import type { Option } from '../../views/ui/field'
import { idInput } from '../lib/api/values'
import { hasOrganization, type OrganizationChoice } from './queries'

const message = 'Choose an organization from the list'

/** A field of a form; empty for none. */
export const organizationChoice = z
  .string(message)
  .max(100, message)
  .transform((id) => id || null)

/** A member of a JSON body. */
export const organizationInput = idInput.nullable().meta({ description: 'One of your organizations.' })

/** Errors of an organization that is not there; one that the row has already is left alone, even deleted. */
export const organizationErrors = async (
  db: D1Database,
  userId: string,
  id: string | null | undefined,
  stored: string | null | undefined,
) => {
  if (!id || id === stored || (await hasOrganization(db, userId, id))) return null
  return { organization_id: [message] }
}

export const organizationOptions = (choices: OrganizationChoice[], none = 'No organization'): Option[] => [
  { value: '', label: none },
  ...choices.map(({ id, name, deleted }) => ({ value: id, label: deleted ? `${name} (deleted)` : name })),
]
