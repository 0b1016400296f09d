import { peopleNamedIn } from '../../entry/people-names'
import { countCharacters } from '../../lib/text'
import { part, type Understood } from '../../tasks/quick-add/interpret'
import { dateText } from '../../tasks/words'
import { descriptionLimit, type NewActionItemValues } from '../schema'
import { readAction } from './read'

/** Understands a line such as `send Ada the figures friday !high`. */
export const interpretAction = async (
  db: D1Database,
  userId: string,
  line: string,
  today: string,
): Promise<{ values: NewActionItemValues } & Understood> => {
  const { name, errors, ...values } = readAction(line, today, await peopleNamedIn(db, userId, line))
  const isTheirs = values.owner === 'person'
  return {
    values,
    errors: [
      ...(values.description === '' ? ['Enter what is to be done'] : []),
      ...(countCharacters(values.description) > descriptionLimit
        ? [`A description has at most ${descriptionLimit} characters`]
        : []),
      ...errors,
    ],
    does: isTheirs && name ? `Add action item of ${name}` : 'Add action item',
    parts: [
      ...part('action', values.description),
      ...part(isTheirs ? 'by' : 'with', name),
      ...errors.map((text) => ({ label: 'person', text, isWrong: true })),
      ...part('due', values.due_date && dateText(values.due_date, today)),
      ...part('priority', values.priority !== 'medium' && values.priority),
    ],
  }
}
