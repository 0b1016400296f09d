import { plural, rangeText, shortDate } from '../../functions/lib/format'
import type { TimeLog } from '../../functions/sessions/csv/read'
import type { ListedImport } from '../../functions/sessions/import/schema'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Duration } from '../ui/figure'
import { Pages } from '../ui/pagination'
import { RowActions, RowMeta, Rows, RowTitle } from '../ui/rows'
import { Section } from '../ui/section'

const formatNames: Record<TimeLog['format'], string> = {
  'toggl-older': 'Toggl Track, older layout',
  'toggl-newer': 'Toggl Track, newer layout',
  daymark: 'Daymark’s own CSV',
}

export const formatName = (format: string) => Object.entries(formatNames).find(([key]) => key === format)?.[1] ?? format

/** Where the sessions of some days stand. */
export const sessionsOf = (from: string, to: string) => `/sessions?${new URLSearchParams({ from, to })}`

/** A finished import with the user's day on which it was made. */
type Done = ListedImport & { date: string }

const Row = ({ done, today }: { done: Done; today: string }) => {
  const { id, file_name, first_date, last_date } = done
  const days = first_date !== null && last_date !== null ? { from: first_date, to: last_date } : null
  return (
    <li id={`import-${id}`}>
      <div>
        <RowTitle href={days ? sessionsOf(days.from, days.to) : '/sessions'}>
          <bdi>{file_name}</bdi>
        </RowTitle>
        <RowMeta
          parts={[
            plural(done.imported, 'session'),
            <Duration seconds={done.total_seconds} />,
            days && rangeText(days.from, days.to, today),
            formatName(done.format),
            done.time_zone.replaceAll('_', ' '),
            done.duplicates > 0 && `${done.duplicates} already there`,
            done.rejected > 0 && `${done.rejected} left out`,
            `imported ${shortDate(done.date, today)}`,
          ]}
        />
      </div>
      <RowActions>
        <LinkButton href={`/sessions/import/${id}/undo`} small icon="undo">
          Undo this import
        </LinkButton>
      </RowActions>
    </li>
  )
}

export type ImportListProps = {
  imports: Done[]
  /** Where the list goes on. */
  earlier?: string
  today: string
}

/** The imports so far, the newest first, each with its way back. */
export const ImportList = ({ imports, earlier, today }: ImportListProps) => (
  <Section id="imports" title="Imports so far">
    {imports.length === 0 ? (
      <Empty title="Nothing imported yet">Each import stands here with what it brought, and can be undone.</Empty>
    ) : (
      <Rows>
        {imports.map((done) => (
          <Row done={done} today={today} />
        ))}
      </Rows>
    )}
    {earlier && <Pages earlier={{ href: earlier, label: 'Earlier imports' }} />}
  </Section>
)
