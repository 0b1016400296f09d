import type { FilingChoice, Linked } from '../../../functions/lib/resource/choices'
import type { FieldsProps } from '../../../functions/lib/resource/listed'
import {
  type CheckInRow,
  energyNames,
  engagementNames,
  filing,
  moodLimit,
  newCheckIn,
  notesLimit,
} from '../../../functions/reviews/energy/schema'
import { Field, NotesField } from '../../ui/field'
import { drafted, Fields, FilingFields } from '../../ui/form'
import { Levels } from '../../ui/levels'

type Props = FieldsProps<CheckInRow> & {
  choices?: FilingChoice[]
  /** Chosen for a new check-in. */
  linked?: Linked
}

const fieldsOf = ({ row, draft, linked, idPrefix }: Props) =>
  drafted(row ?? { ...newCheckIn, ...linked }, draft, idPrefix)

/** Fields that most check-ins leave empty; the organization for people who have some. */
export const Words = ({ choices = [], ...props }: Props) => {
  const field = fieldsOf(props)
  return (
    <>
      <Field label="Mood" wide maxlength={moodLimit} dir="auto" autocomplete="off" {...field('mood')} />
      <NotesField limit={notesLimit} {...field('notes')} />
      <FilingFields choices={choices} row={props.row} ids={filing.ids} field={field} isShort />
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
