import type { PropsWithChildren } from 'hono/jsx'
import { ActLink } from '../../ui/button'
import { RowList, RowMeta, RowName, Section, TextLink } from '../../ui/section'

type Format = { href: string; label: string; holds: string; opens: string }

const everything: Format[] = [
  {
    href: '/api/v1/exports/json',
    label: 'JSON',
    holds: 'All your data, in one file',
    opens: 'for your records and programs',
  },
  {
    href: '/api/v1/exports/csv',
    label: 'CSV tables',
    holds: 'The same as tables, in a zip file',
    opens: 'opens in Excel, LibreOffice or Google Sheets',
  },
  {
    href: '/api/v1/exports/sql',
    label: 'SQL',
    holds: 'The same as a database',
    opens: 'opens with sqlite3 or DB Browser for SQLite',
  },
]

const parts: Format[] = [
  {
    href: '/api/v1/exports/markdown',
    label: 'Report',
    holds: 'Goals, projects, plans, tasks, learnings, and sessions by week',
    opens: 'markdown, for Obsidian or any text editor',
  },
  {
    href: '/sessions.csv',
    label: 'Sessions as CSV',
    holds: 'Your finished sessions in one table',
    opens: 'for a spreadsheet, or to import here again',
  },
  {
    href: '/api/v1/exports/ics',
    label: 'Sessions as a calendar',
    holds: 'Finished and planned sessions as events',
    opens: 'for Google Calendar, Apple Calendar or Outlook',
  },
  {
    href: '/api/v1/exports/anki',
    label: 'Cards for Anki',
    holds: 'All your cards, with a deck for each plan',
    opens: 'opens in Anki with File, Import',
  },
]

type FormatsProps = PropsWithChildren<{ id: string; title: string; formats: Format[] }>

const Formats = ({ id, title, formats, children }: FormatsProps) => (
  <Section id={id} title={title}>
    <RowList
      rows={formats}
      item={({ href, label, holds, opens }) => (
        <li>
          <div>
            <RowName>{label}</RowName>
            <RowMeta parts={[holds, opens]} />
          </div>
          <ActLink icon="download" label={`Download ${label}`} href={href} download="" />
        </li>
      )}
    />
    {children}
  </Section>
)

/** `/settings/export` */
export const ExportPage = () => (
  <>
    <Formats id="everything" title="Everything" formats={everything} />
    <Formats id="parts" title="To read, or for other programs" formats={parts}>
      <p class="hint">
        JSON, CSV tables and SQL include what you deleted; the others leave it out. The{' '}
        <TextLink href="/api/docs?group=export">API documentation</TextLink> describes each file.
      </p>
    </Formats>
  </>
)
