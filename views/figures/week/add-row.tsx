import { addPath, sheetPath, weekPath } from '../../../functions/figures/week/schema'
import type { FoundRow } from '../../../functions/figures/week/sheet/find'
import type { Sheet } from '../../../functions/figures/week/sheet/rows'
import { nameKey } from '../../../functions/lib/text/text'
import { parseDuration } from '../../../functions/lib/time/typed-time'
import { Button, LinkButton } from '../../ui/button'
import { Field } from '../../ui/field'
import { HiddenParams } from '../../ui/form'
import { classes, ProjectMark } from '../../ui/icon'
import { floatingLook, OptionList, optionLook } from '../../ui/line'
import { TextLink } from '../../ui/section'

type OptionsProps = Pick<Sheet, 'view'> & { found: FoundRow[]; shown: string[]; isPage?: boolean }

/**
 * True if a project can be made from the typed words: no project has this name, and they do not look like a time for a
 * cell.
 */
const isNewName = (found: FoundRow[], typed: string) =>
  parseDuration(typed) === null &&
  !/^[\d.,:]+$/.test(typed) &&
  !found.some(({ project }) => project && nameKey(project.label) === nameKey(typed))

/** Rows that can be added. Enter chooses the first one if it matches the typed words. */
export const RowOptions = ({ view, found, shown, isPage }: OptionsProps) => (
  <>
    {found.map(({ key, project, goal, task }, index) => (
      <a
        class={classes(optionLook, 'no-underline')}
        role="option"
        aria-selected={String(index === 0 && Boolean(view.find))}
        id={`row-option-${index}`}
        href={addPath(view, key, shown)}
        tabindex={isPage ? undefined : -1}
      >
        <span>
          <ProjectMark color={project?.color} />
          <bdi>{project?.label ?? 'No project'}</bdi>
        </span>
        <span class="grey text-small">
          <bdi>{[goal?.label ?? 'No goal', task?.label, project?.client].filter(Boolean).join(' · ')}</bdi>
          {shown.includes(key) && ' · already here'}
        </span>
      </a>
    ))}
    {view.find && isNewName(found, view.find) && (
      <button
        class={classes(optionLook, 'w-full border-0 bg-transparent text-start')}
        role="option"
        aria-selected={String(found.length === 0)}
        id="row-option-create"
        type="submit"
        name="create"
        value={view.find}
        formmethod="post"
        formaction="/week/project"
        tabindex={isPage ? undefined : -1}
      >
        <span>
          Create project “<bdi>{view.find}</bdi>”
        </span>
      </button>
    )}
  </>
)

const fieldId = 'row-find'

/** Picker for a further row, and a button that copies the rows of last week. */
export const AddRow = ({ view, from, today, rows, canCopy, found, total }: Sheet) => {
  const { date, rows: shown, subject, find } = view
  const keys = rows.map(({ key }) => key)
  const copy = sheetPath({ date, rows: ['last', ...shown], subject, add: 'last' })
  return (
    <tr>
      <td colspan={3} class="border-0 px-0 py-2 text-start whitespace-normal print:hidden" data-keep="">
        <div class="flex flex-wrap gap-2">
          {from > today ? (
            <p class="basis-full">
              Time you enter here is planned, as in the{' '}
              <TextLink href={weekPath(date, 'calendar', { subject })}>calendar</TextLink>.
            </p>
          ) : (
            total.seconds === 0 && <p class="basis-full">No hours in this week yet.</p>
          )}
          <form id="add-row" class="entry-line relative flex-1 basis-56" action="/week/row">
            <HiddenParams values={{ date, rows: shown.join(), subject, shown: keys.join() }} />
            <Field
              name="find"
              idPrefix="row"
              label="Add a row"
              unseenLabel
              placeholder="Add a row: project, goal or task"
              value={find}
              maxlength={200}
              required
              dir="auto"
              autocomplete="off"
              role="combobox"
              aria-autocomplete="list"
              aria-expanded={found ? 'true' : 'false'}
              aria-controls={`${fieldId}-list`}
              autofocus={find !== undefined}
            />
            <noscript>
              <Button>Add row</Button>
            </noscript>
            <OptionList
              id={`${fieldId}-list`}
              label="Rows to add"
              place={classes(floatingLook, 'scroll-mb-20')}
              hx-get="/week/rows"
              hx-trigger={`input delay:150ms from:#${fieldId}, focus from:#${fieldId}, suggest`}
              hx-include="#add-row"
            >
              {found && <RowOptions view={view} found={found} shown={keys} isPage />}
            </OptionList>
          </form>
          {canCopy && (
            <LinkButton icon="copy" variant={rows.length === 0 ? 'primary' : 'quiet'} href={copy}>
              Copy last week’s rows
            </LinkButton>
          )}
        </div>
      </td>
    </tr>
  )
}
