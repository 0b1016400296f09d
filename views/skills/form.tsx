import { type OrganizationChoice, organizationOptions } from '../../functions/lib/resource/choices'
import type { AnyDraft } from '../../functions/lib/resource/pages'
import { nameLimit, notesLimit, type Skill } from '../../functions/skills/schema'
import { categoryNames, levelNames } from '../../functions/skills/words'
import { Radios } from '../ui/choices'
import { Field, optionsOf, Select } from '../ui/field'
import { drafted, Fields } from '../ui/form'
import { NameField } from '../ui/name-field'

type Props = {
  row?: Skill
  draft?: AnyDraft
  organizations: OrganizationChoice[]
  /** Chosen for a new skill. */
  organization: string
  today: string
  idPrefix: string
}

const valuesOf = ({ row, organization }: Pick<Props, 'row' | 'organization'>): Record<string, string> => ({
  name: row?.name ?? '',
  category: row?.category ?? 'technical',
  confidence_level: String(row?.confidence_level ?? 1),
  teams: row?.teams ?? '',
  used_on: row?.used_on ?? '',
  organization_id: row ? (row.organization_id ?? '') : organization,
  notes: row?.notes ?? '',
})

export const levelOptions = optionsOf(levelNames)

export const SkillFields = ({ row, draft, organizations, organization: chosen, today, idPrefix }: Props) => {
  const field = drafted(valuesOf({ row, organization: chosen }), draft, idPrefix)
  const organization = field('organization_id')
  return (
    <Fields>
      <NameField limit={nameLimit} isFresh={!draft} {...field('name')} />
      <Radios label="Level" wide options={levelOptions} {...field('confidence_level')} />
      <Select label="Category" options={optionsOf(categoryNames)} {...field('category')} />
      <Field
        label="Used on"
        type="date"
        max={today}
        hint="Sessions on its projects and plans count by themselves"
        {...field('used_on')}
      />
      {(organizations.length > 0 || row?.organization_id || organization.errors) && (
        <Select label="Organization" options={organizationOptions(organizations)} {...organization} />
      )}
      <Field
        label="Teams"
        wide
        type="textarea"
        rows={2}
        dir="auto"
        placeholder="Platform: high"
        hint="Teams that need it, one a line, with high, medium or low"
        {...field('teams')}
      />
      <Field label="Notes" wide type="textarea" maxlength={notesLimit} dir="auto" {...field('notes')} />
    </Fields>
  )
}
