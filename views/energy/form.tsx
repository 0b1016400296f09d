import {
  type CheckInRow,
  energyNames,
  engagementNames,
  moodLimit,
  newCheckIn,
  notesLimit,
} from '../../functions/energy/schema'
import { type Linked, type OrganizationChoice, organizationOptions } from '../../functions/lib/resource/choices'
import type { FieldsProps } from '../../functions/lib/resource/listed'
import { Field, Select } from '../ui/field'
import { drafted, Fields } from '../ui/form'
import { Levels } from '../ui/levels'
import { NotesField } from '../ui/name-field'

type Props = FieldsProps<CheckInRow> & {
  organizations?: OrganizationChoice[]
  /** Chosen for a new check-in. */
  linked?: Linked
}

const fieldsOf = ({ row, draft, linked, idPrefix }: Props) =>
  drafted(row ?? { ...newCheckIn, ...linked }, draft, idPrefix)

/** Fields that most check-ins leave empty; the organization for people who have some. */
export const Words = ({ organizations = [], ...props }: Props) => {
  const field = fieldsOf(props)
  const organization = field('organization_id')
  return (
    <>
      <Field label="Mood" wide maxlength={moodLimit} dir="auto" autocomplete="off" {...field('mood')} />
      <NotesField limit={notesLimit} {...field('notes')} />
      {(organizations.length > 0 || organization.errors) && (
        <Select label="Organization" options={organizationOptions(organizations)} {...organization} />
      )}
    </>
  )
}

/** Fields of a check-in that is there. */
export const CheckInFields = (props: Props) => {
  const field = fieldsOf(props)
  return (
    <Fields>
      <Levels label="Energy" names={energyNames} {...field('energy_level')} />
      <Levels label="Engagement" names={engagementNames} {...field('engagement_level')} />
      <Words {...props} />
    </Fields>
  )
}
