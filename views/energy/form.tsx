import { energyNames, engagementNames } from '../../functions/energy/levels'
import { type CheckInRow, moodLimit, notesLimit } from '../../functions/energy/schema'
import { type OrganizationChoice, organizationOptions } from '../../functions/lib/resource/choices'
import type { AnyDraft } from '../../functions/lib/resource/pages'
import { drafted } from '../ui/draft'
import { Field, Select } from '../ui/field'
import { Fields } from '../ui/form'
import { Levels } from '../ui/levels'
import { NotesField } from '../ui/name-field'

export const valuesOf = (row: CheckInRow | undefined, organization = ''): Record<string, string> => ({
  energy_level: String(row?.energy_level ?? ''),
  engagement_level: String(row?.engagement_level ?? ''),
  mood: row?.mood ?? '',
  notes: row?.notes ?? '',
  organization_id: row ? (row.organization_id ?? '') : organization,
})

type Props = {
  row?: CheckInRow
  draft?: AnyDraft
  organizations?: OrganizationChoice[]
  /** Chosen for a new check-in. */
  organization?: string
  idPrefix: string
}

/** Fields that most check-ins leave empty; the organization for people who have some. */
export const Words = ({ row, draft, organizations = [], organization: chosen, idPrefix }: Props) => {
  const field = drafted(valuesOf(row, chosen), draft, idPrefix)
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
  const field = drafted(valuesOf(props.row), props.draft, props.idPrefix)
  const { value: energy, ...energyField } = field('energy_level')
  const { value: engagement, ...engagementField } = field('engagement_level')
  const { idPrefix } = props
  return (
    <Fields>
      <Levels label="Energy" names={energyNames} {...energyField} idPrefix={idPrefix} value={String(energy)} />
      <Levels
        label="Engagement"
        names={engagementNames}
        {...engagementField}
        idPrefix={idPrefix}
        value={String(engagement)}
      />
      <Words {...props} />
    </Fields>
  )
}
