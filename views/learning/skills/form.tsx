import { categoryNames, levelNames } from '../../../functions/learning/skills/list'
import { filing, nameLimit, notesLimit, type Skill } from '../../../functions/learning/skills/schema'
import type { FilingChoice } from '../../../functions/lib/resource/choices'
import type { FieldsProps } from '../../../functions/lib/resource/listed'
import { Radios } from '../../ui/choices'
import { Field, NameField, NotesField, optionsOf, Select } from '../../ui/field'
import { drafted, Fields, FilingFields } from '../../ui/form'

type Props = FieldsProps<Skill> & {
  choices: FilingChoice[]
  /** Chosen for a new skill. */
  organization: string | null
  today: string
}

const newSkill = { name: '', category: 'technical', confidence_level: 1, teams: '', used_on: '', notes: '' }

export const levelOptions = optionsOf(levelNames)

export const SkillFields = ({ row, draft, choices, organization, today, idPrefix }: Props) => {
  const stored = row ? { ...row, projects: null, plans: null } : { ...newSkill, organization_id: organization }
  const field = drafted(stored, draft, idPrefix)
  return (
    <Fields>
      <NameField limit={nameLimit} isFresh={!draft} {...field('name')} />
      <Radios label="Level" wide options={levelOptions} {...field('confidence_level')} />
      <Select label="Category" options={optionsOf(categoryNames)} {...field('category')} />
      <Field label="Used on" type="date" max={today} hint="Besides its sessions" {...field('used_on')} />
      <FilingFields choices={choices} row={row} ids={filing.ids} field={field} isShort />
      <Field
        label="Teams that need it"
        wide
        type="textarea"
        rows={2}
        dir="auto"
        placeholder="Platform: high, one team a line"
        {...field('teams')}
      />
      <NotesField limit={notesLimit} {...field('notes')} />
    </Fields>
  )
}
