import { z } from 'zod'
import type { Option } from '../../views/ui/field'
import { idInput } from '../lib/api/values'
import { filingMessages } from '../lib/resource/filing'
import type { OrganizationChoice } from './queries'

const message = filingMessages.organization_id

/** A field of a form; empty for none. */
export const organizationChoice = z
  .string(message)
  .max(100, message)
  .transform((id) => id || null)

/** A member of a JSON body. */
export const organizationInput = idInput.nullable().meta({ description: 'One of your organizations.' })

export const organizationOptions = (choices: OrganizationChoice[], none = 'No organization'): Option[] => [
  { value: '', label: none },
  ...choices.map(({ id, name, deleted }) => ({ value: id, label: deleted ? `${name} (deleted)` : name })),
]
